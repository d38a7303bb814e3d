"""Routes and views of the playground; none needs a session, a transaction or an account."""

from typing import Any

from pyramid.config import Configurator
from pyramid.security import NO_PERMISSION_REQUIRED

from kalenner_playground.guards import View, from_bot, from_here, from_own_page
from kalenner_playground.views import actions, botapi, page, product

_ROUTES: tuple[tuple[str, str, View, Any, tuple[str, ...]], ...] = (
    ("botapi.method", "/-/botapi/bot{token:[^/]+}/{method}", botapi.call_method, from_bot, ("GET", "POST")),
    ("botapi.file", "/-/botapi/file/bot{token:[^/]+}/{path:.+}", botapi.send_file, from_bot, ("GET",)),
    ("playground.page", "/-/playground/", page.page, from_here, ("GET",)),
    ("playground.state", "/-/playground/api/state", page.state, from_here, ("GET",)),
    ("playground.product", "/-/playground/api/product", product.state, from_here, ("GET",)),
    ("playground.face", r"/-/playground/faces/{number:\d+}.png", product.show_face, from_here, ("GET",)),
    ("playground.events", "/-/playground/api/events", page.events, from_here, ("GET",)),
    (
        "playground.messages",
        r"/-/playground/api/people/{person:\d+}/messages",
        page.older,
        from_here,
        ("GET",),
    ),
    ("playground.file", "/-/playground/files/{file}", page.show_file, from_here, ("GET",)),
    ("playground.people", "/-/playground/api/people", actions.add_person, from_own_page, ("POST",)),
    (
        "playground.action",
        r"/-/playground/api/people/{person:\d+}/{action}",
        actions.do_as_person,
        from_own_page,
        ("POST",),
    ),
    ("playground.clock", "/-/playground/api/clock", actions.move_clock, from_own_page, ("POST",)),
    ("playground.faults", "/-/playground/api/faults", actions.add_fault, from_own_page, ("POST",)),
)


def includeme(config: Configurator) -> None:
    """Add everything below `/-/botapi/` and `/-/playground/`, and the static files of the page."""
    for name, pattern, view, guard, methods in _ROUTES:
        config.add_route(name, pattern, request_method=methods)
        config.add_view(
            view, route_name=name, decorator=guard, permission=NO_PERMISSION_REQUIRED, require_csrf=False
        )
    config.add_static_view("-/static/kalenner_playground", "kalenner_playground:static", cache_max_age=0)
