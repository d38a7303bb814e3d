"""Access of professionals to the gallery on the web, by a signed link from the bot.

A link is valid for ten minutes and for the design of one page. Nothing is stored in the browser.
"""

import datetime as dt
from dataclasses import dataclass

from pyramid.request import Request

from kalenner.people import Account, OwnerService, Provider
from kalenner.security import KEYS
from kalenner.security.links import LinkForged, SignedLinks

START_PREFIX = "w_design-"
"""The prefix of start links to a design, for visitors without a token; the theme's id follows.

Other start links of the web also begin with ``w_``; of the claimed prefixes that fit, the longest wins.
"""
PURPOSE = "design"
VALID_SECONDS = 600


@dataclass(frozen=True)
class GalleryAccess:
    """A professional's access: the token that proves it, and when it expires."""

    provider: Provider
    token: str
    expires_at: dt.datetime


def links_of(request: Request) -> SignedLinks:
    """Return the signer of links."""
    return SignedLinks(KEYS.of(request.registry), request.clock)


def sign_access(request: Request, account_id: int, provider_id: int) -> str:
    """Return a token with which a person can choose a design on the web, for the provider they act for."""
    payload = {"account": account_id, "provider": provider_id}
    return links_of(request).sign(PURPOSE, payload, VALID_SECONDS)


def access_of(request: Request, token: str) -> GalleryAccess:
    """Return the access of a token; raises LinkExpired, or LinkForged, also if the provider was lost."""
    opened = links_of(request).open(PURPOSE, token)
    account_id, provider_id = _ids(opened.payload)
    account = request.dbsession.get(Account, account_id)
    provider = request.dbsession.get(Provider, provider_id)
    if account is None or provider is None:
        raise LinkForged("there is no such provider")
    if not request.find_service(OwnerService).acts_for(account, provider):
        raise LinkForged("it is not this person's")
    return GalleryAccess(provider, token, opened.expires_at)


def _ids(payload: object) -> tuple[int, int]:
    """Return the account and the provider of a payload; one of an earlier release has no provider."""
    assert isinstance(payload, dict)  # noqa: S101 -- see `sign_access`
    return int(payload["account"]), int(payload.get("provider", 0))
