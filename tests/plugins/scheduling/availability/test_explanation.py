"""Why not this time: each rule by its code, and never another answer than the one that offers times."""

import datetime as dt
import random

import pytest
from tests.plugins.scheduling.practice import NOON, TEN, Practice

from kalenner.hooks.scheduling import ClosedTime, Status
from kalenner_scheduling.availability.explanation import Explainer, ReasonCode
from kalenner_scheduling.availability.services import ANY_CLIENT, SlotService
from kalenner_scheduling.availability.slot_query import SlotQuery
from kalenner_scheduling.time_off.models import ClosureKind

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WEDNESDAY = dt.date(2026, 12, 2)


def codes(practice: Practice, starts_at: dt.datetime, *, by_client: bool = True) -> list[str]:
    explainer = Explainer(practice.dbsession, practice.clock, practice.slots)
    query = practice.slots.query(
        practice.provider, practice.massage, client_id=ANY_CLIENT if by_client else None
    )
    return [reason.name for reason in explainer.reasons(query, starts_at)]


def test_nothing_speaks_against_what_is_offered(practice: Practice):
    assert codes(practice, TEN) == []


def test_what_has_passed_and_what_is_too_near_or_too_far(practice: Practice):
    practice.rules.change(practice.provider, "notice", 24 * 60)
    practice.rules.change(practice.provider, "horizon", 7)

    assert codes(practice, TEN - DAY) == ["past"]
    assert codes(practice, TEN) == ["notice"]
    assert codes(practice, TEN + 8 * DAY) == ["horizon"]
    assert codes(practice, TEN + 8 * DAY, by_client=False) == []


def test_hours_and_beginnings(practice: Practice):
    assert codes(practice, TEN + 4 * HOUR) == ["outside_hours"]
    assert codes(practice, TEN + 3 * DAY) == ["day_off"]
    assert codes(practice, TEN + 3 * HOUR / 2) == ["too_long"]
    assert codes(practice, TEN + HOUR / 4) == ["no_start"]


def test_days_without_working_time(practice: Practice):
    practice.blocks.add_closure(practice.provider, ClosureKind.HOLIDAY, WEDNESDAY, WEDNESDAY)
    practice.blocks.add_closure(practice.provider, ClosureKind.VACATION, WEDNESDAY + DAY, WEDNESDAY + 7 * DAY)

    assert codes(practice, TEN) == ["holiday"]
    assert codes(practice, TEN + DAY) == ["vacation"]


def test_what_is_held_and_when_one_is_away(practice: Practice):
    practice.stand(Status.ACCEPTED, TEN)
    practice.blocks.add_away(practice.provider, TEN + HOUR, TEN + 2 * HOUR)

    assert codes(practice, TEN + HOUR / 2) == ["appointment", "away"]
    assert codes(practice, TEN - HOUR) == []
    practice.rules.change(practice.provider, "buffer_after", 5)
    assert codes(practice, TEN - HOUR) == ["buffer"]


def test_a_full_day(practice: Practice):
    practice.rules.change(practice.provider, "most_per_day", 1)
    practice.stand(Status.PENDING, TEN)

    assert codes(practice, TEN + HOUR) == ["day_full"]
    assert codes(practice, TEN + HOUR, by_client=False) == []


class OtherCalendar:
    """A plugin that knows of another calendar."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice

    def scheduling_closed_times(self, **_span: object) -> list[ClosedTime]:
        return [ClosedTime(TEN, TEN + HOUR, "calendar", "You are at the dentist's.")]


def test_a_plugins_reason_is_one_too(practice: Practice):
    practice.slots = SlotService(practice.dbsession, OtherCalendar(practice))

    assert codes(practice, TEN + HOUR / 2) == ["calendar"]
    assert codes(practice, TEN + HOUR) == []
    assert not practice.slots.is_free(practice.query(), TEN, practice.clock.now())


def test_reasons_of_a_client(practice: Practice):
    explainer = Explainer(practice.dbsession, practice.clock, practice.slots)
    practice.rules.change(practice.provider, "most_open", 1)
    query = practice.query(practice.client)

    assert explainer.refusals(query, practice.client) == []
    practice.request(TEN)
    practice.client.blocked_at = NOON
    practice.dbsession.flush()
    codes = [reason.code for reason in explainer.refusals(query, practice.client)]
    assert codes == [ReasonCode.PARTED, ReasonCode.OPEN_REQUESTS]


@pytest.mark.parametrize("seed", range(5))
def test_there_is_a_reason_exactly_where_a_time_is_not_offered(practice: Practice, seed: int):
    """Random practices: every five minutes of two days, for clients and for the professional."""
    chance = random.Random(seed)
    provider = practice.provider
    for name, values in {
        "buffer_before": (0, 5, 20),
        "buffer_after": (0, 10, 45),
        "notice": (0, 600, 1_500),
        "horizon": (1, 2, 30),
        "most_per_day": (0, 1, 3),
    }.items():
        practice.rules.change(provider, name, chance.choice(values))
    practice.calendar.change_step(provider, chance.choice((10, 15, 25, 30)))
    practice.hours.add_periods(provider, 2, [(13 * 60, chance.randrange(800, 1_200, 5))])
    for _number in range(chance.randrange(4)):
        start = TEN + chance.randrange(-60, 600, 5) * dt.timedelta(minutes=1)
        practice.blocks.add_away(
            provider, start, start + chance.randrange(5, 90, 5) * dt.timedelta(minutes=1)
        )
    if chance.random() < 0.3:
        practice.blocks.add_closure(provider, ClosureKind.HOLIDAY, WEDNESDAY + DAY, WEDNESDAY + DAY)
    practice.stand(Status.ACCEPTED, TEN)
    if chance.random() < 0.5:
        practice.stand(Status.PENDING, TEN + 4 * HOUR)
    practice.dbsession.flush()

    for client_id in (None, ANY_CLIENT):
        query: SlotQuery = practice.slots.query(provider, practice.massage, client_id=client_id)
        now = practice.clock.now()
        free = set(practice.slots.free_starts(query, WEDNESDAY, WEDNESDAY + DAY, now))
        explainer = Explainer(practice.dbsession, practice.clock, practice.slots)
        begin = dt.datetime(2026, 12, 2, 6, tzinfo=dt.UTC)
        for number in range(0, 36 * 12, 1 + seed % 3):
            at = begin + number * dt.timedelta(minutes=5)
            why = explainer.reasons(query, at)
            assert (why == []) == (int(at.timestamp()) in free), (at, why)
