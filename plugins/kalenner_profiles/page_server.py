"""Serving published pages from the folder they were written to: bytes, without a look at the database."""

import gzip
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPFound, HTTPMovedPermanently, HTTPNotFound
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import select
from webob.acceptparse import create_accept_encoding_header

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from kalenner.settings import Settings
from kalenner.themes.page import POLICY
from kalenner.web.pages import only_read
from kalenner.web.sitemap import SitemapEntry
from kalenner_profiles.addresses import moved_to, path_of
from kalenner_profiles.publications import Publication, Slug
from kalenner_profiles.settings import PagesSettings
from kalenner_profiles.targets import (
    FOR_GOOD,
    TARGET,
    FolderTarget,
    content_type,
    make_target,
    page_age,
    target_of,
)

SERVER = "kalenner.page_server"
"""Registry key of the server of this process; None where pages are not in a folder."""

MOST_BYTES = 32 * 2**20
"""How much is kept in memory."""
_NAME = re.compile(r"(?=.{1,200}\Z)[A-Za-z0-9][A-Za-z0-9_-]*\.[A-Za-z0-9.]*[A-Za-z0-9]")
_COMPRESSED = ("text/", "image/svg")


class Kept:
    """One file as it is answered: the headers and bodies, plain and compressed."""

    def __init__(self, file: Path, stamp: tuple[int, int, int], headers: dict[str, str]) -> None:
        body = file.read_bytes()
        self.file = str(file)
        self.stamp = stamp
        self.moved_to = moved_to(body)
        tag = hashlib.sha256(body).hexdigest()[:24]
        self._plain = (f'"{tag}"', body)
        self._packed: tuple[str, bytes] | None = None
        if headers["Content-Type"].startswith(_COMPRESSED):
            self._packed = (f'"{tag}-gz"', gzip.compress(body, 6, mtime=0))
            headers = {**headers, "Vary": "Accept-Encoding"}
        self._headers = list(headers.items())
        self.size = len(body) + (len(self._packed[1]) if self._packed else 0)

    def response(self, request: Request) -> Response:
        """Return what a request gets: nothing new, the file compressed, or the file."""
        environ = request.environ
        tag, body = self._plain
        headers = self._headers
        said = environ.get("HTTP_ACCEPT_ENCODING")
        if self._packed is not None and said and _takes_gzip(said):
            tag, body = self._packed
            headers = [*headers, ("Content-Encoding", "gzip")]
        headers = [*headers, ("ETag", tag)]
        if "HTTP_IF_NONE_MATCH" in environ and tag.strip('"') in request.if_none_match:
            return Response(status=304, headerlist=[one for one in headers if one[0] != "Content-Type"])
        size = ("Content-Length", str(len(body)))
        iterated = [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return Response(headerlist=[*headers, size], app_iter=iterated)


@lru_cache(maxsize=256)
def _takes_gzip(said: str) -> bool:
    """Read an Accept-Encoding header; there are few, and reading one takes longer than the rest."""
    return bool(create_accept_encoding_header(said).acceptable_offers(["gzip"]))


class PageServer:
    """The pages and files of a folder; what was read is kept, and read again when the file has changed."""

    def __init__(self, target: FolderTarget, *, age: str) -> None:
        self.target = target
        policy = f"{POLICY}; frame-ancestors 'none'"
        self._page_headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": age,
            "Content-Security-Policy": policy,
        }
        self._kept: dict[Path, Kept] = {}
        self._paths: dict[str, Kept] = {}
        self._size = 0

    def page(self, language: str, slug: str) -> Kept | None:
        """Return a page or what stands at an old address."""
        file = self.target.page_file(path_of(language, slug))
        return self._find(file, {**self._page_headers, "Content-Language": language})

    def file(self, name: str) -> Kept | None:
        """Return a style or a picture."""
        return self._find(
            self.target.file(name), {"Content-Type": content_type(name), "Cache-Control": FOR_GOOD}
        )

    def remember(self, path: str, kept: Kept) -> None:
        """Remember what the path of a request was answered with."""
        self._paths[path] = kept

    def recall(self, path: str) -> Kept | None:
        """Return what a path was answered with, if that is still so."""
        kept = self._paths.get(path)
        if kept is None:
            return None
        try:
            found = os.stat(kept.file)  # noqa: PTH116 -- a third of the time of a Path's
        except OSError:
            found = None
        if found is not None and (found.st_mtime_ns, found.st_size, found.st_ino) == kept.stamp:
            return kept
        self._paths.pop(path, None)
        return None

    def _find(self, file: Path, headers: dict[str, str]) -> Kept | None:
        try:
            found = file.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            kept = self._kept.get(file)
            if kept is None or kept.stamp != stamp:
                kept = self._keep(file, Kept(file, stamp, headers))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            if self._kept.pop(file, None) is not None:
                self._size = sum(one.size for one in list(self._kept.values()))
            return None
        return kept

    def _keep(self, file: Path, kept: Kept) -> Kept:
        if self._size + kept.size > MOST_BYTES:
            # All at once is simple, and right: what is asked for is soon there again.
            self._kept, self._paths, self._size = {}, {}, 0
        self._kept[file] = kept
        self._size += kept.size
        return kept


