"""What a test measures of a claim, for the page that `make figures` writes.

A test that shows a figure is marked ``figure("F1")``. It counts as one case, unless it gives a larger number to
`record_figure`. Both go into pytest's own report (``--junit-xml``), from which `tools/figures` makes the page;
without a report they cost nothing.
"""

import json
from collections.abc import Callable
from typing import Protocol

import pytest

ENGINES = ("sqlite", "postgresql")


class RecordFigure(Protocol):
    """Records what this test counted for a figure."""

    def __call__(self, figure: str, number: int, what: str, *, seed: object = None, **found: int) -> None:
        """Record a `number` of `what`, such as 2,000 requests, and what was `found` among them."""
        ...


@pytest.fixture
def record_figure(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> RecordFigure:
    """Give a test the means to record its figures; it does so before it asserts, so that a failure has its number."""
    marked = figures_of(request.node)

    def record(figure: str, number: int, what: str, *, seed: object = None, **found: int) -> None:
        assert figure in marked, f"the test is not marked as showing {figure}"
        record_property(figure, json.dumps({"number": number, "what": what, "seed": seed, "found": found}))

    return record


def figures_of(item: pytest.Item) -> list[str]:
    """Return the figures that a test is marked to show."""
    return [mark.args[0] for mark in item.iter_markers("figure")]


def note_figures(item: pytest.Item) -> None:
    """Let the report name a test's figures and its engine also where it fails before it has counted anything."""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    engine = next((name for name in ENGINES if name in parameters), "")
    item.user_properties += [("figure", json.dumps([figure, engine])) for figure in figures_of(item)]
