"""Who visits the gallery: a professional who came from the bot by a signed link, or anybody.

The link is good for ten minutes and for one thing, the design of one page. Nothing is kept in the browser.
"""

import datetime as dt
from dataclasses import dataclass

from pyramid.request import Request

from kalenner.people import Account, Provider
from kalenner.security import KEYS
from kalenner.security.links import LinkForged, SignedLinks

START_PREFIX = "w_design-"
"""What the bot's links to a design begin with, for who has no token; the theme's id follows.

Other things that are begun on the web follow ``w_`` with words of their own: of the claimed prefixes
that fit a link the longest has it.
"""
PURPOSE = "design"
VALID_SECONDS = 600


@dataclass(frozen=True)
class Visit:
    """A visit of a professional: the token that says so, and until when it does."""

    provider: Provider
    token: str
    expires_at: dt.datetime


def links_of(request: Request) -> SignedLinks:
    """Return what signs links here."""
    return SignedLinks(KEYS.of(request.registry), request.clock)


def sign_visit(request: Request, account_id: int) -> str:
    """Return a token with which a professional can choose a design on the web."""
    return links_of(request).sign(PURPOSE, {"account": account_id}, VALID_SECONDS)


def visit_of(request: Request, token: str) -> Visit:
    """Return whose visit it is; raises LinkExpired, or LinkForged, also where the practice is gone."""
    opened = links_of(request).open(PURPOSE, token)
    account = request.dbsession.get(Account, _account_id(opened.payload))
    if account is None or account.provider is None:
        raise LinkForged("there is no such practice")
    return Visit(account.provider, token, opened.expires_at)


def _account_id(payload: object) -> int:
    """Return the account that a token names; what we signed for this purpose names one."""
    assert isinstance(payload, dict)  # noqa: S101 -- see `sign_visit`
    return int(payload["account"])
