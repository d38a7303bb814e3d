"""What search engines are told: robots.txt, and a sitemap of every public page in every language."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from kalenner.registry import RegistryKey
from kalenner.web.pages import public_pages
from kalenner.web.representations import FOR_AN_HOUR, respond

"""Registry key of the callables that :func:`add_sitemap` collected."""

ENTRIES_AT_ONCE = 2500
"""Pages a file; in four languages a fifth of what the protocol allows, and quickly written."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ROBOTS = """\
User-agent: *
Allow: /-/static/
Allow: /-/page/
Disallow: /-/

Sitemap: {sitemap}
"""


@dataclass(frozen=True)
class SitemapEntry:
    """A page: its path behind the language, such as ``/anna``, and its last change.

    `languages` are those it has texts in, the main one first; none where every language is as good.
    """

    path: str
    changed_at: dt.datetime | None = None
    languages: tuple[str, ...] = ()


Listing = Callable[[Request], Iterable[SitemapEntry]]


def add_sitemap(config: Configurator, listing: Listing) -> None:
    """List more pages in the sitemap (directive); `listing` keeps to one order, so that parts fit."""
    SITEMAPS.of(config.registry).append(listing)


def _own_pages(request: Request) -> Iterator[SitemapEntry]:
    yield SitemapEntry("")
    for page in public_pages(request.registry):
        yield SitemapEntry(f"/{page.word}")


def _entries(request: Request) -> Iterator[SitemapEntry]:
    yield from _own_pages(request)
    for listing in SITEMAPS.of(request.registry):
        yield from listing(request)


def robots(request: Request) -> Response:
    """Tell robots where not to look, and where the sitemap is."""
    text = _ROBOTS.format(sitemap=request.public_url("/sitemap.xml"))
    return respond(request, text.encode(), "text/plain; charset=utf-8", cache_control=FOR_AN_HOUR)


def sitemap(request: Request) -> Response:
    """List every page; where there are too many for one file, list the files."""
    total = sum(1 for _entry in _entries(request))
    if total <= ENTRIES_AT_ONCE:
        return _listed(request, _entries(request))
    files = range(1, -(-total // ENTRIES_AT_ONCE) + 1)
    body = Markup("").join(
        Markup("<sitemap><loc>{}</loc></sitemap>\n").format(request.public_url(f"/sitemap-{number}.xml"))
        for number in files
    )
    return _xml(request, f"<sitemapindex {_SITEMAP}>\n{body}</sitemapindex>\n")


def sitemap_part(request: Request) -> Response:
    """List the pages of one file of the sitemap."""
    first = (int(request.matchdict["number"]) - 1) * ENTRIES_AT_ONCE
    entries = list(islice(_entries(request), first, first + ENTRIES_AT_ONCE)) if first >= 0 else []
    if not entries:
        raise HTTPNotFound
    return _listed(request, entries)


def _listed(request: Request, entries: Iterable[SitemapEntry]) -> Response:
    body = "".join(f"{url}\n" for entry in entries for url in _urls(request, entry))
    links = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return _xml(request, f"<urlset {_SITEMAP} {links}>\n{body}</urlset>\n")


def _urls(request: Request, entry: SitemapEntry) -> Iterator[Markup]:
    codes = entry.languages or tuple(LANGUAGES)
    addresses = {code: request.public_url(f"/{code}{entry.path}") for code in codes}
    main = entry.languages[0] if entry.languages else DEFAULT_LANGUAGE
    default = addresses[main] if entry.path else request.public_url("/")
    link = Markup('<xhtml:link rel="alternate" hreflang="{}" href="{}"/>')
    links = Markup("").join(
        link.format(code, url) for code, url in {**addresses, "x-default": default}.items()
    )
    changed = (
        Markup("<lastmod>{}</lastmod>").format(f"{entry.changed_at:%Y-%m-%d}") if entry.changed_at else ""
    )
    for url in addresses.values():
        yield Markup("<url><loc>{}</loc>{}{}</url>").format(url, changed, links)


def _xml(request: Request, text: str) -> Response:
    return respond(request, (_HEAD + str(text)).encode(), "application/xml", cache_control=FOR_AN_HOUR)


SITEMAPS: RegistryKey[list[Listing]] = RegistryKey("kalenner.sitemaps", list)
