"""The hook specifications, a module an area, and the frozen values each area speaks in.

What a specification returns says what kind of hook it is. A list: all plugins contribute, and the caller
gets one list, by weight and key where the values have them. A value or None: one plugin answers, and the
first answer counts. None: a fact inside the transaction, of which all are told. Calls are synchronous, with
keyword arguments; an implementation takes only the arguments it uses.
"""

import pluggy

from kalenner.hooks.contribution import Contribution

PROJECT = "kalenner"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookRefusal(Exception):
    """A refusal that a specification names: it passes the fence and ends the unit of work."""


from kalenner.hooks import analytics, documents, platform, privacy, scheduling, themes  # noqa: E402 -- the areas use the markers above

AREAS = (platform, scheduling, themes, documents, privacy, analytics)

__all__ = ["AREAS", "PROJECT", "Contribution", "HookRefusal", "hookimpl", "hookspec"]