def make_server(settings: Settings, target: object) -> PageServer | None:
    """Return the server of a folder; None for a target that others serve."""
    if not isinstance(target, FolderTarget):
        return None
    return PageServer(target, age=page_age(settings.of(PagesSettings)))


def serve_page(request: Request) -> Response:
    """Give the page ``/{language}/{slug}``; an old address leads to the present one."""
    language, slug = request.matchdict["language"], request.matchdict["slug"]
    kept = _server(request).page(language, slug.lower())
    if kept is None:
        raise HTTPNotFound
    if kept.moved_to is not None:
        # Asked for again each time: where a name is taken back, a kept redirect would lead around in a ring.
        return HTTPMovedPermanently(kept.moved_to, headers=[("Cache-Control", "no-cache")])
    if request.matchdict["slash"] or slug != slug.lower():
        return HTTPMovedPermanently(_url(request, path_of(language, slug.lower())), headers=_age(request))
    return _answer(request, kept)


def choose_language(request: Request) -> Response:
    """Lead from ``/{slug}`` to the page in a language that the browser asks for."""
    slug = request.matchdict["slug"].lower()
    kept = _server(request).page(DEFAULT_LANGUAGE, slug)
    if kept is None:
        raise HTTPNotFound
    language = request.accept_language.lookup([*LANGUAGES], default=DEFAULT_LANGUAGE)
    headers = [*_age(request), ("Vary", "Accept-Language")]
    return HTTPFound(_url(request, path_of(language, slug)), headers=headers)


def serve_file(request: Request) -> Response:
    """Give a style or picture of a page."""
    name = request.matchdict["name"]
    kept = _server(request).file(name) if _NAME.fullmatch(name) else None
    if kept is None:
        raise HTTPNotFound
    return _answer(request, kept)


def _answer(request: Request, kept: Kept) -> Response:
    _server(request).remember(request.environ["PATH_INFO"], kept)
    return kept.response(request)


def recalling(handler: Callable[[Request], Response], registry: Registry) -> Callable[[Request], Response]:
    """Make the tween that gives again what a view has given before, without routes and transaction.

    It halves what a page costs and more; everything else about pages is decided by the views.
    """

    def recall(request: Request) -> Response:
        server: PageServer | None = registry.get(SERVER)
        if server is not None and server.target is registry[TARGET] and request.method in {"GET", "HEAD"}:
            kept = server.recall(request.environ.get("PATH_INFO", ""))
            if kept is not None:
                return kept.response(request)
        return handler(request)

    return recall


def _server(request: Request) -> PageServer:
    """Return the process's server; anew where the target is another one."""
    server: PageServer | None = request.registry.get(SERVER)
    target = target_of(request.registry)
    if server is None or server.target is not target:
        server = make_server(request.registry["kalenner.settings"], target)
        request.registry[SERVER] = server
    if server is None:
        raise HTTPNotFound
    return server


def _url(request: Request, path: str) -> str:
    """Return an address on this host, with the query of the request, such as where somebody came from."""
    query = request.query_string
    return f"{request.public_url(f'/{path}')}{f'?{query}' if query else ''}"


def _age(request: Request) -> list[tuple[str, str]]:
    return [("Cache-Control", page_age(request.registry["kalenner.settings"].of(PagesSettings)))]


def list_pages(request: Request) -> Iterator[SitemapEntry]:
    """List the pages online for the sitemap; none where another host has them: it may not list those."""
    if request.registry["kalenner.settings"].of(PagesSettings).public_url:
        return
    found = (
        select(Slug.name, Publication.published_at)
        .join(Publication, Publication.provider_id == Slug.provider_id)
        .where(Publication.is_online, Slug.left_at.is_(None))
        .order_by(Publication.id)
    )
    for name, published_at in request.dbsession.execute(found):
        yield SitemapEntry(f"/{name}", published_at)


def includeme(config: Configurator) -> None:
    """Register the target, the routes and the sitemap."""
    config.registry[TARGET] = make_target(config.registry["kalenner.settings"])
    config.add_sitemap(list_pages)
    config.add_tween("kalenner_profiles.page_server.recalling", over="pyramid_tm.tm_tween_factory")
    slug = "{slug:[A-Za-z0-9-]{2,40}}"
    language = f"{{language:{'|'.join(LANGUAGES)}}}"
    config.add_route("page", f"/{language}/{slug}{{slash:/?}}", public_slug=True)
    config.add_route("page_file", "/-/page/{name}")
    config.add_route("page_any_language", f"/{slug}{{slash:/?}}")
    for name, view in (
        ("page", serve_page),
        ("page_file", serve_file),
        ("page_any_language", choose_language),
    ):
        config.add_view(view, route_name=name, request_method="GET")
        config.add_view(only_read, route_name=name, require_csrf=False)
