"""What the log says of a request of the web: its route and not its path, which may hold a token."""

from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from kalenner.log_context import LogContext, log_context
from kalenner.units import unit_of


class WebContext(LogContext):
    """A request of the web; which route it takes is known only after it has begun."""

    def __init__(self, request: Request) -> None:
        super().__init__("web")
        self._request = request

    @property
    def unit(self) -> str:
        """``web/`` and the name of the route; ``web`` where there is none."""
        route = getattr(self._request, "matched_route", None)
        return super().unit if route is None else f"web/{route.name}"


def log_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    """Return a tween that lets the log say which request a line is about; a unit of work says so itself."""
    del registry

    def log_tween(request: Request) -> Response:
        if unit_of(request) is not None:
            return handler(request)
        with log_context(WebContext(request)):
            return handler(request)

    return log_tween
