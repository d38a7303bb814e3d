"""A client's request, the professional's own booking and Away for one time at once: one of them wins.

The provider's lock decides. The database's guard would keep two appointments apart without it, but knows
nothing of Away; that is the negative control.
"""

from collections import Counter

import pytest
from tests.plugins.scheduling.appointments import race_one_time
from tests.plugins.scheduling.appointments.test_race import PROCESSES, Race, race

__all__ = ["race"]

STARTS = 40


def winners(race: Race, *, is_careless: bool = False) -> Counter[int]:
    """Let the three try every start; return how many got each."""
    together, won = PROCESSES.Barrier(len(race_one_time.WAYS)), PROCESSES.SimpleQueue()
    people = [
        PROCESSES.Process(
            target=race_one_time.contend,
            args=(race.url, way, race.clients[0], race.service, race.starts[:STARTS], together, won),
            kwargs={"is_careless": is_careless},
        )
        for way in race_one_time.WAYS
    ]
    for process in people:
        process.start()
    for process in people:
        process.join(120)
    assert [process.exitcode for process in people] == [0] * len(people)
    return Counter(at for _one in people for at in won.get())


def test_one_of_request_booking_and_away_wins(race: Race):
    assert winners(race) == Counter(race.starts[:STARTS])
    assert race.overlaps() == 0


@pytest.mark.parametrize("race", ["postgresql"], indirect=True)
def test_without_the_lock_a_time_is_given_and_blocked(race: Race):
    """SQLite has one writer at a time, with the lock or without."""
    assert max(winners(race, is_careless=True).values()) > 1
    assert race.overlaps() == 0
