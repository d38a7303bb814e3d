"""The value that most hooks are answered with: a short text that stands among those of others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Contribution:
    """A line in the reader's language; lines go by weight, then key.

    A plain text is escaped where it is shown, markup from ``request.text`` is not.
    """

    key: str
    text: str
    weight: int = 50
