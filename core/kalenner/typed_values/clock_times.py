"""Times of day as people write them: "9:15", "9h30", "9 Uhr", "9 am", "в 9", "3 часа дня", "noon"."""

import re

from kalenner.typed_values.digits import plain_digits
from kalenner.zones.clock_text import MINUTES_OF_DAY

_PART_OF_DAY = (
    r"a\.?m|p\.?m|утра|дня|вечера|ночи|morgens|vormittags|mittags|nachmittags|abends|nachts"
    r"|du matin|de l'après-midi|du soir"
)
_UNIT = r"h|hrs?|uhr|heures?|ч|час(?:а|ов)?"
# "%s" is what may stand between the unit of the hour and the minutes.
_SHAPE = (
    r"(?:(?:um|ab|gegen|at|à|vers|в|к|с) )?"
    r"(?:(?P<hour>[0-9]{1,2})(?:[:.h](?P<minute>[0-9]{2})"
    rf"| ?(?:{_UNIT})\b\.?(?P<after>%s[0-9]{{2}}(?: ?мин(?:ут[аы]?)?)?)?)?"
    rf"(?: ?(?:{_UNIT})\b)?|(?P<digits>[0-9]{{4}}))"
    rf"(?: ?(?P<part>{_PART_OF_DAY})\b\.?)?\.?"
)
_TIME = re.compile(_SHAPE % " ?")
TIME_IN_PERIOD = re.sub(r"\(\?P<\w+>", "(?:", _SHAPE % "")
"""What a time looks like within periods, whose next time may follow a space."""
_WITH_HYPHEN = re.compile(r"([0-9]{1,2})-([0-5][0-9])")
_WORDS = {
    "noon": 720,
    "midday": 720,
    "mittag": 720,
    "mittags": 720,
    "midi": 720,
    "полдень": 720,
    "в полдень": 720,
    "midnight": MINUTES_OF_DAY,
    "mitternacht": MINUTES_OF_DAY,
    "minuit": MINUTES_OF_DAY,
    "полночь": MINUTES_OF_DAY,
}
_MORNING = {"утра", "morgens", "vormittags", "du matin"}
_NIGHT = {"ночи", "nachts"}
_MIDDAY = {"дня", "mittags"}
_EVENING = {"вечера", "abends", "du soir"}
_FIRST_OF_EVENING = 4
_LAST_OF_AFTERNOON = 7
_LAST_OF_NIGHT = 6
_FIRST_OF_LATE = 9
_FIRST_OF_MIDDAY = 10


def plain_time(text: str) -> str:
    """Return a text in which times and periods are looked for: in ASCII digits and lower case."""
    return re.sub(r"\s+", " ", plain_digits(text)).casefold()


def read_time(text: str) -> int | None:
    """Return the minute of the day, 1440 for its end; None for what is no time."""
    plain = plain_time(text)
    if plain in _WORDS:
        return _WORDS[plain]
    match = _TIME.fullmatch(plain)
    if match is None:
        return None
    if match["digits"]:
        hour, minute = int(match["digits"][:2]), int(match["digits"][2:])
    else:
        hour, minute = (
            int(match["hour"]),
            int(match["minute"] or re.sub(r"\D", "", match["after"] or "") or 0),
        )
    if match["part"]:
        in_day = _hour_in(match["part"].replace(".", ""), hour)
        if in_day is None:
            return None
        hour = in_day
    whole = hour * 60 + minute
    return whole if minute < 60 and whole <= MINUTES_OF_DAY else None


def read_hyphenated_time(text: str) -> int | None:
    """Return the minute of a time as Russians write it, "9-30"; None for what is none."""
    match = _WITH_HYPHEN.fullmatch(plain_time(text))
    return None if match is None else read_time(f"{match[1]}:{match[2]}")


def is_after_noon(text: str) -> bool:
    """Tell whether a time is marked as one after noon, such as "5pm"."""
    return re.search(r"[0-9 ]p\.?m\b", plain_time(text)) is not None


def has_part_of_day(text: str) -> bool:
    """Tell whether a time says which part of the day it is in."""
    return re.search(rf"(?:{_PART_OF_DAY})\b", plain_time(text)) is not None


def _hour_in(part: str, hour: int) -> int | None:
    """Return the hour of 24 in a part of the day; None where there is no such hour in it."""
    if hour > 12:
        return hour if part not in {"am", *_MORNING} else None
    of_twelve = hour % 12
    if part in {"am", "pm"} and hour == 0:
        return None
    if part == "am":
        return of_twelve
    if part in _MORNING:
        return hour if hour < 12 else None
    if part in _NIGHT:
        return of_twelve if of_twelve <= _LAST_OF_NIGHT else _late(of_twelve)
    if part in _EVENING:
        return of_twelve + 12 if of_twelve >= _FIRST_OF_EVENING else None
    if part == "pm" or of_twelve <= _LAST_OF_AFTERNOON:
        return of_twelve + 12
    # "11 дня" and "11 Uhr mittags" are before noon; of the others nobody knows
    return hour if part in _MIDDAY and hour >= _FIRST_OF_MIDDAY else None


def _late(hour: int) -> int | None:
    """Return the hour of the evening of "11 nachts"; None for what is neither early nor late."""
    return hour + 12 if hour >= _FIRST_OF_LATE else None
