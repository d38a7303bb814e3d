"""Signed addresses of downloads and uploads: whose they are, for what, and until when.

An address is a bearer token: whoever has it may use it while it lasts. So it lasts minutes, and what it names
is checked anew each time it is opened.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pyramid.request import Request

from kalenner.i18n import Translatable, _
from kalenner.people import Account
from kalenner.security import KEYS
from kalenner.security.links import LinkExpired, LinkForged, SignedLinks

SKEW = dt.timedelta(seconds=30)
"""How far the clocks of two machines of an installation may differ."""
_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
_NONCE_BYTES = 12


class NoPublicAddress(Exception):
    """This server has no address that people can open; `transfer_obstacle` says so to them."""


class AddressClosed(Exception):
    """An address is none of this server, or its time is over; `account_id` says whose it was then."""

    def __init__(self, account_id: int | None = None) -> None:
        super().__init__("this address is closed")
        self.account_id = account_id


@dataclass(frozen=True)
class Address:
    """What an address says: for whom (an account's id), for what, and which one of all it is."""

    account_id: int
    subject: dict[str, Any]
    nonce: str


def transfer_obstacle(request: Request) -> Translatable | None:
    """Return the sentence that says why no addresses can be made here, None where they can.

    They need https, or the reader's own machine where the channel opens that, as the playground does.
    """
    base = request.public_url("")
    parts = urlsplit(base)
    is_safe = parts.scheme == "https" or parts.hostname in _OWN_MACHINE
    return None if is_safe and request.can_open(base) else _("transfers-no-address")


def make_address(request: Request, account: Account, word: str, subject: dict[str, Any], seconds: int) -> str:
    """Return ``https://…/en/<word>/<token>``, in the person's language and good for so many seconds.

    Each call gives another one. Raises NoPublicAddress.
    """
    if transfer_obstacle(request) is not None:
        raise NoPublicAddress
    nonce = secrets.token_urlsafe(_NONCE_BYTES)
    payload = {"account": account.id, "for": subject, "nonce": nonce}
    token = _links(request).sign(word, payload, seconds)
    address: str = request.public_url(f"/{request.reader.language}/{word}/{token}")
    return address


def open_address(request: Request, word: str, token: str, seconds: int) -> Address:
    """Return what the token of an address says. Raises AddressClosed."""
    try:
        opened = _links(request).open(word, token)
    except LinkForged as error:
        raise AddressClosed from error
    except LinkExpired as error:
        late: Any = error.payload
        raise AddressClosed(late["account"]) from error
    # Else an address would live a day longer where the clock is set back a day.
    if opened.expires_at > request.clock.now() + dt.timedelta(seconds=seconds) + SKEW:
        raise AddressClosed
    payload: Any = opened.payload
    return Address(payload["account"], payload["for"], payload["nonce"])


def _links(request: Request) -> SignedLinks:
    return SignedLinks(KEYS.of(request.registry), request.clock)
