"""The web server: what it takes from strangers before anything of ours has looked at it."""

from kalenner.server.limits import BODY_LIMITS, BodyLimit, Limits

__all__ = ["BODY_LIMITS", "BodyLimit", "Limits"]
