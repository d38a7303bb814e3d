"""A transfer as a statement tells of it."""

import datetime as dt
from dataclasses import dataclass

MOST_TRANSFERS = 5_000
"""In one statement."""
MOST_LETTERS = 500
"""Of a name or a purpose; banks allow 140 and add some."""


@dataclass(frozen=True)
class Transfer:
    """A transfer that arrived: in minor units, with what the bank says of its payer and its purpose.

    `number` is the bank's own for it, "" where it has none.
    """

    currency: str
    minor: int
    day: dt.date | None
    payer: str
    purpose: str
    number: str = ""


def short(text: str) -> str:
    """Return a text of a statement in one line that is not too long."""
    return " ".join(text.split())[:MOST_LETTERS]
