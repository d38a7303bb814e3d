"""From an answer to the screen that it speaks of."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from kalenner.route import Press
from kalenner.screens.registry import ScreenSpec
from kalenner_help.answers import Answer


def opened_screen(specs: Mapping[str, ScreenSpec], answer: Answer) -> Press | None:
    """Return the press that opens what an answer speaks of; None where there is no such screen."""
    name, _question_mark, query = (answer.opens or "").partition("?")
    spec = specs.get(name)
    if spec is None:
        return None
    try:
        return Press(name, spec.route.load(dict(parse_qsl(query))))
    except (ValueError, OverflowError):
        return None
