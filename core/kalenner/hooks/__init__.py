"""The hook specifications, a module an area, and the frozen values each area speaks in.

A plural noun contributes, a past participle is a fact inside the transaction. Calls are
synchronous, with keyword arguments; an implementation takes only the arguments it uses.
"""

import pluggy

PROJECT = "kalenner"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookRefusal(Exception):
    """A refusal that a specification names: it passes the fence and ends the unit of work."""


from kalenner.hooks import platform, scheduling, themes  # noqa: E402 -- the areas use the markers above

AREAS = (platform, scheduling, themes)

__all__ = ["AREAS", "PROJECT", "HookRefusal", "hookimpl", "hookspec"]
