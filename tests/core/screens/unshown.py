"""A plugin's module whose second route has lost its view."""

from kalenner.people.policy import PersonContext
from kalenner.route import route
from kalenner.screens import Screen, screen


@route("unshown.shown", "/unshown/shown")
def shown() -> None: ...


@route("unshown.lost", "/unshown/lost")
def lost() -> None: ...


@screen(shown)
def show(context: PersonContext, request: object) -> Screen:
    """Show something."""
    del context, request
    return Screen("Shown")  # type: ignore[arg-type]
