"""The web: health, the home page, errors, and the headers every answer carries."""

from pyramid.config import Configurator
from pyramid.events import NewResponse

import kalenner.web.views as views

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def _protect(event: NewResponse) -> None:
    for name, value in HEADERS.items():
        event.response.headers.setdefault(name, value)


def includeme(config: Configurator) -> None:
    """Add the routes and views of the core."""
    config.add_subscriber(_protect, NewResponse)
    config.add_static_view("-/static/kalenner", "kalenner.web:static", cache_max_age=3600)
    config.add_route("health", "/-/health")
    config.add_route("ready", "/-/ready")
    config.add_route("home", "/")
    config.add_view(views.health, route_name="health", renderer="string", request_method="GET")
    config.add_view(views.ready, route_name="ready", renderer="json", request_method="GET")
    config.add_view(views.home, route_name="home", request_method="GET")
    config.add_notfound_view(views.not_found)
    config.add_exception_view(views.fault, context=Exception)
