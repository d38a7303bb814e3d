"""Previews: a page as it would be, of a sample or of the professional's own content, in any design."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.files import FILES, StoredPicture, StoredVariant
from kalenner.hooks.themes import PageInvitation
from kalenner.registry import RegistryKey
from kalenner.security.links import LinkExpired, LinkForged
from kalenner.storage import media_type_of
from kalenner.storage.digests import json_digest
from kalenner.storage.media_types import HTML
from kalenner.themes import Content, Theme, ThemeFault, render_page, samples
from kalenner.themes.page import POLICY
from kalenner.themes.styles import style_of
from kalenner.web.layout import template
from kalenner.web.pages import page_language, page_reader
from kalenner.web.representations import FOR_A_WHILE, IMMUTABLE, NOT_AT_ALL, Representation, respond
from kalenner_design_templates import _
from kalenner_design_templates.services import DesignService, UnknownDesign
from kalenner_design_templates.visits import Visit, links_of
from kalenner_design_templates.web.cache import PreviewCache
from kalenner_design_templates.web.looks import Look, look_of
from kalenner_profiles.content import ContentService

log = logging.getLogger(__name__)

WORD = "design"
"""The public word of the gallery; the previews are below it."""
FILES_PATH = "/-/design/"
PICTURE = "design-picture"
"""The purpose of links to pictures that are not published yet."""

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Robots-Tag": "noindex",
}
_PRIVATE = "private, no-cache"  # asked for again each time, and not sent again where nothing has changed
_PRIVATE_FILE = "private, max-age=600, immutable"


@dataclass(frozen=True)
class PreviewAddresses:
    """Where things of a preview are: the same preview in other languages, its files below ``/-/design/``.

    A sample's buttons lead back to the gallery, those of one's own page to where they will lead.
    """

    request: Request
    theme: str
    query: str
    is_own: bool

    def page(self, language: str) -> str:
        """Return the path of the preview in a language."""
        return f"/{language}/{WORD}/{self.theme}{self.query}"

    def home(self, language: str) -> str:
        """Return the path of the gallery."""
        return f"/{language}/{WORD}{self.query}#{self.theme}"

    def assets(self) -> str:
        """Return the path of the folder of styles and pictures."""
        return f"{FILES_PATH}{self.theme}/"

    def whole(self, path: str) -> str:
        """Return the whole address of a path."""
        address: str = self.request.public_url(path)
        return address

    def start(self, payload: str) -> str | None:
        """Return where a button that books leads."""
        if not self.is_own:
            return self.home(page_language(self.request))
        link: str | None = self.request.start_link(payload)
        return link


def preview(request: Request) -> Response:
    """Show a page in a design; a design that fails says so politely."""
    theme, look = _theme(request), look_of(request)
    visit = None if look.is_sample else look.visit
    content, invitation = _of_visit(request, visit) if visit else _of_sample(request)
    design = replace(content.design, theme=theme.id, options=dict(content.design.options) | look.options)
    try:
        shown = _rendered(request, theme, replace(content, design=design), look, invitation)
    except ThemeFault as fault:
        log.error("the design %s cannot be shown: %s", theme.id, fault)
        return _framed(_failed(request))
    return _framed(shown.response(request))


def file(request: Request) -> Response:
    """Give a file that a preview loads: of its design, of the sample, or a picture of one's own."""
    theme, name = _theme(request), request.matchdict["name"]
    try:
        style = style_of(theme, f"{FILES_PATH}{theme.id}/")
    except ThemeFault as error:
        raise HTTPNotFound from error
    cache_control = IMMUTABLE
    if name == style.name:
        body = style.css
    elif name in style.assets:
        body = style.assets[name]
    elif name in samples.files():
        body = samples.files()[name].read_bytes()
    else:
        body, cache_control = _own_picture(request, name.rpartition(".")[0]), _PRIVATE_FILE
    return respond(request, body, media_type_of(name), cache_control=cache_control)


def _theme(request: Request) -> Theme:
    try:
        theme: Theme = request.find_service(DesignService).get(request.matchdict["theme"])
    except UnknownDesign as error:
        raise HTTPNotFound from error
    return theme


def _of_sample(request: Request) -> tuple[Content, PageInvitation | None]:
    return samples.sample("practice", page_language(request)), samples.INVITATION


def _of_visit(request: Request, visit: Visit) -> tuple[Content, PageInvitation | None]:
    """Return the professional's page as it would be if it were published now."""
    content: Content = request.find_service(ContentService).gather(visit.provider)
    invitation = request.hooks.themes_find_invitation(provider=visit.provider)
    return _signed(request, content, visit), invitation


def _signed(request: Request, content: Content, visit: Visit) -> Content:
    """Return the content with its pictures under names that let only this visit see them."""
    links = links_of(request)

    def variant(one: StoredVariant) -> StoredVariant:
        return replace(one, digest=links.sign_until(PICTURE, one.key, visit.expires_at))

    def picture(one: StoredPicture) -> StoredPicture:
        return replace(one, variants=tuple(variant(each) for each in one.variants))

    design = content.design
    backgrounds = {place: picture(one) for place, one in content.backgrounds.items()}
    return replace(
        content,
        picture=picture(content.picture) if content.picture else None,
        gallery=tuple(picture(one) for one in content.gallery),
        design=replace(design, backgrounds=backgrounds),
    )


def _own_picture(request: Request, token: str) -> bytes:
    try:
        key = links_of(request).open(PICTURE, token).payload
        body = FILES.of(request.registry).get(str(key))
    except (LinkExpired, LinkForged, KeyError) as error:
        raise HTTPNotFound from error
    return body


def _rendered(
    request: Request, theme: Theme, content: Content, look: Look, invitation: PageInvitation | None
) -> Representation:
    """Return the page in the language of the path; raises ThemeFault."""
    language = page_language(request)
    visit = None if look.is_sample else look.visit
    addresses = PreviewAddresses(request, theme.id, look.query, is_own=visit is not None)
    reader = page_reader(request)

    def make() -> Representation:
        page = render_page(
            theme,
            content,
            {language: reader},
            addresses,
            invitation=invitation,
            is_preview=True,
        )
        cache_control = _PRIVATE if look.visit else FOR_A_WHILE
        return Representation(page.pages[language], HTML, cache_control=cache_control)

    starts = addresses.start(invitation.payload) if invitation else None
    shown = (language, look.query, starts, content.to_json())
    cache = PREVIEWS.of(request.registry)
    return cache.get((theme.id, _fingerprint(theme), json_digest(shown)), make)


def _fingerprint(theme: Theme) -> int:
    """Return what changes with any file of the theme, or of one that it inherits from."""
    return hash(tuple(stamp for one in theme.chain for stamp in _stamps(one.folder)))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    # Asked for with each preview: walking with the module os is ten times as fast as with pathlib.
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = f"{place}/{name}"
            status = os.stat(path)  # noqa: PTH116
            yield path, status.st_mtime_ns, status.st_size


def _failed(request: Request) -> Response:
    reader = page_reader(request)
    page = template(Path(__file__).parents[1] / "templates" / "failed.pt").render(
        asset=request.asset,
        label=reader.label,
        language=reader.language,
        ours=_,
    )
    return respond(request, page.encode(), HTML, cache_control=NOT_AT_ALL)


def _framed(response: Response) -> Response:
    """Return the answer as one that the gallery may show in a frame, and nobody else."""
    response.headers.update(HEADERS)
    return response


PREVIEWS: RegistryKey[PreviewCache] = RegistryKey("kalenner_design_templates.previews")
