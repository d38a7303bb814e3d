"""Previews of a page in any design, with sample content or the professional's own."""

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
from kalenner_design_templates.gallery_access import GalleryAccess, links_of
from kalenner_design_templates.services import DesignService, UnknownDesign
from kalenner_design_templates.web.cache import PreviewCache
from kalenner_design_templates.web.covers import read_cover
from kalenner_design_templates.web.preview_state import PreviewState, state_of
from kalenner_profiles.content import ContentService

log = logging.getLogger(__name__)

WORD = "design"
"""The first part of the paths of the gallery and the previews."""
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
    """The addresses in a preview: other languages, and files below ``/-/design/``.

    A sample's buttons lead back to the gallery, those of the own page to the bot.
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
    theme, state = _theme(request), state_of(request)
    access = None if state.is_sample else state.access
    content, invitation = _of_professional(request, access) if access else _of_sample(request, theme)
    design = replace(content.design, theme=theme.id, options=dict(content.design.options) | state.options)
    try:
        page = _rendered(request, theme, replace(content, design=design), state, invitation)
    except ThemeFault as fault:
        log.error("the design %s cannot be shown: %s", theme.id, fault)
        return _framed(_failed(request))
    return _framed(page.response(request))


def file(request: Request) -> Response:
    """Give a file of a design: what a preview loads of it, of the sample or of one's own, or its cover."""
    theme, name = _theme(request), request.matchdict["name"]
    try:
        styles = [style_of(accented, f"{FILES_PATH}{theme.id}/") for accented in theme.in_every_accent()]
    except ThemeFault as error:
        raise HTTPNotFound from error
    cache_control = IMMUTABLE
    sheets = {style.name: style.css for style in styles}
    if name in sheets:
        body = sheets[name]
    elif name in styles[0].assets:
        body = styles[0].assets[name]
    elif (cover := read_cover(theme, name)) is not None:
        body = cover
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


def _of_sample(request: Request, theme: Theme) -> tuple[Content, PageInvitation | None]:
    return samples.sample("practice", page_language(request), theme.trade), samples.INVITATION


def _of_professional(request: Request, access: GalleryAccess) -> tuple[Content, PageInvitation | None]:
    """Return the professional's page as it would be if it were published now."""
    content: Content = request.find_service(ContentService).gather(access.provider)
    invitation = request.hooks.themes_find_invitation(provider=access.provider)
    return _signed(request, content, access), invitation


def _signed(request: Request, content: Content, access: GalleryAccess) -> Content:
    """Return the content with signed names of its pictures, which only this access knows."""
    links = links_of(request)

    def signed_variant(variant: StoredVariant) -> StoredVariant:
        return replace(variant, digest=links.sign_until(PICTURE, variant.key, access.expires_at))

    def signed(picture: StoredPicture) -> StoredPicture:
        return replace(picture, variants=tuple(map(signed_variant, picture.variants)))

    design = content.design
    backgrounds = {place: signed(picture) for place, picture in content.backgrounds.items()}
    return replace(
        content,
        picture=signed(content.picture) if content.picture else None,
        gallery=tuple(map(signed, content.gallery)),
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
    request: Request, theme: Theme, content: Content, state: PreviewState, invitation: PageInvitation | None
) -> Representation:
    """Return the page in the language of the path; raises ThemeFault."""
    language = page_language(request)
    access = None if state.is_sample else state.access
    addresses = PreviewAddresses(request, theme.id, state.query, is_own=access is not None)
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
        cache_control = _PRIVATE if state.access else FOR_A_WHILE
        return Representation(page.pages[language], HTML, cache_control=cache_control)

    start_link = addresses.start(invitation.payload) if invitation else None
    inputs = (language, state.query, start_link, content.to_json())
    cache = PREVIEWS.of(request.registry)
    return cache.get((theme.id, _fingerprint(theme), json_digest(inputs)), make)


def _fingerprint(theme: Theme) -> int:
    """Return a value that changes with any file of the theme or of those it inherits from."""
    return hash(tuple(stamp for ancestor in theme.chain for stamp in _stamps(ancestor.folder)))


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    # Runs for each preview: os.walk is ten times as fast as pathlib.
    for parent, _folders, names in os.walk(folder):
        for name in names:
            path = f"{parent}/{name}"
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
    """Add the headers that allow the gallery, and no other site, to show the answer in a frame."""
    response.headers.update(HEADERS)
    return response


PREVIEWS: RegistryKey[PreviewCache] = RegistryKey("kalenner_design_templates.previews")
