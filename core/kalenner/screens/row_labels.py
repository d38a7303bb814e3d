"""Names on the buttons of a list: shortened, so that what stands beside them can be read on a phone."""

from collections.abc import Sequence

ROW_WIDTH = 40
"""How many characters a button with a row of its own shows on a phone."""
SHORTEST_NAME = 8
"""How many characters are left of a name at least, the ellipsis among them."""


def fitted_names(names: Sequence[str], beside: int) -> list[str]:
    """Return names that fit into a row with `beside` other characters; the longest are shortened first."""
    room = ROW_WIDTH - beside
    longest = max(map(len, names), default=0)
    while longest > SHORTEST_NAME and sum(min(len(name), longest) for name in names) > room:
        longest -= 1
    return [name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…" for name in names]
