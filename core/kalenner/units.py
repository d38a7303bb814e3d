"""Units of work outside the web: a function run as one Pyramid request, with a transaction and retries."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router
from pyramid.security import NO_PERMISSION_REQUIRED

from kalenner.log_context import LogContext, log_context
from kalenner.registry import RegistryKey

T = TypeVar("T")


class Unit(Generic[T]):
    """A function to run as a request, and its result, in the WSGI environment, which HTTP cannot set."""

    def __init__(self, work: Callable[[Request], T]) -> None:
        self.work = work
        self.result: T | None = None


_UNIT = "kalenner.unit"  # in the environment, which a second try of the request is made of as well


def unit_of(request: Request) -> Unit[Any] | None:
    """Return the unit of work that a request runs; None for one that came by HTTP."""
    unit = request.environ.get(_UNIT)
    return unit if isinstance(unit, Unit) else None


class FromUnit:
    """Route predicate: the request was made by :func:`run_unit`."""

    def __init__(self, value: bool, config: Configurator) -> None:  # noqa: ARG002, FBT001 -- Pyramid's shape
        self.value = value

    def text(self) -> str:
        """Name the predicate in listings."""
        return f"from_unit = {self.value}"

    phash = text

    def __call__(self, context: Any, request: Request) -> bool:  # noqa: ARG002
        """Tell whether the environment carries a unit."""
        return unit_of(request) is not None


def run_unit(app: Router, name: str, work: Callable[[Request], T], *, only_reads: bool = False) -> T:
    """Run `work` as the request ``/-/NAME`` and return what it returned, after the commit.

    Retryable errors of the database run it again; any other exception rolls back and is raised.
    """
    unit = Unit(work)
    request = Request.blank(f"/-/{name}", method="GET" if only_reads else "POST", environ={_UNIT: unit})
    with log_context(LogContext(name)):
        for _chunk in app(request.environ, _start_response):
            pass
    return unit.result  # type: ignore[return-value]


def _start_response(
    status: str, headers: list[tuple[str, str]], exc_info: Any = None
) -> Callable[[bytes], object]:
    del headers, exc_info
    if not status.startswith("200"):
        raise RuntimeError(f"a unit of work answered {status}")
    return lambda _data: None


def _view(request: Request) -> Response:
    unit = unit_of(request)
    assert unit is not None  # noqa: S101 -- the route's predicate has looked
    unit.result = unit.work(request)
    return Response()


def includeme(config: Configurator) -> None:
    """Add the route that every unit of work takes, and put the application where views find it."""
    config.add_subscriber(_note_router, ApplicationCreated)
    config.add_route_predicate("from_unit", FromUnit)
    config.add_route("unit", "/-/{unit:(inbox|outbox|task|command)}/{label:.*}", from_unit=True)
    config.add_view(_view, route_name="unit", permission=NO_PERMISSION_REQUIRED, require_csrf=False)


def _note_router(event: ApplicationCreated) -> None:
    ROUTER.put(event.app.registry, event.app)


ROUTER: RegistryKey[Router] = RegistryKey("kalenner.router")
"""The application itself, for views that run units of work of their own and are in none while they send."""
