"""Answers that can also be taken away."""

from typing import Any

import colander

NONE = "-"
"""The answer that takes away what was entered."""


class Removable(colander.SchemaType):
    """An answer of another type, or "-" for none, which is the empty text."""

    def __init__(self, kind: colander.SchemaType) -> None:
        self._kind = kind

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """Return the answer, "" for none; raises Invalid."""
        if isinstance(cstruct, str) and cstruct.strip() == NONE:
            return ""
        return self._kind.deserialize(node, cstruct)

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the answer as it would be typed."""
        return self._kind.serialize(node, appstruct)
