"""Consequences of a change: the lines that plugins add to the question before it."""

from collections.abc import Sequence

from markupsafe import Markup

from kalenner.hooks import Contribution
from kalenner.screens import lines


def consequence_lines(consequences: Sequence[Contribution]) -> Markup:
    """Return the plugins' lines as one text; it is empty where there are none."""
    return lines(*(consequence.text for consequence in consequences))
