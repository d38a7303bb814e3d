"""The frame of the platform's own pages: head, header, languages, footer."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from chameleon import PageTemplateFile
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import LANGUAGES, Translatable, _
from kalenner.storage.media_types import HTML
from kalenner.web.pages import page_language, page_reader, public_pages, public_url
from kalenner.web.representations import FOR_A_WHILE, NOT_AT_ALL, respond

NAME = "KALENNER"


@dataclass(frozen=True)
class Language:
    """One language of a page: its code, its own name, and the page's path in it."""

    code: str
    name: str
    path: str


@lru_cache
def template(path: Path) -> PageTemplateFile:
    """Return a compiled template; it is read once."""
    return PageTemplateFile(str(path))


def own(name: str) -> PageTemplateFile:
    """Return a template of the core."""
    return template(Path(__file__).parent / "templates" / f"{name}.pt")


def public_page(
    request: Request,
    page: PageTemplateFile,
    *,
    title: Translatable,
    description: Translatable,
    status: int = 200,
    age: str = FOR_A_WHILE,
    query: str = "",
    is_private: bool = False,
    **values: Any,
) -> Response:
    """Return a page in the frame, in the language of its path.

    `page` is a template that begins with ``<html metal:use-macro="frame">`` and fills the slot ``main`` (and,
    where it loads more, ``head``). It has `reader`, `label` and `text` of the page's language, `asset`,
    `url`, `_`, and `values`.
    A page of another status than 200, and one that `is_private`, is in no search engine and no cache; one
    with a `query`, such as ``?t=1``, which its other languages have too, is in no search engine.
    """
    language = page_language(request)
    reader = page_reader(request, language)
    is_there = status == 200
    rest = _path_within_language(request) if is_there else ""
    languages = [Language(code, name, f"/{code}{rest}{query}") for code, name in LANGUAGES.items()]
    default_url = public_url(request, f"/en{rest}" if rest else "/")
    html = page.render(
        _=_,
        NAME=NAME,
        asset=request.asset,
        default_url=default_url,
        description=reader.label(description),
        frame=own("frame"),
        is_private=is_private,
        is_public=is_there and not query and not is_private,
        label=reader.label,
        language=language,
        languages=languages,
        pages=public_pages(request.registry),
        reader=reader,
        rest=rest,
        status=status,
        text=reader.text,
        title=reader.label(title),
        url=request.public_url,
        **values,
    )
    cache_control = age if is_there and not is_private else NOT_AT_ALL
    response = respond(request, html.encode(), HTML, cache_control=cache_control, status=status)
    response.content_language = (language,)
    return response


def _path_within_language(request: Request) -> str:
    """Return the path behind its language: ``/design`` of ``/de/design``, nothing for a home page."""
    _empty, first, *rest = request.path.split("/")
    return "".join(f"/{part}" for part in rest if part) if first in LANGUAGES else ""
