"""The addresses of a published page, and the small page that is written at an old address."""

import re
from html import unescape
from urllib.parse import urlsplit

from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import LANGUAGES
from kalenner.settings import SETTINGS, Settings
from kalenner.web.pages import base_url
from kalenner_profiles.settings import PagesSettings

ASSETS = "/-/page/"
_MOVED = Markup(
    "<!DOCTYPE html>\n"
    '<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={url}">'
    '<link rel="canonical" href="{url}"><title>{url}</title><a href="{url}">{url}</a>\n'
)
_MOVED_TO = re.compile(
    rb'<!DOCTYPE html>\n<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=([^"]+)">'
)


class PageAddresses:
    """The addresses of one page, as :class:`kalenner.themes.Addresses` asks for them."""

    def __init__(self, request: Request, slug: str) -> None:
        self._request = request
        self._slug = slug
        self._base = pages_url(SETTINGS.of(request.registry))

    def page(self, language: str) -> str:
        """Return the whole address of the page in a language."""
        return f"{self._base}/{path_of(language, self._slug)}"

    def home(self, language: str) -> str:
        """Return the address of the platform's home page."""
        return str(self._request.public_url(f"/{language}"))

    def assets(self) -> str:
        """Return the path of the folder of styles and pictures."""
        return f"{urlsplit(self._base).path}{ASSETS}"

    def whole(self, path: str) -> str:
        """Return the whole address of a path on the pages' host."""
        parts = urlsplit(self._base)
        return f"{parts.scheme}://{parts.netloc}{path}"

    def start(self, payload: str) -> str | None:
        """Return the bot's link for a payload; None before the bot has started once."""
        link: str | None = self._request.start_link(payload)
        return link


def link_bases(request: Request) -> str:
    """Return what links of pages begin with now: to pages, to the platform, into the bot; blanks between.

    A page is written again when this is another than it was written with.
    """
    settings: Settings = SETTINGS.of(request.registry)
    return " ".join((pages_url(settings), base_url(settings), request.start_link("") or ""))


def pages_url(settings: Settings) -> str:
    """Return the address that pages begin with, without a slash at its end."""
    return settings.of(PagesSettings).public_url or base_url(settings)


def path_of(language: str, slug: str) -> str:
    """Return a page's path, which is also its name on the target: ``en/anna``."""
    return f"{language}/{slug}"


def paths_of(slug: str) -> dict[str, str]:
    """Return the page's path in each language."""
    return {language: path_of(language, slug) for language in LANGUAGES}


def moved_page(url: str) -> bytes:
    """Return the page of an old address, for servers that know no redirects."""
    return _MOVED.format(url=url).encode()


def moved_to(page: bytes) -> str | None:
    """Return where the page of an old address leads; None for any other page."""
    match = _MOVED_TO.match(page)
    return unescape(match[1].decode()) if match else None
