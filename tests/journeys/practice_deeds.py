"""What can be done, how often, and what is to come of it."""

from collections.abc import Callable
from typing import NamedTuple

from tests.journeys.practice_world import World

Work = Callable[[World], bool | None]
"""Does something with a world; False where there is nothing to do it with."""

SOMETHING, NOTHING, ANYTHING = "something", "nothing", "anything"


class Deed(NamedTuple):
    """One kind of operation; `wants` tells whether it has to change something, or must not."""

    name: str
    work: Work
    weight: float
    wants: str


DEEDS: dict[str, Deed] = {}


def deed(weight: float, wants: str = SOMETHING) -> Callable[[Work], Work]:
    """Register an operation; it comes about as often as its weight says."""

    def register(work: Work) -> Work:
        name = work.__name__
        assert name not in DEEDS, name
        DEEDS[name] = Deed(name, work, weight, wants)
        return work

    return register
