"""Runs many random operations one after the other, and checks every invariant after each."""

import logging
import re
import time
from collections import Counter, deque
from typing import Any

import pytest
from pyramid.request import Request
from tests.journeys import (
    random_client_operations,
    random_money_operations,
    random_odd_operations,
    random_office_operations,
    random_settings_operations,
)
from tests.journeys.random_invariants import (
    follow,
    held_faults,
    kept_faults,
    money_faults,
    overlap_faults,
    place_faults,
)
from tests.journeys.random_messages import message_faults
from tests.journeys.random_operations import ANYTHING, OPERATIONS, SOMETHING, Operation
from tests.journeys.random_screens import Inspector
from tests.journeys.random_state import ChangeSet, DatabaseState
from tests.journeys.random_statuses import answer_faults, history_faults
from tests.journeys.random_world import World

__all__ = [
    "RandomRun",
    "random_client_operations",
    "random_money_operations",
    "random_odd_operations",
    "random_office_operations",
    "random_settings_operations",
]

EVERY = 50
"""Operations between two comparisons of all rows that are never changed."""
REMEMBERED = 12
SETTLED = (
    *("accounts", "clients", "services", "periods", "calendars"),
    *("rules", "closures", "aways", "terms"),
)
"""What is settled besides appointments."""


KEY = re.compile(r"(reminder-now:\d+):")
"""Names a reminder that was sent by a press, and its appointment."""


class InvariantBroken(AssertionError):
    """An invariant does not hold."""


class RandomRun:
    """Runs operations in a world; `figures` counts them, with what came of them."""

    def __init__(self, world: World, caplog: pytest.LogCaptureFixture, label: str) -> None:
        self.world = world
        self.label = label
        self.tried: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.seconds = 0.0
        self._caplog = caplog
        self._caplog.set_level(logging.ERROR)
        self._lately: deque[str] = deque(maxlen=REMEMBERED)
        self._inspector = Inspector(world.stage.app.registry)
        self.look()

    def run(self, number: int) -> None:
        """Do so many random operations."""
        begun = time.monotonic()
        weights = [one.weight for one in OPERATIONS.values()]
        while (count := sum(self.tried.values())) < number:
            if count % EVERY == 0:
                self.look_at_everything()
            (chosen,) = self.world.random.choices(list(OPERATIONS.values()), weights)
            self.do(chosen)
        self.look_at_everything()
        self.seconds += time.monotonic() - begun

    def do(self, one: Operation) -> bool:
        """Do one operation and check the invariants; return whether there was anything to do it with."""
        self._lately.append(f"{self.world.clock.now():%Y-%m-%d %H:%M:%S} {one.name}")
        try:
            if one.work(self.world) is False:
                self._lately.pop()
                return False
        except Exception as error:
            raise InvariantBroken(self._told([f"{type(error).__name__}: {error}"])) from error
        self.tried[one.name] += 1
        change_set = self.look()
        if one.name == "press_twice":
            self._refuse(doubled(change_set, self.world.state))
        has_changed = (
            not change_set.is_quiet or self._is_settled_anew(change_set) or bool(change_set.messages)
        )
        if one.wants == ANYTHING or has_changed == (one.wants == SOMETHING):
            self.done[one.name] += 1
        return True

    def _is_settled_anew(self, change_set: ChangeSet) -> bool:
        before, now = change_set.circumstances_before, self.world.state.last_circumstances
        is_around = before is not None and any(getattr(before, one) != getattr(now, one) for one in SETTLED)
        return is_around or any(change_set.touched[id_] != was for id_, was in change_set.before.items())

    def look(self) -> ChangeSet:
        """Read what is new, and raise where an invariant does not hold."""
        change_set, faults = self.world.stage.run(self._looked)
        self.world.remember()
        self._refuse(faults)
        return change_set

    def _looked(self, request: Request) -> tuple[ChangeSet, list[str]]:
        world, state = self.world, self.world.state
        change_set = state.read(request)
        follow(state, change_set)
        faults = [
            *history_faults(state, change_set),
            *answer_faults(state, change_set),
            *overlap_faults(state),
        ]
        faults += [
            *held_faults(state),
            *place_faults(state, change_set),
            *money_faults(state, change_set),
        ]
        cards = {world.participants.accounts[one.subject]: one.cards for one in world.stage.people.values()}
        faults += message_faults(state, change_set, cards)
        for subject, person in world.stage.people.items():
            screens = [*person.cards, *world.stage.channel.shown.get(subject, [])[1:]]
            if screens:
                faults += self._inspector.faults(
                    request, world.participants.accounts[subject], screens, state
                )
        return change_set, faults

    def look_at_everything(self) -> None:
        """Compare all that was ever kept with what is there now."""
        self._refuse(self.world.stage.run(lambda request: kept_faults(self.world.state, request)))

    def _refuse(self, faults: list[str]) -> None:
        logged = [record.getMessage() for record in self._caplog.records]
        logged += [str(record.exc_info[1]) for record in self._caplog.records if record.exc_info]
        if faults or logged:
            raise InvariantBroken(self._told([*faults, *logged]))

    def _told(self, faults: list[Any]) -> str:
        number = sum(self.tried.values())
        lines = [f"{self.label}, operation {number}:", *map(str, faults), "after", *self._lately]
        return "\n".join(lines)

    @property
    def figures(self) -> str:
        """A table of the operations: how often they were done, and came to what they should."""
        total, done = sum(self.tried.values()), sum(self.done.values())
        lines = [f"{self.label}: {total} operations, {done} as wanted, {self.seconds:.0f} s"]
        lines += [f"  {name:28} {self.done[name]:5} of {count:5}" for name, count in self.tried.most_common()]
        return "\n".join(lines)


def doubled(change_set: ChangeSet, state: DatabaseState) -> list[str]:
    """Return what two presses of one button have brought about twice."""
    before, now = change_set.circumstances_before, state.circumstances
    assert before is not None
    reminders = Counter(
        KEY.match(message.dedupe).group(1)
        for message in change_set.messages
        if KEY.match(message.dedupe or "")
    )
    found = {
        "appointments": len(change_set.made),
        "entries": len(change_set.entries),
        "prices": len(change_set.prices),
        "amendments": len(change_set.amendments),
        "times away": len(now.aways) - len(before.aways),
        "days off": len(now.closures) - len(before.closures),
        "reminders": max(reminders.values(), default=0),
    }
    return [f"{number} {name} of one button" for name, number in found.items() if number > 1]
