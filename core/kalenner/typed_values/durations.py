"""Durations as people write them in the four languages: "45", "1 h", "1:30", "1,5 ч", "1 Std. 30"."""

import re
from fractions import Fraction

from kalenner.typed_values.digits import plain_digits

MINUTE, HOUR, DAY = 1, 60, 1_440
"""The units of a duration, in minutes."""

_UNITS = (
    (re.compile(r"'|m|mn|mins?|minutes?|minuten?|мин|минут[аыу]?|м"), MINUTE),
    (re.compile(r"h|hrs?|hours?|std|stunden?|heures?|ч|час(?:а|ов)?"), HOUR),
    (re.compile(r"d|days?|tage?n?|j|jours?|д|дн|день|дня|дней|сут(?:ки|ок)?"), DAY),
    (re.compile(r"w|weeks?|wochen?|sem|semaines?|нед|недел[яиьюе]"), 7 * DAY),
)
_HALVES = {"½": "5", "¼": "25", "¾": "75"}
_PART = re.compile(r"(?P<whole>[0-9]{1,5})(?:(?P<mark>[.,])(?P<part>[0-9]{1,3}))? ?(?P<unit>[^\W\d_]+|')?\.?")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?: ?([^\W\d_]+)\.?)?")
_BETWEEN = re.compile(r",? (?:and|und|et|и) | ?, ?(?=[0-9]+ ?[^\W\d_])| ")
_PART_OF_MINUTES = 2
"""Digits of "1.30 h", which may be an hour and thirty minutes."""


def read_duration(text: str, unit: int) -> tuple[int, ...]:
    """Return the minutes that a duration may mean, the likelier first; several have to be asked for.

    A number alone counts `unit`, in minutes. Empty for what is no duration, or not of whole minutes.
    """
    plain = _without_halves(plain_digits(text)).casefold().removeprefix("~").strip()
    clock = _CLOCK.fullmatch(plain)
    if clock is not None:
        is_in_hours = clock[3] is None or _unit_of(clock[3]) == HOUR
        return (int(clock[1]) * HOUR + int(clock[2]),) if is_in_hours and unit <= HOUR else ()
    whole = _PART.fullmatch(plain)
    if whole is not None:
        return _of_one_part(whole, unit)
    return _of_parts(plain)


def _without_halves(text: str) -> str:
    """Return a text with ½, ¼ and ¾ as decimals."""
    return re.sub(r"([0-9]*) ?([½¼¾])", lambda match: f"{match[1] or 0},{_HALVES[match[2]]}", text)


def _unit_of(word: str | None) -> int | None:
    return next((minutes for pattern, minutes in _UNITS if word and pattern.fullmatch(word)), None)


def _of_one_part(match: re.Match[str], unit: int) -> tuple[int, ...]:
    given = _unit_of(match["unit"]) if match["unit"] else unit
    if given is None or (match["part"] and not match["unit"]):
        return ()
    exact = Fraction(f"{match['whole']}.{match['part'] or 0}") * given
    meant = [int(exact)] if exact.denominator == 1 else []
    if given == HOUR and len(match["part"] or "") == _PART_OF_MINUTES and int(match["part"]) < HOUR:
        meant.append(int(match["whole"]) * HOUR + int(match["part"]))
    return tuple(dict.fromkeys(meant))


def _of_parts(text: str) -> tuple[int, ...]:
    """Return the minutes of several units, each smaller than the one before: "1 h 30", "2 days, 3 hours"."""
    total, last = 0, None
    place = 0
    while place < len(text):
        match = _PART.match(text, place)
        if match is None or match["part"]:
            return ()
        given = _unit_of(match["unit"]) if match["unit"] else (MINUTE if last == HOUR else None)
        if given is None or (last is not None and given >= last):
            return ()
        if last == HOUR and given == MINUTE and int(match["whole"]) >= HOUR:  # "1 h 75" is a slip
            return ()
        total, last, place = total + int(match["whole"]) * given, given, match.end()
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
    return (total,) if last is not None else ()
