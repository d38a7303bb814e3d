"""Public pages: each a word in an address of every language, which nothing else may be called."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPMethodNotAllowed
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES, Reader, Translatable, reader_for
from kalenner.plugins import PLUGINS, PluginFault
from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS, Settings, WebSettings

"""Registry key of the public pages by word, in the order they were claimed."""

LANGUAGE_PATTERN = "|".join(LANGUAGES)
_WORD = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 -- compared with, not listened on

_RESERVED = """
about abuse accessibility account accounts admin api app appointment appointments apps assets auth
blog book booking bookings bot calendar card careers changelog client clients community contact
contacts cookies dashboard data demo design designs developers docs document documents download
downloads error events explore faq favicon features feed file files gallery guide health help home
image images impressum imprint index info invitation invite jobs join kalenner legal link links
login logout mail manifest media news office organization organizations page pages partners payment
payments people press preview pricing privacy professional professionals profile profiles public qr
ready register robots root rss search security service services session settings share shop signin
signout signup sitemap start static status store support system team teams telegram terms test theme
themes tos user users webhook welcome www
"""
RESERVED = frozenset(_RESERVED.split())
"""Words reserved for pages that may be added, or that would mislead as a person's address."""


@dataclass(frozen=True)
class PublicPage:
    """One word of the platform's own, at ``/en/<word>`` and in every other language."""

    word: str
    title: Translatable
    claimed_by: str
    is_in_header: bool = True


def add_public_page(
    config: Configurator,
    view: Callable[..., Any],
    *,
    word: str,
    title: Translatable,
    is_in_header: bool = True,
) -> None:
    """Show `view` at ``/{language}/{word}`` for GET and HEAD, in every language (directive).

    The word is then in the sitemap and in the footer under `title`, with `is_in_header` at the top of each
    page too. Raises :class:`~kalenner.plugins.PluginFault` for a word that is none or is claimed already.
    """
    pages = PAGES.of(config.registry)
    claimant = _claimant(config)
    if not _WORD.fullmatch(word) or word in LANGUAGES:
        raise PluginFault([f"expected a public word of a-z, 0-9 and single hyphens, not {word!r}"])
    if word in pages:
        raise PluginFault([f"{pages[word].claimed_by} claims the public word {word} too"])
    pages[word] = PublicPage(word, title, claimant, is_in_header)
    route = f"public:{word}"
    config.add_route(route, f"/{{language:{LANGUAGE_PATTERN}}}/{word}")
    config.add_view(view, route_name=route, request_method="GET")
    config.add_view(only_read, route_name=route, require_csrf=False)


def _claimant(config: Configurator) -> str:
    package = config.package.__name__.split(".")[0]
    plugins = PLUGINS.of(config.registry)
    names = {plugin.plugin.package.split(".")[0]: f"plugin {plugin.name}" for plugin in plugins}
    return "the core" if package == "kalenner" else names.get(package, f"the package {package}")


def only_read(request: Request) -> Response:
    """Refuse a method that would change something."""
    raise HTTPMethodNotAllowed(f"{request.method} at a page", headers={"Allow": "GET, HEAD"})


def public_pages(registry: Registry) -> tuple[PublicPage, ...]:
    """Return the pages that were claimed, in the order of claiming."""
    return tuple(PAGES.of(registry).values())


def public_words(registry: Registry) -> frozenset[str]:
    """Return every word that no profile's address may be: claimed, reserved, or a language."""
    return RESERVED | frozenset(PAGES.of(registry)) | frozenset(LANGUAGES)


class PublicSlug:
    """Route predicate ``public_slug=True``: the path is ``/{language}/{slug}`` of a person's page.

    It passes where `language` is one of ours and `slug` is no word of the platform, so that such a route
    hides no public page, whichever was added first.
    """

    def __init__(self, value: bool, config: Configurator) -> None:  # noqa: FBT001 -- Pyramid's shape
        self.value = value
        self._registry = config.registry

    def text(self) -> str:
        """Name the predicate in listings."""
        return f"public_slug = {self.value}"

    phash = text

    def __call__(self, info: Any, request: Request) -> bool:  # noqa: ARG002
        """Tell whether the path may be somebody's."""
        match = info["match"]
        is_free = match["language"] in LANGUAGES and match["slug"] not in public_words(self._registry)
        return is_free == self.value


def public_url(request: Request, path: str) -> str:
    """Return the address that the public uses for a path: of the settings, never of the Host header."""
    return base_url(SETTINGS.of(request.registry)) + path


def base_url(settings: Settings) -> str:
    """Return ``web.public_url``; where it is not set, the address the web server listens on."""
    web = settings.of(WebSettings)
    host = "localhost" if web.host in _EVERYWHERE else web.host
    return web.public_url or f"http://{f'[{host}]' if ':' in host else host}:{web.port}"


def page_language(request: Request) -> str:
    """Return the language of the page's path; elsewhere the one that the browser asks for."""
    # The raw path: one that is no UTF-8 has an error page in its language too.
    first = request.environ.get("PATH_INFO", "").lstrip("/").split("/")[0]
    if first in LANGUAGES:
        return str(first)
    return str(request.accept_language.lookup([*LANGUAGES], default=DEFAULT_LANGUAGE))


def page_reader(request: Request, language: str | None = None) -> Reader:
    """Return the reader of a language, by default of the page's; times are in UTC."""
    return reader_for(request.registry, language or page_language(request), None)


PAGES: RegistryKey[dict[str, PublicPage]] = RegistryKey("kalenner.public_pages", dict)
