"""Which route a request takes: looked up by path where a path has no variable part, as those of screens."""

from typing import Any

from pyramid.request import Request
from pyramid.urldispatch import Route, RoutesMapper


class RouteMatching(RoutesMapper):
    """Pyramid's way, which tries one route after the other, once for each path that is a pattern.

    There are hundreds of screens, and every press and notification takes a request to one of them. What a
    path matches does not change once the application is made; predicates are asked each time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._patterns: set[str] = set()
        self._matched: dict[str, list[tuple[Route, dict[str, str]]]] = {}

    def connect(self, name: str, pattern: str, *args: Any, **values: Any) -> Route:
        """Add a route after all others."""
        self._patterns.add(pattern)
        self._matched.clear()
        return super().connect(name, pattern, *args, **values)

    def __call__(self, request: Request) -> dict[str, Any]:
        """Return the first route that takes a request, and what its variable parts are."""
        try:
            path = request.path_info
        except UnicodeDecodeError:  # which Pyramid answers
            path = None
        if path not in self._patterns:
            return super().__call__(request)
        if path not in self._matched:
            matches = ((route, route.match(path)) for route in self.routelist)
            self._matched[path] = [(route, match) for route, match in matches if match is not None]
        for route, match in self._matched[path]:
            info = {"match": match.copy(), "route": route}
            if all(predicate(info, request) for predicate in route.predicates):
                return info
        return {"route": None, "match": None}
