"""An answer that can mean several things: none is guessed, the person chooses by a button."""

from collections.abc import Sequence
from dataclasses import dataclass

import colander

from kalenner.i18n import _


@dataclass(frozen=True)
class Meaning:
    """One of them: `label` is what its button says, `answer` what can mean nothing else."""

    label: str
    answer: str


class SeveralMeanings(colander.Invalid):
    """What was sent can mean several things, or one that may not be what was meant; the form asks which."""

    def __init__(self, node: colander.SchemaNode, meanings: Sequence[Meaning]) -> None:
        super().__init__(node, _("which-is-meant"))
        self.meanings = tuple(meanings)
