"""Signed links: what a web address may do, for how long, said by the address itself.

A token is two parts in URL-safe base64, ``<body>.<mac>``: the body is JSON of purpose, expiry and payload,
the MAC covers the body as it is written. Each purpose has a key of its own, derived by the key ring, so a
token of one is nothing to another. After a rotation older tokens stay valid for as long as their key is in
the ring. Whoever holds a token can read it: it names things by their ids and holds no secrets.
"""

import base64
import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from kalenner.clock import Clock
from kalenner.security.keys import KeyRing

MOST_CHARACTERS = 2_000
_MAC_BYTES = 16  # 128 bits; nobody can try tokens without asking this server
_TOKEN = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)", re.ASCII)

Payload = dict[str, Any] | str


class LinkForged(Exception):
    """A token is none that this installation made for this purpose."""


class LinkExpired(Exception):
    """A token was made here and for this purpose, but its time is over; `payload` is what it says."""

    def __init__(self, payload: Payload) -> None:
        super().__init__("the time of this link is over")
        self.payload = payload


@dataclass(frozen=True)
class OpenedLink:
    """What a valid token says, and until when."""

    payload: Payload
    expires_at: dt.datetime


class SignedLinks:
    """Makes and opens tokens; `seconds` count from the clock's now, and the last of them is the expiry."""

    def __init__(self, keys: KeyRing, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def sign(self, purpose: str, payload: Payload, seconds: int) -> str:
        """Return a token that is valid for so many seconds; `payload` is a text or what JSON can hold."""
        return self.sign_until(purpose, payload, self._clock.now() + dt.timedelta(seconds=seconds))

    def sign_until(self, purpose: str, payload: Payload, moment: dt.datetime) -> str:
        """Return a token that is valid until a moment, in whole seconds; equal values give equal tokens."""
        said = {"for": purpose, "until": int(moment.timestamp()), "is": payload}
        body = _text(json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())
        return f"{body}.{_text(self._keys.mac(_key_of(purpose), body.encode(), _MAC_BYTES))}"

    def open(self, purpose: str, token: str) -> OpenedLink:
        """Return what a token says; raises :class:`LinkForged`, or :class:`LinkExpired` if it is too late."""
        found = _TOKEN.fullmatch(token) if len(token) <= MOST_CHARACTERS else None
        if found is None:
            raise LinkForged("not the shape of a token")
        body, mac = found[1], _bytes(found[2])
        if len(mac) != _MAC_BYTES or not self._keys.verify(_key_of(purpose), body.encode(), mac):
            raise LinkForged("not made here for this purpose")
        # Past this point the body is our own writing.
        said = json.loads(_bytes(body))
        expires_at = dt.datetime.fromtimestamp(said["until"], dt.UTC)
        if self._clock.now() >= expires_at:
            raise LinkExpired(said["is"])
        return OpenedLink(said["is"], expires_at)


def _key_of(purpose: str) -> str:
    return f"link:{purpose}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    """Return what a text encodes; raises :class:`LinkForged` where it is not how we would write it."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise LinkForged("not base64") from error
    if _text(data) != text:
        raise LinkForged("not base64 as it is written here")
    return data
