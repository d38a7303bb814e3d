"""Every web page that is reached from the front door and the sitemap, and every file that was published."""

import re
from collections import deque
from pathlib import Path
from typing import Any

from webtest import TestApp

from tests.comparison.crawl import digest
from tests.comparison.surface import World

ORIGIN = "https://sample.example"
STARTS = (
    "/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/favicon.ico",
    "/-/health",
    "/en/nothing-here",
    "/nothing",
)
LANGUAGES = ("en", "fr", "de", "ru")
WORDS = ("", "design", "help", "privacy", "imprint", "terms", "professionals")
_ADDRESS = re.compile(
    r"""(?:href|src|srcset|content|action)\s*=\s*["']([^"'#]+)|<loc>([^<]+)|url\(["']?([^"')]+)"""
)
MOST_PAGES = 1_000


def pages(world: World) -> dict[str, str]:
    """Return what each address answers, by address."""
    browser = TestApp(world.app, extra_environ={"HTTP_HOST": "sample.example", "wsgi.url_scheme": "https"})
    waiting = deque(
        [*STARTS, *(f"/{language}/{word}".rstrip("/") for language in LANGUAGES for word in WORDS)]
    )
    answers: dict[str, str] = {}
    while waiting and len(answers) < MOST_PAGES:
        address = waiting.popleft()
        if address in answers or "&" in address:  # one choice of a design at a time
            continue
        response = browser.get(address, expect_errors=True)
        answers[address] = world.randomness.strip(_answer(response))
        if response.content_type.startswith("text/") or "xml" in response.content_type:
            waiting.extend(_addresses(response.text))
    return answers


def published(world: World) -> dict[str, str]:
    """Return every published file by its path."""
    folder = world.folder / "pages"
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {
        str(path.relative_to(folder)): world.randomness.strip(_content(path.suffix, path.read_bytes()))
        for path in found
    }


def _answer(response: Any) -> str:
    names = (
        "Content-Type",
        "Location",
        "Cache-Control",
        "Content-Security-Policy",
        "Vary",
        "Content-Language",
        "Link",
    )
    head = [
        response.status,
        *(f"{name}: {response.headers[name]}" for name in names if name in response.headers),
    ]
    suffix = Path(response.request.path).suffix if "image" in response.content_type else ".html"
    is_text = response.content_type.startswith("text/") or re.search("xml|json|svg", response.content_type)
    return "\n".join([*head, "", _content(suffix if is_text else ".bin", response.body)])


def _content(suffix: str, content: bytes) -> str:
    if suffix not in {".html", ".css", ".svg", ".xml", ".txt", ".ics"}:
        return digest(content)
    return re.sub(r">(?=<)", ">\n", content.decode().replace("\r\n", "\n"))


def _addresses(text: str) -> list[str]:
    found = []
    for groups in _ADDRESS.findall(text):
        address = next(filter(None, groups)).split(" ")[0].removeprefix(ORIGIN) or "/"
        if address.startswith("/") and not address.startswith("//"):
            found.append(address.replace("&amp;", "&"))
    return found
