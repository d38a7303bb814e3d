"""Serves published pages from the folder they were written to, without reading the database."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPFound, HTTPMovedPermanently, HTTPNotFound
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import select

from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES
from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS, Settings
from kalenner.storage import media_type_of
from kalenner.storage.media_types import HTML
from kalenner.themes.page import POLICY
from kalenner.web.memory import RECALLS, Environ, Recall
from kalenner.web.pages import only_read
from kalenner.web.representations import IMMUTABLE, Representation
from kalenner.web.sitemap import SitemapEntry
from kalenner_profiles.addresses import moved_to, path_of
from kalenner_profiles.publications import Publication, Slug
from kalenner_profiles.settings import PagesSettings
from kalenner_profiles.targets import (
    TARGET,
    FolderTarget,
    make_target,
    page_age,
    target_of,
)

MOST_BYTES = 32 * 2**20
"""Bytes that are cached at most."""
_NAME = re.compile(r"(?=.{1,200}\Z)[A-Za-z0-9][A-Za-z0-9_-]*\.[A-Za-z0-9.]*[A-Za-z0-9]")
PAGE_POLICY = f"{POLICY}; frame-ancestors 'none'"
"""The Content-Security-Policy of a page."""

Stamp = tuple[int, int, int]
"""Of a file: its time of change in nanoseconds, its size in bytes, its inode."""


class ServedFile(Representation):
    """One file of the folder as a response, with the stamp that tells whether it has changed."""

    def __init__(self, file: Path, stamp: Stamp, media_type: str, cache_control: str, **headers: str) -> None:
        body = file.read_bytes()
        super().__init__(body, media_type, cache_control=cache_control, headers=headers)
        self.file = str(file)
        self.stamp = stamp
        self.moved_to = moved_to(body)


class PageServer:
    """Cached pages and files of a folder; a file is read again when it has changed."""

    def __init__(self, target: FolderTarget, *, age: str) -> None:
        self.target = target
        self._page_cache_control = age
        self._files: dict[Path, ServedFile] = {}
        self._paths: dict[str, ServedFile] = {}
        self._size = 0

    def page(self, language: str, slug: str) -> ServedFile | None:
        """Return a page or what stands at an old address."""
        file = self.target.page_file(path_of(language, slug))
        headers = {"Content-Security-Policy": PAGE_POLICY, "Content-Language": language}
        return self._find(file, HTML, self._page_cache_control, **headers)

    def file(self, name: str) -> ServedFile | None:
        """Return a style or a picture."""
        return self._find(self.target.file(name), media_type_of(name), IMMUTABLE)

    def remember(self, path: str, served: ServedFile) -> None:
        """Cache the answer to the path of a request."""
        self._paths[path] = served

    def recall(self, path: str) -> ServedFile | None:
        """Return the cached answer to a path, if its file is unchanged."""
        served = self._paths.get(path)
        if served is None:
            return None
        try:
            is_unchanged = _stamp(os.stat(served.file)) == served.stamp  # noqa: PTH116 -- a third of a Path's time
        except OSError:
            is_unchanged = False
        if is_unchanged:
            return served
        self._paths.pop(path, None)
        return None

    def _find(self, file: Path, media_type: str, cache_control: str, **headers: str) -> ServedFile | None:
        try:
            stamp = _stamp(file.stat())
            served = self._files.get(file)
            if served is None or served.stamp != stamp:
                served = self._keep(file, ServedFile(file, stamp, media_type, cache_control, **headers))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            if self._files.pop(file, None) is not None:
                self._size = sum(file_.size for file_ in list(self._files.values()))
            return None
        return served

    def _keep(self, file: Path, served: ServedFile) -> ServedFile:
        if self._size + served.size > MOST_BYTES:
            # Drop everything: what is in demand is soon cached again.
            self._files, self._paths, self._size = {}, {}, 0
        self._files[file] = served
        self._size += served.size
        return served


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino


def make_server(settings: Settings, target: object) -> PageServer | None:
    """Return the server of a folder; None for a target that others serve."""
    if not isinstance(target, FolderTarget):
        return None
    return PageServer(target, age=page_age(settings.of(PagesSettings)))


def serve_page(request: Request) -> Response:
    """Give the page ``/{language}/{slug}``; an old address leads to the present one."""
    language, slug = request.matchdict["language"], request.matchdict["slug"]
    served = _server(request).page(language, slug.lower())
    if served is None:
        raise HTTPNotFound
    if served.moved_to is not None:
        # Never cached: if a name is taken back, a cached redirect would loop.
        return HTTPMovedPermanently(served.moved_to, headers=[("Cache-Control", "no-cache")])
    if request.matchdict["slash"] or slug != slug.lower():
        return HTTPMovedPermanently(_url(request, path_of(language, slug.lower())), headers=_age(request))
    return _answer(request, served)


def choose_language(request: Request) -> Response:
    """Lead from ``/{slug}`` to the page in a language that the browser asks for."""
    slug = request.matchdict["slug"].lower()
    served = _server(request).page(DEFAULT_LANGUAGE, slug)
    if served is None:
        raise HTTPNotFound
    language = request.accept_language.lookup([*LANGUAGES], default=DEFAULT_LANGUAGE)
    headers = [*_age(request), ("Vary", "Accept-Language")]
    return HTTPFound(_url(request, path_of(language, slug)), headers=headers)


def serve_file(request: Request) -> Response:
    """Give a style or picture of a page."""
    name = request.matchdict["name"]
    served = _server(request).file(name) if _NAME.fullmatch(name) else None
    if served is None:
        raise HTTPNotFound
    return _answer(request, served)


def _answer(request: Request, served: ServedFile) -> Response:
    _server(request).remember(request.environ["PATH_INFO"], served)
    return served.response(request)


def recall(registry: Registry) -> Recall:
    """Return what answers from the cache; what is cached is decided by the views."""

    def recalled(environ: Environ) -> ServedFile | None:
        server = SERVER.find(registry)
        if server is None or server.target is not TARGET.of(registry):
            return None
        return server.recall(environ.get("PATH_INFO", ""))

    return recalled


def _server(request: Request) -> PageServer:
    """Return the process's server; a new one if the target has been replaced."""
    server = SERVER.find(request.registry)
    target = target_of(request.registry)
    if server is None or server.target is not target:
        server = make_server(SETTINGS.of(request.registry), target)
        if server is None:
            raise HTTPNotFound
        SERVER.put(request.registry, server)
    return server


