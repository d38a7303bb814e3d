"""Many people want the same times at the same instant, in one process and in four.

Two guards stand one behind the other: what is free is asked under the provider's lock, and the database
refuses an overlap. Either of them is enough; without both, the same test sells a time many times over.
"""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, aliased
from tests import servers
from tests.figures import RecordFigure
from tests.plugins.scheduling.appointments import race_slots
from tests.plugins.scheduling.practice import NOON, Practice
from tests.processes import PROCESSES
from tests.templates import migrate

from kalenner.clock import FixedClock
from kalenner.database import drop_no_overlap, make_engine
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.rules import NO_LIMIT

PEOPLE = 50


class Race:
    """A database with a practice, fifty clients, and a morning of free times for a few weeks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: Engine = make_engine(url)
        with Session(self.engine) as dbsession:
            practice = Practice(dbsession, FixedClock(NOON))
            self.service = practice.massage.id
            practice.rules.change(practice.provider, "most_open", NO_LIMIT)
            self.clients = [practice.add_client(f"Client {number}").id for number in range(PEOPLE)]
            starts = practice.slots.free_starts(
                practice.query(), dt.date(2026, 12, 2), dt.date(2027, 1, 31), NOON
            )
            dbsession.commit()
        # three a day that do not overlap: 9:00, 10:00, 11:00
        self.starts = [at for at in starts if at % 3_600 == 0]

    def remove_constraint(self) -> None:
        """Take the database's own guard away."""
        with self.engine.begin() as connection:
            operations = Operations(MigrationContext.configure(connection))
            drop_no_overlap(operations, Appointment.__tablename__)

    def run(self, processes: int, *, slots: int, how: str = "fresh") -> int:
        """Let everybody try every slot; return how many requests were given a time."""
        start, counts = PROCESSES.Barrier(processes), PROCESSES.SimpleQueue()
        racers = [
            PROCESSES.Process(
                target=race_slots.race,
                args=(self.url, how, share, self.service, self.starts[:slots], start, counts),
            )
            for share in (self.clients[number::processes] for number in range(processes))
        ]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join(120)
        assert [racer.exitcode for racer in racers] == [0] * processes
        return sum(counts.get() for _racer in racers)

    def overlaps(self) -> int:
        """Count the pairs of active appointments that share time."""
        first, other = aliased(Appointment), aliased(Appointment)
        statement = select(func.count()).where(
            first.id < other.id,
            first.provider_id == other.provider_id,
            first.starts_at < other.ends_at,
            other.starts_at < first.ends_at,
        )
        with Session(self.engine) as dbsession:
            return dbsession.scalar(statement) or 0


@pytest.fixture(params=["sqlite", "postgresql"])
def race(request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path) -> Iterator[Race]:
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'race.sqlite')}"
    else:
        url = servers.create_database(servers.template("kalenner", migrate))
    race = Race(url)
    yield race
    race.engine.dispose()
    if request.param == "postgresql":
        servers.drop_database(url)


@pytest.mark.figure("F1")
@pytest.mark.parametrize(
    ("processes", "slots"),
    [
        (1, 1),
        (4, 1),
        pytest.param(1, 40, marks=pytest.mark.slow),
        pytest.param(4, 40, marks=pytest.mark.slow_on_postgresql),
    ],
)
def test_every_slot_is_given_exactly_once(
    race: Race, processes: int, slots: int, record_figure: RecordFigure
):
    given, overlaps = race.run(processes, slots=slots), race.overlaps()

    record_figure(
        "F1",
        PEOPLE * slots,
        f"requests for {slots} times in {processes} processes",
        given=given,
        overlaps=overlaps,
    )
    assert (given, overlaps) == (slots, 0)


def test_the_check_under_the_lock_is_enough_without_the_constraint(race: Race):
    race.remove_constraint()

    assert race.run(4, slots=5) == 5


def test_the_constraint_is_enough_though_the_check_was_stale(race: Race):
    assert race.run(4, slots=5, how="stale") == 5


def test_without_either_guard_the_same_race_gives_a_slot_to_many(race: Race):
    race.remove_constraint()

    assert race.run(4, slots=5, how="stale") >= 5 * (PEOPLE // 4)
    assert race.overlaps() > 0
