"""Button data: at most 64 bytes, signed for one person and one bot.

``1gAbCd<args>-<version><mac>``: the format, g for showing or p for an effect, four characters of a
hash of the screen's name, the arguments in the order of the screen, the dialog's version, and eight
characters of HMAC over the bot, the account and all before. Integers, days and instants are in base
62; texts and what does not fit stand in a row whose number is carried instead.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.exceptions import ConfigurationError
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.route import ArgValue, Press, Route
from kalenner.security import KeyRing
from kalenner_telegram.models import PressArgs

FORMAT = "1"
MOST_BYTES = 64
MAC_BYTES = 6
MAC_CHARACTERS = 8
CODE_CHARACTERS = 4
PURPOSE = "telegram-press"
ROW = "*"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
VALUES = {digit: value for value, digit in enumerate(DIGITS)}


@dataclass(frozen=True)
class DecodedPress:
    """The press of a button, and the dialog's version when the button was shown."""

    press: Press
    version: int


def to_base62(number: int) -> str:
    """Write a whole number; a negative one begins with ``!``."""
    if number < 0:
        return f"!{to_base62(-number)}"
    text = ""
    while number >= len(DIGITS):
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return DIGITS[number] + text


def from_base62(text: str) -> int:
    """Read a whole number; raises ValueError."""
    if text.startswith("!"):
        return -from_base62(text[1:])
    if not text or len(text) > 11:
        raise ValueError(text)
    number = 0
    for digit in text:
        if digit not in VALUES:
            raise ValueError(text)
        number = number * len(DIGITS) + VALUES[digit]
    return number


def code_of(name: str) -> str:
    """Return the four-character code of a screen."""
    digest = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return to_base62(digest)[-CODE_CHARACTERS:]


class PressData:
    """Encodes and decodes the data of one bot's buttons."""

    def __init__(self, routes: Mapping[str, Route[Any]], keys: KeyRing, bot_id: int) -> None:
        self._keys = keys
        self._bot_id = bot_id
        self._by_code: dict[str, Route[Any]] = {}
        self._codes: dict[str, str] = {}
        for name, route in routes.items():
            code = code_of(name)
            if code in self._by_code:
                raise ConfigurationError(
                    f"screens {self._by_code[code].name} and {name}: their codes are equal, rename one"
                )
            self._by_code[code] = route
            self._codes[name] = code

    def write(self, dbsession: Session, clock: Clock, account_id: int, press: Press, version: int) -> str:
        """Return the data of a button; raises KeyError for a screen that is not registered."""
        code = self._codes[press.screen]
        route = self._by_code[code]
        head = f"{FORMAT}{'p' if press.is_effect else 'g'}{code}"
        tail = f"-{to_base62(version)}"
        packed = _pack(route, press.args)
        if packed is None or len(head) + len(packed) + len(tail) + MAC_CHARACTERS > MOST_BYTES:
            row = PressArgs(
                account_id=account_id,
                args=route.dump(press.args),
                created_at=clock.now(),
            )
            dbsession.add(row)
            dbsession.flush()
            packed = ROW + to_base62(row.id)
        body = f"{head}{packed}{tail}"
        return body + self._mac(account_id, body)

    def read(self, dbsession: Session, account_id: int, data: str) -> DecodedPress | None:
        """Return the press of a button; None for data that is outdated, forged or another person's."""
        body, mac = data[:-MAC_CHARACTERS], data[-MAC_CHARACTERS:]
        if not data.isascii() or not body.startswith(FORMAT) or not self._is_valid(account_id, body, mac):
            return None
        route = self._by_code.get(body[2 : 2 + CODE_CHARACTERS])
        if route is None:
            return None
        packed, _dash, version = body[2 + CODE_CHARACTERS :].rpartition("-")
        try:
            args = _unpack(route, packed, dbsession, account_id)
            return DecodedPress(Press(route.name, args, is_effect=body[1] == "p"), from_base62(version))
        except (ValueError, OverflowError):
            return None

    def _signed(self, account_id: int, body: str) -> bytes:
        return f"{self._bot_id}:{account_id}:{body}".encode()

    def _mac(self, account_id: int, body: str) -> str:
        mac = self._keys.mac(PURPOSE, self._signed(account_id, body), MAC_BYTES)
        return base64.urlsafe_b64encode(mac).decode()

    def _is_valid(self, account_id: int, body: str, mac: str) -> bool:
        try:
            raw = base64.b64decode(mac.encode(), altchars=b"-_", validate=True)
        except ValueError:
            return False
        # Another spelling of the same bytes, such as "/" for "_", is refused: each press has one text.
        is_canonical = base64.urlsafe_b64encode(raw) == mac.encode()
        return (
            is_canonical
            and len(raw) == MAC_BYTES
            and self._keys.verify(PURPOSE, self._signed(account_id, body), raw)
        )


def _pack(route: Route[Any], args: Mapping[str, ArgValue]) -> str | None:
    parts = []
    for name in route.args:
        value = args[name]
        if isinstance(value, str):
            return None
        parts.append(to_base62(_as_number(value)))
    return ".".join(parts)


def _as_number(value: int | dt.date | dt.datetime) -> int:
    if isinstance(value, dt.datetime):
        seconds = int(value.timestamp())
        if seconds % 60:
            raise ValueError(f"an instant in a button is a whole minute, not {value}")
        return seconds // 60
    return value.toordinal() if isinstance(value, dt.date) else value


def _unpack(route: Route[Any], packed: str, dbsession: Session, account_id: int) -> dict[str, ArgValue]:
    if packed.startswith(ROW):
        row = dbsession.get(PressArgs, from_base62(packed[1:]))
        if row is None or row.account_id != account_id:
            raise ValueError(packed)
        return route.load(row.args)
    parts = packed.split(".") if packed else []
    return {
        name: _from_number(kind, from_base62(part))
        for (name, kind), part in zip(route.args.items(), parts, strict=True)
    }


def _from_number(kind: type, number: int) -> ArgValue:
    if kind is dt.datetime:
        return dt.datetime.fromtimestamp(number * 60, dt.UTC)
    if kind is dt.date:
        return dt.date.fromordinal(number)
    return number
