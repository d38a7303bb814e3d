"""Pages of themes on a web server of this machine, as a publish target would serve them."""

import gzip
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePath
from typing import Any

from kalenner.themes import RenderedPage, Theme, render_page
from kalenner.themes.content import Content
from kalenner.themes.page import POLICY
from kalenner.themes.samples import INVITATION, SampleAddresses, configured, files, readers, sample

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
READERS = readers()


class Site:
    """What is served, by path; `add` renders a page and returns its address."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.files: dict[str, bytes] = {"/robots.txt": b"User-agent: *\nAllow: /\n"}
        self.files |= {f"/assets/{name}": path.read_bytes() for name, path in files().items()}

    def add(
        self,
        theme: Theme,
        *,
        name: str = "practice",
        language: str = "en",
        options: Mapping[str, str] | None = None,
        is_alone: bool = False,
        is_preview: bool = False,
        nickname: str = "",
    ) -> str:
        """Render a sample with options on top of the theme's; with `is_alone` without its gallery."""
        chosen = {**theme.configured({}), **(options or {})}
        content = configured(sample(name, language, theme.trade), chosen)
        content = replace(content, name=nickname or content.name, language=content.language or language)
        ways = [*(["alone"] if is_alone else []), *(["renamed"] if nickname else [])]
        place = "-".join([theme.id, name, *chosen.values(), *ways])
        page = self.render(
            theme, replace(content, gallery=()) if is_alone else content, place, language, is_preview
        )
        self.files |= {f"/assets/{file}": data for file, data in page.assets.items()}
        for code, data in page.pages.items():
            self.files[f"/{place}/{code}/"] = data
        return f"{self.origin}/{place}/{language}/"

    def render(
        self, theme: Theme, content: Content, place: str, language: str, is_preview: bool
    ) -> RenderedPage:
        """Render a page for its place on this site."""
        addresses = SampleAddresses(f"/{place}/", assets="/assets/", origin=self.origin)
        those = {language: READERS[language]}
        return render_page(theme, content, those, addresses, invitation=INVITATION, is_preview=is_preview)


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site on a free port while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            data = site.files.get(path)
            kind = KINDS.get(PurePath(path).suffix or ".html", "application/octet-stream")
            body = b"There is nothing here." if data is None else data
            is_text = kind.startswith("text/")
            body = gzip.compress(body, mtime=0) if is_text else body
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            if is_text:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
