"""Raw updates: cut out of an answer of the Bot API, and read one by one, whatever they hold.

Nothing here raises for any bytes, so an update that nobody can read concerns no other.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from kalenner_telegram.updates import TelegramUser, Unreadable, kind_of, sender_of, without_edit

MOST_NESTING = 64
"""Telegram's own updates have about ten levels; far more would exhaust the stack of whoever reads them."""
_MOST_DIGITS = 19
_END_OF_UPDATE_IDS = 2**31  # a larger one would acknowledge updates that were never fetched

_MARK = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]', re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_RESULT = re.compile(rb'"result"\s*:\s*\[')
_UPDATE_ID = re.compile(rb'^\s*\{\s*"update_id"\s*:\s*([0-9]{1,10})(?![0-9.eE])')


@dataclass(frozen=True)
class RawUpdate:
    """One update: `number` is None without a usable id.

    `content` and `sender` are there if it is somebody's in a private chat, `fault` says why nobody can read
    it; without any of them it does not concern us.
    """

    raw: bytes
    number: int | None
    content: dict[str, Any] | None = None
    sender: TelegramUser | None = None
    fault: str = ""


def cut_updates(answer: bytes) -> list[bytes] | None:
    """Return the text of each update in an answer to `getUpdates`; None if it has no list of them."""
    result = next((mark.start() for mark in _MARK.finditer(answer) if _is_result(answer, mark)), None)
    if result is None:
        return None
    start = answer.index(b"[", result) + 1
    updates = _cut_valid(answer, start)
    return updates if updates is not None else _cut_any(answer, start)


def _cut_valid(answer: bytes, start: int) -> list[bytes] | None:
    """Return the text of each element of a list of valid JSON, by Python's own parser; None for any other."""
    text = answer[start:].decode(errors="surrogateescape")
    place, updates = _after_space(text, 0), []
    try:
        while text[place] != "]":
            _value, end = _DECODER.raw_decode(text, place)
            updates.append(text[place:end].encode(errors="surrogateescape"))
            place = _after_space(text, end)
            if text[place] == ",":
                place = _after_space(text, place + 1)
            elif text[place] != "]":
                return None
    except (ValueError, IndexError, RecursionError):
        return None
    return updates


def _after_space(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return place if space is None else space.end()


def _cut_any(answer: bytes, start: int) -> list[bytes] | None:
    """Return the same of a list whose elements may be anything whose brackets and quotes are closed."""
    updates, depth = [], 0
    for mark in _MARK.finditer(answer, start):
        sign = mark.group()
        if sign in b"{[":
            depth += 1
        elif sign in b",]}" and depth == 0:
            updates.append(answer[start : mark.start()].strip())
            start = mark.end()
            if sign != b",":
                return [update for update in updates if update]
        elif sign in b"]}":
            depth -= 1
    return None


def _is_result(answer: bytes, mark: re.Match[bytes]) -> bool:
    return mark.group() == b'"result"' and _RESULT.match(answer, mark.start()) is not None


def read_raw(raw: bytes) -> RawUpdate:
    """Read one update."""
    if _nesting(raw) > MOST_NESTING:
        return RawUpdate(raw, _number_at_start(raw), fault="nested too deeply")
    text = raw.decode(errors="replace")
    try:
        update = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=lambda _name: None)
    except ValueError:
        return RawUpdate(raw, _number_at_start(raw), fault="no JSON")
    if not isinstance(update, dict):
        return RawUpdate(raw, None, fault="no object")
    number = update.get("update_id")
    if type(number) is not int or not 0 <= number < _END_OF_UPDATE_IDS:
        return RawUpdate(raw, None, fault="no update_id")
    try:
        sender = sender_of(update)
    except Unreadable as error:
        return RawUpdate(raw, number, fault=str(error))
    if sender is None:
        return RawUpdate(raw, number)
    kind = kind_of(update)
    content = without_edit(update[kind]) if kind == "edited_message" else update[kind]
    return RawUpdate(raw, number, {"update_id": number, kind: content}, sender)


def _nesting(raw: bytes) -> int:
    """Return how many levels of lists and objects there are at most."""
    depth = most = 0
    for mark in _MARK.finditer(raw):
        if mark.group() in b"{[":
            depth += 1
            most = max(most, depth)
        elif mark.group() in b"]}":
            depth -= 1
    return most


def _number_at_start(raw: bytes) -> int | None:
    """Return the id of an update that is no JSON, by which it can be acknowledged."""
    match = _UPDATE_ID.match(raw)
    number = int(match.group(1)) if match else _END_OF_UPDATE_IDS
    return number if number < _END_OF_UPDATE_IDS else None


def _whole(digits: str) -> int | None:
    """Return an integer; None for one beyond every number of Telegram's, which no database could take."""
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None
