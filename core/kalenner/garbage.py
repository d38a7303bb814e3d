"""Garbage collection: not while a process starts, and afterwards not over what the start has made.

Modules and configuration last as long as the process, so looking through them for garbage finds none.
"""

import gc

YOUNGEST = 10_000
"""How many new objects there are before the youngest are looked through; a press makes about as many."""


def pause() -> None:
    """Look for no garbage until `resume` is called."""
    gc.disable()


def resume() -> None:
    """Look for garbage again, but not among what there is by now."""
    gc.freeze()
    gc.set_threshold(YOUNGEST, *gc.get_threshold()[1:])
    gc.enable()
