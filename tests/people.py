"""Who many tests begin with, registered once: Olga, a professional in Berlin, and her client Ada."""

from kalenner.testing import Person, Stage
from kalenner.testing.practice import client_of, professional
from tests.snapshots import prepared


def olga_and_ada(stage: Stage) -> tuple[Person, Person]:
    """Return Olga in front of her set-up list and Ada at her menu, the first two people of a stage."""
    return prepared(stage, ("Olga and Ada",), lambda: _meet(stage))


def _meet(stage: Stage) -> tuple[Person, Person]:
    olga = professional(stage)
    return olga, client_of(olga)
