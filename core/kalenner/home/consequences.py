"""What a change would bring about: the lines that plugins add to the question before it."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from kalenner.hooks.platform import Consequence
from kalenner.screens import lines


def consequence_lines(answers: Iterable[Sequence[Consequence]]) -> Markup:
    """Return the plugins' lines by weight, then key, as one text; it is empty where nothing is hit."""
    found = [one for answer in answers for one in answer]
    return lines(*(one.text for one in sorted(found, key=lambda one: (one.weight, one.key))))
