"""The web server: what it takes from strangers before anything of ours has looked at it."""

from kalenner.server.limits import BODY_LIMITS, STREAMED, BodyLimit, Limits, ReadBody

__all__ = ["BODY_LIMITS", "STREAMED", "BodyLimit", "Limits", "ReadBody"]
