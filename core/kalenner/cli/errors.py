"""What commands raise."""

from collections.abc import Sequence


class CommandError(Exception):
    """What an operator has to mend: one line each, naming file, key and expectation."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(self.lines))