def _url(request: Request, path: str) -> str:
    """Return an address on this host, with the query of the request, such as where somebody came from."""
    query = request.query_string
    return f"{request.public_url(f'/{path}')}{f'?{query}' if query else ''}"


def _age(request: Request) -> list[tuple[str, str]]:
    return [("Cache-Control", page_age(SETTINGS.of(request.registry).of(PagesSettings)))]


def list_pages(request: Request) -> Iterator[SitemapEntry]:
    """List the pages online for the sitemap; none where another host has them: it may not list those."""
    if SETTINGS.of(request.registry).of(PagesSettings).public_url:
        return
    query = (
        select(Slug.name, Publication.published_at, Publication.languages)
        .join(Publication, Publication.provider_id == Slug.provider_id)
        .where(Publication.is_online, Publication.online_since.is_not(None), Slug.left_at.is_(None))
        .order_by(Publication.id)
    )
    for name, published_at, languages in request.dbsession.execute(query):
        yield SitemapEntry(f"/{name}", published_at, tuple(languages or ()))


def includeme(config: Configurator) -> None:
    """Register the target, the routes and the sitemap."""
    TARGET.put(config.registry, make_target(SETTINGS.of(config.registry)))
    config.add_sitemap(list_pages)
    RECALLS.of(config.registry).append(recall(config.registry))
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


SERVER: RegistryKey[PageServer] = RegistryKey("kalenner.page_server")
"""The server of this process; without a value where pages are not in a folder."""
