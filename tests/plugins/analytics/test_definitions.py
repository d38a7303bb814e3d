"""What each figure means, held against a recount that knows nothing of the definitions."""

import datetime as dt
import random
from collections import Counter
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from kalenner.hooks.scheduling import Status
from kalenner_analytics.definitions import figures_of
from kalenner_analytics.periods import Period, last_days, month_of, presets
from kalenner_analytics.queries import Row

ZONES = (
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Atlantic/Azores",
)
SHOWN = [status for status in Status if status is not Status.OFFERED]
HOUR = dt.timedelta(hours=1)


def some_rows(chance: random.Random, count: int) -> list[Row]:
    start = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    return [
        Row(
            chance.choice(SHOWN).value,
            at := start + dt.timedelta(minutes=15 * chance.randrange(60 * 24 * 4)),
            chance.choice((15, 30, 45, 60, 90)),
            service := chance.randrange(1, 5),
            f"Service {service}",
            chance.randrange(1, 12),
            chance.choice((None, 0, 1_000, 4_550)),
            chance.choice(("EUR", "RUB")),
            at - dt.timedelta(minutes=chance.randrange(20_000)),
        )
        for _number in range(count)
    ]


@pytest.mark.parametrize("first", range(0, 1_000, 100))
def test_figures_of_a_thousand_practices_are_those_of_a_recount(first: int) -> None:
    for seed in range(first, first + 100):
        recount(seed)


def recount(seed: int) -> None:
    chance = random.Random(seed)
    zone, known = ZoneInfo(chance.choice(ZONES)), set(range(chance.randrange(1, 12)))
    rows = some_rows(chance, chance.randrange(0, 60))
    figures = figures_of(rows, known, zone, 6_000)

    kept = [row for row in rows if row.status in {"accepted", "completed", "missed"}]
    clients = {row.client_id for row in rows if row.status in {"accepted", "completed"}}
    assert figures.total == len(rows)
    for status in SHOWN:
        assert figures.by_status.get(status, 0) == sum(row.status == status for row in rows)
    assert figures.held_minutes == sum(row.minutes for row in kept)
    assert (figures.new_clients, figures.returning_clients) == (len(clients - known), len(clients & known))
    completed = sum(row.status == "completed" for row in rows)
    missed = sum(row.status == "missed" for row in rows)
    assert figures.missed_share == (missed / (completed + missed) if completed + missed else None)
    assert figures.booked_share == figures.held_minutes / 6_000
    leads = [(row.starts_at - row.created_at) // dt.timedelta(minutes=1) for row in kept]
    assert figures.lead_minutes == (int(median(leads)) if leads else None)
    clocks = [row.starts_at.astimezone(zone).strftime("%u %H %Y-%m-%d").split() for row in kept]
    assert figures.by_weekday_hour == Counter((int(day) - 1, int(hour)) for day, hour, _date in clocks), seed
    assert figures.by_weekday == Counter(int(day) - 1 for day, _hour, _date in clocks)
    assert figures.by_hour == Counter(int(hour) for _day, hour, _date in clocks)
    assert figures.by_day == Counter(dt.date.fromisoformat(date) for _day, _hour, date in clocks)
    assert {service.name for service in figures.services} == {row.service_name for row in kept}
    for service in figures.services:
        theirs = [row for row in kept if row.service_name == service.name]
        assert service.count == len(theirs)
        for currency in ("EUR", "RUB"):
            paid = [
                row.price_minor
                for row in theirs
                if row.status == "completed" and row.currency == currency and row.price_minor is not None
            ]
            assert service.money.get(currency, 0) == sum(paid)


def test_nothing_is_divided_by_nothing() -> None:
    figures = figures_of([], (), ZoneInfo("UTC"), 0)

    assert (figures.missed_share, figures.booked_share, figures.lead_minutes) == (None, None, None)


@pytest.mark.parametrize("name", ZONES)
def test_each_moment_belongs_to_the_period_of_its_day_there(name: str) -> None:
    """Midnights that are skipped or come twice too: São Paulo and Cairo change clocks at midnight."""
    zone = ZoneInfo(name)
    for year in (2017, 2026):
        period = Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
        start, end = period.instants(zone)
        moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC) - 26 * HOUR
        while moment < dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC) + 26 * HOUR:
            assert (start <= moment < end) == (moment.astimezone(zone).year == year), moment
            moment += HOUR


def test_periods_of_neighbouring_days_neither_overlap_nor_leave_a_gap() -> None:
    for name in ZONES:
        zone, day = ZoneInfo(name), dt.date(2017, 1, 1)
        for _number in range(730):
            following = day + dt.timedelta(days=1)
            assert Period(day, day).instants(zone)[1] == Period(following, following).instants(zone)[0]
            day = following


def test_a_month_is_compared_with_the_month_before_and_days_with_as_many() -> None:
    march = month_of(dt.date(2026, 3, 17))

    assert march.before == Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    assert last_days(dt.date(2026, 3, 17), 7).before == Period(dt.date(2026, 3, 4), dt.date(2026, 3, 10))
    assert [one.period.days for one in presets(dt.date(2026, 3, 17))] == [7, 30, 90, 365, 31, 28]
