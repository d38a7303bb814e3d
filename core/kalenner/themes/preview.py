"""``kalenner theme preview``: every sample, language and configuration of a theme, rendered at each request.

For the theme's author alone, on their own machine. What is shown around a page may use a script; the page
itself is what would be published.
"""

import hashlib
import html
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl, urlencode
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from kalenner.i18n import LANGUAGES
from kalenner.storage import media_type_of
from kalenner.storage.media_types import HTML
from kalenner.themes.diagnostics import ThemeFault
from kalenner.themes.discovery import Themes
from kalenner.themes.page import POLICY, render_page
from kalenner.themes.samples import INVITATION, NAMES, SampleAddresses, configured, files, readers, sample
from kalenner.themes.styles import style_of
from kalenner.themes.theme import OPTIONS, Theme

HOST = "127.0.0.1"
_NAMES = {HOST, "localhost"}
_OWN_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; frame-src 'self'; connect-src 'self'"

PreviewAnswer = tuple[str, str, bytes]


class Preview:
    """The WSGI application; `places` are all themes' folders, `ids` those to be shown."""

    def __init__(self, places: dict[str, Path], ids: Iterable[str]) -> None:
        self._places, self._ids = places, list(ids)
        self._readers = readers()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answer a request; a Host other than this machine is refused."""
        host = str(environ.get("HTTP_HOST", "")).partition(":")[0]
        path = str(environ.get("PATH_INFO", "/"))
        asked = dict(parse_qsl(str(environ.get("QUERY_STRING", ""))))
        status, kind, body = (
            ("403 Forbidden", "text/plain", b"") if host not in _NAMES else self._answer(path, asked)
        )
        policy = POLICY if path == "/page" else _OWN_POLICY
        start_response(
            status,
            [
                ("Content-Type", kind),
                ("Content-Length", str(len(body))),
                ("Content-Security-Policy", policy),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
        return [body]

    def _answer(self, path: str, asked: dict[str, str]) -> PreviewAnswer:
        ways: dict[str, Callable[[dict[str, str]], PreviewAnswer]] = {
            "/": self._index,
            "/view": self._view,
            "/page": self._page,
            "/changes": self._changes,
        }
        if path in ways:
            return ways[path](asked)
        if path.startswith("/assets/"):
            return self._asset(path.rpartition("/")[2])
        if path in {"/preview.css", "/preview.js"}:
            data = resources.files("kalenner.themes").joinpath(f"static{path}").read_bytes()
            return "200 OK", media_type_of(path), data
        return "404 Not Found", "text/plain", b"There is nothing here."

    def _theme(self, id_: str) -> Theme:
        themes = Themes.read(self._places)
        try:
            return themes.get(id_)
        except KeyError:
            raise ThemeFault(themes.faults) from None

    def _page(self, asked: dict[str, str]) -> PreviewAnswer:
        """Render one page; a fault stands in its place."""
        language = asked.get("language", "en")
        name = asked.get("sample", NAMES[0])
        if language not in LANGUAGES or name not in NAMES:
            return "404 Not Found", "text/plain", b"There is no such sample."
        addresses = SampleAddresses("/page/", assets="/assets/")
        try:
            theme = self._theme(asked.get("theme", self._ids[0]))
            content = configured(
                sample(name, language, theme.trade), {key: asked[key] for key in OPTIONS if key in asked}
            )
            reader = {language: self._readers[language]}
            page = render_page(theme, content, reader, addresses, invitation=INVITATION, is_preview=True)
        except ThemeFault as fault:
            return "500 Internal Server Error", HTML, _document("Faults", _faults(fault))
        return "200 OK", HTML, page.pages[language]

    def _index(self, asked: dict[str, str]) -> PreviewAnswer:
        del asked
        parts = []
        for id_ in self._ids:
            links = "".join(
                f"<tr><th>{html.escape(name)}</th>{''.join(self._cells(id_, name))}</tr>" for name in NAMES
            )
            parts.append(f"<h2>{html.escape(id_)}</h2><table>{links}</table>")
        return "200 OK", HTML, _document("Themes", "<h1>Themes</h1>" + "".join(parts))

    def _cells(self, id_: str, name: str) -> Iterator[str]:
        for language in LANGUAGES:
            address = _address("/view", theme=id_, sample=name, language=language)
            yield f'<td><a href="{address}">{language}</a></td>'

    def _view(self, asked: dict[str, str]) -> PreviewAnswer:
        """Show one page at the widths of a phone and of a desktop, with all that can be chosen above it."""
        chosen = {"theme": self._ids[0], "sample": NAMES[0], "language": "en"} | asked
        rows = {"theme": self._ids, "sample": NAMES, "language": tuple(LANGUAGES), **self._options(chosen)}
        bar = "".join(_choice(name, values, chosen) for name, values in rows.items())
        page = html.escape(_address("/page", **chosen))
        frames = "".join(
            f'<iframe class="{device}" src="{page}" title="{device}"></iframe>'
            for device in ("phone", "desktop")
        )
        alone = f'<a href="{page}" target="_blank">alone</a>'
        body = f'<nav><a href="/">all</a>{bar}{alone}</nav><div>{frames}</div>'
        return "200 OK", HTML, _document(chosen["theme"], body)

    def _options(self, chosen: dict[str, str]) -> dict[str, tuple[str, ...]]:
        try:
            theme = self._theme(chosen["theme"])
        except ThemeFault:
            return {}
        for name, value in theme.configured({}).items():
            chosen.setdefault(name, value)
        return {name: OPTIONS[name] for name in theme.options}

    def _changes(self, asked: dict[str, str]) -> PreviewAnswer:
        """Say by which files the pages are made: it differs as soon as one has changed."""
        del asked
        digest = hashlib.sha256()
        for folder in self._places.values():
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    digest.update(f"{file}{file.stat().st_mtime_ns}".encode())
        return "200 OK", "text/plain", digest.hexdigest().encode()

    def _asset(self, name: str) -> PreviewAnswer:
        kind = media_type_of(name)
        if name in files():
            return "200 OK", kind, files()[name].read_bytes()
        for id_ in self._ids:
            try:
                styles = [style_of(theme, "/assets/") for theme in self._theme(id_).in_every_accent()]
            except ThemeFault:
                continue
            style = next((style for style in styles if name in {style.name, *style.assets}), None)
            if style is not None:
                return "200 OK", kind, style.css if name == style.name else style.assets[name]
        return "404 Not Found", "text/plain", b"There is no such file."


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Log no requests."""


def make_preview_server(places: dict[str, Path], ids: Iterable[str], port: int) -> WSGIServer:
    """Return a server on this machine alone; 0 takes a free port. Raises OSError where the port is taken."""
    return make_server(HOST, port, Preview(places, ids), server_class=_Server, handler_class=_SilentHandler)


def _document(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<link rel="stylesheet" href="/preview.css"><script src="/preview.js" defer></script><body>{body}'
    ).encode()


def _faults(fault: ThemeFault) -> str:
    items = "".join(f"<li>{html.escape(str(diagnostic))}</li>" for diagnostic in fault.faults)
    return f'<h1>This page is not rendered</h1><ul class="faults">{items}</ul>'


def _choice(name: str, values: Iterable[str], chosen: dict[str, str]) -> str:
    links = "".join(
        f'<a href="{html.escape(_address("/view", **{**chosen, name: value}))}"'
        f"{' aria-current=true' if chosen.get(name) == value else ''}>{html.escape(value)}</a>"
        for value in values
    )
    return f"<span>{name}: {links}</span>"


def _address(path: str, **asked: str) -> str:
    return f"{path}?{urlencode(asked)}"
