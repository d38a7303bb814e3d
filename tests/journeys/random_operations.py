"""The registry of random operations: what each does, how often, and whether it must change something."""

from collections.abc import Callable
from typing import NamedTuple

from tests.journeys.random_world import World

Work = Callable[[World], bool | None]
"""Does something with a world; False where there is nothing to do it with."""

SOMETHING, NOTHING, ANYTHING = "something", "nothing", "anything"


class Operation(NamedTuple):
    """One kind of operation; `wants` tells whether it has to change something, or must not."""

    name: str
    work: Work
    weight: float
    wants: str


OPERATIONS: dict[str, Operation] = {}


def operation(weight: float, wants: str = SOMETHING) -> Callable[[Work], Work]:
    """Register an operation; it comes about as often as its weight says."""

    def register(work: Work) -> Work:
        name = work.__name__
        assert name not in OPERATIONS, name
        OPERATIONS[name] = Operation(name, work, weight, wants)
        return work

    return register
