"""The web: the platform's own pages, health, errors, and the headers every answer carries."""

from pathlib import Path

from pyramid.config import Configurator
from pyramid.exceptions import URLDecodeError
from pyramid.httpexceptions import HTTPClientError, HTTPTooManyRequests
from pyramid.tweens import INGRESS

import kalenner.web.views as views
from kalenner.database import DATABASE_AWAY, MIGRATIONS, SESSIONS
from kalenner.i18n import _
from kalenner.settings import SETTINGS
from kalenner.web import assets, errors, home, legal, pages, request_limits, sitemap
from kalenner.web.protection import protect
from kalenner.web.readiness import READINESS, Readiness, look_at


def includeme(config: Configurator) -> None:
    """Add the directives, routes and views of the core."""
    is_https = pages.base_url(SETTINGS.of(config.registry)).startswith("https:")
    protect(config, is_https=is_https)
    config.add_tween("kalenner.web.log_tween.log_tween_factory", under=INGRESS)
    config.add_directive("add_public_page", pages.add_public_page)
    config.add_directive("add_home_section", home.add_home_section)
    config.add_directive("add_sitemap", sitemap.add_sitemap)
    config.add_directive("add_assets", assets.add_assets)
    config.add_request_method(pages.public_url, "public_url")
    config.add_request_method(pages.page_reader, "page_reader")
    config.add_request_method(pages.page_language, "page_language", property=True)
    config.add_request_method(assets.find_asset, "asset")
    config.add_route_predicate("public_slug", pages.PublicSlug)
    config.include(request_limits)
    for include in (_monitoring, _public_pages, _error_pages):
        include(config)


def _monitoring(config: Configurator) -> None:
    engine, sources = SESSIONS.of(config.registry).engine, MIGRATIONS.of(config.registry)
    READINESS.put(config.registry, Readiness(look_at(engine, sources)))
    config.add_route("health", "/-/health")
    config.add_route("ready", "/-/ready")
    config.add_route("robots", "/robots.txt")
    config.add_route("sitemap", "/sitemap.xml")
    config.add_route("sitemap_part", r"/sitemap-{number:[0-9]{1,6}}.xml")
    config.add_route("favicon", "/favicon.ico")
    config.add_view(views.health, route_name="health", renderer="string", request_method="GET")
    config.add_view(views.ready, route_name="ready", renderer="json", request_method="GET")
    config.add_view(sitemap.robots, route_name="robots", request_method="GET")
    config.add_view(sitemap.sitemap, route_name="sitemap", request_method="GET")
    config.add_view(sitemap.sitemap_part, route_name="sitemap_part", request_method="GET")
    config.add_view(assets.favicon, route_name="favicon", request_method="GET")


def _public_pages(config: Configurator) -> None:
    config.add_assets(Path(__file__).parent / "static")
    config.add_route("root", "/")
    config.add_route("home", f"/{{language:{pages.LANGUAGE_PATTERN}}}{{slash:/?}}")
    for route, view in (("root", home.root), ("home", home.home)):
        config.add_view(view, route_name=route, request_method="GET")
        config.add_view(pages.only_read, route_name=route, require_csrf=False)
    config.add_public_page(legal.privacy, word="privacy", title=_("privacy-title"), is_in_header=False)
    config.add_public_page(legal.imprint, word="imprint", title=_("imprint-title"), is_in_header=False)


def _error_pages(config: Configurator) -> None:
    config.add_notfound_view(errors.not_found)
    config.add_exception_view(errors.refused, context=HTTPClientError)
    config.add_exception_view(errors.too_many, context=HTTPTooManyRequests)
    config.add_exception_view(errors.undecodable, context=URLDecodeError)
    for error in DATABASE_AWAY:
        config.add_exception_view(errors.unavailable, context=error)
    config.add_exception_view(errors.fault, context=Exception)
