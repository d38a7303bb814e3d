"""The type of an answer that is a text or a file."""

from typing import Any

import colander

from kalenner.screens import Upload
from kalenner.screens.answers import SentFile, Text


class TextOrFile(SentFile):
    """A text of `low` to `high` characters in any number of lines, or a file of any kind."""

    def __init__(self, low: int, high: int) -> None:
        self._text = Text(low, high, multiline=True)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Upload | str:  # type: ignore[override]
        """Return the text or the upload; raises Invalid."""
        if isinstance(cstruct, dict):
            return super().deserialize(node, cstruct)
        return self._text.deserialize(node, cstruct)
