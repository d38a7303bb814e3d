"""What was given as the answer to a question, before its type reads it."""

from collections.abc import Sequence
from typing import Any, Protocol

import colander

from kalenner.screens.model import Arrival
from kalenner.screens.visit import Answer, ChosenAnswer, KeptAnswer, SentAnswer, SkippedAnswer


class ReadyAnswer(Protocol):
    """An answer that a button stands for, as if it had been typed."""

    @property
    def answer(self) -> str:
        """What a person could also have typed."""
        ...


def raw_answer(
    node: colander.SchemaNode, choices: Sequence[ReadyAnswer], answer: Answer, arrival: Arrival
) -> tuple[Any, bool]:
    """Return the answer as it was given, and whether there is one; None is a skipped question."""
    match answer:
        case SentAnswer():
            return _sent(node, arrival), True
        case ChosenAnswer(number):
            return (choices[number].answer, True) if 0 <= number < len(choices) else (None, False)
        case SkippedAnswer():
            return None, node.missing is not colander.required
        case KeptAnswer() if node.default is not colander.null:
            return node.serialize(node.default), True
    return None, False


def _sent(node: colander.SchemaNode, arrival: Arrival) -> Any:
    if arrival.collected:
        return {"files": [upload.to_json() for upload in arrival.collected]}
    if arrival.upload is not None:
        return arrival.upload.to_json()
    if arrival.place is not None:
        return {"latitude": arrival.place.latitude, "longitude": arrival.place.longitude}
    if arrival.phone is not None:
        return {"phone": arrival.phone}
    if arrival.formatted is not None and getattr(node.typ, "takes_formatting", False):
        return arrival.formatted
    return arrival.text or ""
