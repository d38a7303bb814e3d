"""Signed links: what a web address may do, for how long, said by the address itself.

The tokens are those of itsdangerous, an HMAC with SHA-384. Each purpose has a key of its own, derived by the
key ring, so a token of one is nothing to another. After a rotation older tokens stay valid while their
key is in the ring. Whoever holds a token can read it: it names things by their ids and holds no secrets.
"""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from kalenner.clock import Clock
from kalenner.security.keys import KeyRing

MOST_CHARACTERS = 2_000
# 48 bytes are 64 characters: each of them is significant, so no two tokens say the same.
_DIGEST = hashlib.sha384
_TOKEN = re.compile(r"\.?[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{64}", re.ASCII)

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
        content = {"until": int(moment.timestamp()), "is": payload}
        return str(self._serializer(purpose).dumps(content))

    def open(self, purpose: str, token: str) -> OpenedLink:
        """Return what a token says; raises :class:`LinkForged`, or :class:`LinkExpired` if it is too late."""
        if len(token) > MOST_CHARACTERS or not _TOKEN.fullmatch(token):
            raise LinkForged("not the shape of a token")
        try:
            content = self._serializer(purpose).loads(token)
        except BadData as error:
            raise LinkForged("not made here for this purpose") from error
        expires_at = dt.datetime.fromtimestamp(content["until"], dt.UTC)
        if self._clock.now() >= expires_at:
            raise LinkExpired(content["is"])
        return OpenedLink(content["is"], expires_at)

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        oldest_first = reversed(self._keys.key_ids)  # the last one signs
        return URLSafeSerializer(
            [self._keys.derive(f"link:{purpose}", key_id) for key_id in oldest_first],
            serializer_kwargs={"sort_keys": True},
            signer_kwargs={"key_derivation": "none", "digest_method": _DIGEST},
        )
