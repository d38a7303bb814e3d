"""Access of professionals to the gallery on the web, by a signed link from the bot.

A link is valid for ten minutes and for the design of one page. Nothing is stored in the browser.
"""

import datetime as dt
from dataclasses import dataclass

from pyramid.request import Request

from kalenner.people import Account, Provider
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


def sign_access(request: Request, account_id: int) -> str:
    """Return a token with which a professional can choose a design on the web."""
    return links_of(request).sign(PURPOSE, {"account": account_id}, VALID_SECONDS)


def access_of(request: Request, token: str) -> GalleryAccess:
    """Return the access of a token; raises LinkExpired, or LinkForged, also if the practice is gone."""
    opened = links_of(request).open(PURPOSE, token)
    account = request.dbsession.get(Account, _account_id(opened.payload))
    if account is None or account.provider is None:
        raise LinkForged("there is no such practice")
    return GalleryAccess(account.provider, token, opened.expires_at)


def _account_id(payload: object) -> int:
    """Return the account of a payload; every payload signed for this purpose has one."""
    assert isinstance(payload, dict)  # noqa: S101 -- see `sign_access`
    return int(payload["account"])
