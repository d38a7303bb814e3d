"""Answers for mroudai-django-slots 0.1.0: run by an interpreter that has it, asked and timed by its caller.

The first line of the input is the calendar as JSON. Each further line names a case, which is answered once:
with the seconds it took and the number of starts found.
"""

import json
import sys
from datetime import UTC, date, datetime, time
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import django
from django.conf import settings

settings.configure(
    USE_TZ=True,
    SLOTS_GET_WORKING_WINDOWS_FUNC=f"{__name__}.working_windows",
    SLOTS_GET_BUSY_INTERVALS_FUNC=f"{__name__}.busy_intervals",
    SLOTS_DEFAULT_INTERVAL_MINUTES=15,
)
django.setup()

from slots.engine import generate_slots  # noqa: E402 - it wants its settings first

calendar: dict[str, Any] = {}


def working_windows(date: date, tz: ZoneInfo, **_: object) -> list[tuple[datetime, datetime]]:
    """Return the working hours of a day, as the peer asks for them."""
    if date in calendar["closed"]:
        return []
    hours = calendar["week"][date.weekday()]
    return [(datetime.combine(date, start, tz), datetime.combine(date, end, tz)) for start, end in hours]


def busy_intervals(**_: object) -> list[tuple[datetime, datetime]]:
    """Return what is busy in the range asked about, ready made."""
    return calendar["busy"][calendar["case"]]


def load(line: str) -> None:
    """Turn the calendar into what the peer works with, so that none of this is timed."""
    told = json.loads(line)
    calendar["closed"] = {date.fromisoformat(day) for day in told["closed"]}
    calendar["week"] = [
        [tuple(time(m // 60, m % 60) for m in span) for span in hours] for hours in told["week"]
    ]
    calendar["busy"] = {
        name: [tuple(datetime.fromtimestamp(second, UTC) for second in span) for span in case["busy"]]
        for name, case in told["cases"].items()
    }
    calendar["days"] = {
        name: (date.fromisoformat(case["first_day"]), date.fromisoformat(case["last_day"]))
        for name, case in told["cases"].items()
    }


def main() -> None:
    """Answer until the input ends."""
    load(sys.stdin.readline())
    service, provider = SimpleNamespace(id=1, duration_minutes=45), SimpleNamespace(id=1)
    zone, now = ZoneInfo("Europe/Berlin"), datetime(2025, 1, 1, tzinfo=UTC)
    for line in sys.stdin:
        calendar["case"] = line.strip()
        first_day, last_day = calendar["days"][calendar["case"]]
        start = perf_counter()
        days = generate_slots(service, provider, first_day, last_day, tz=zone, now_dt=now)
        seconds = perf_counter() - start
        print(json.dumps([seconds, sum(map(len, days.values()))]), flush=True)


if __name__ == "__main__":
    main()
