"""Renders the pages and files of one publication from its snapshot."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from pyramid.request import Request

from kalenner.files import FILES, FileStore
from kalenner.files.derived import DerivedPicture, make_derived
from kalenner.hooks.themes import PageInvitation
from kalenner.i18n import LANGUAGES, reader_for
from kalenner.people import Provider, main_language
from kalenner.storage import content_digest
from kalenner.storage.digests import json_digest
from kalenner.themes import Content, RenderedPage, Theme, Themes, render_page
from kalenner.themes.discovery import THEMES
from kalenner.themes.localized import in_order
from kalenner_profiles.addresses import PageAddresses, link_bases, moved_page, path_of, paths_of

log = logging.getLogger(__name__)

_DIGEST_CHARACTERS = 32


@dataclass(frozen=True)
class Rendered:
    """The pages of a publication by path, and its files by name, each read when needed."""

    theme: str
    invitation: PageInvitation | None
    link_bases: str = ""
    """What its links begin with, as :func:`kalenner_profiles.addresses.link_bases` says it."""
    pages: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    """The languages that the page has texts in, the main one first."""

    def digests(self) -> dict[str, str]:
        """Return the digest of each page by its path."""
        return {path: content_digest(page, _DIGEST_CHARACTERS) for path, page in self.pages.items()}


NOTHING = Rendered("", None)
"""The result for a page that is not online."""


def snapshot_digest(snapshot: dict[str, Any]) -> str:
    """Return the digest of a snapshot."""
    return json_digest(snapshot, _DIGEST_CHARACTERS)


class Renderer:
    """Renders the pages of providers."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._themes: Themes = THEMES.of(request.registry)
        self._store: FileStore = FILES.of(request.registry)

    def render(self, provider: Provider, content: Content, slug: str, old: list[str]) -> Rendered:
        """Return the page in every language, and what stands at its old names; raises ThemeFault."""
        theme, invitation = self._theme(provider, content), self.find_invitation(provider)
        if not content.language:  # a snapshot of a release before texts had languages
            content = replace(content, language=main_language(provider))
        addresses = PageAddresses(self._request, slug)
        page = self._page(theme, provider, content, addresses, invitation)
        paths = paths_of(slug)
        pages = {paths[language]: html for language, html in page.pages.items()}
        pages |= {
            path_of(language, name): moved_page(addresses.page(language))
            for name in old
            for language in LANGUAGES
        }
        files: dict[str, Callable[[], bytes]] = {
            name: partial(bytes, data) for name, data in page.assets.items()
        }
        files |= {picture.name: partial(self._store.get, picture.key) for picture in page.pictures}
        files |= {picture.name: partial(self._derived, picture) for picture in page.derived}
        languages = in_order(content.language, content.languages() | {content.language})
        return Rendered(theme.id, invitation, link_bases(self._request), pages, files, tuple(languages))

    def _page(
        self,
        theme: Theme,
        provider: Provider,
        content: Content,
        addresses: PageAddresses,
        invitation: PageInvitation | None,
    ) -> RenderedPage:
        zone = provider.timezone
        readers = {language: reader_for(self._request.registry, language, zone) for language in LANGUAGES}
        return render_page(theme, content, readers, addresses, invitation=invitation, derives=True)

    def _derived(self, picture: DerivedPicture) -> bytes:
        """Return a picture that is made of a stored one; raises KeyError where that is lost or damaged."""
        try:
            return make_derived(picture, self._store.get(picture.source.key))
        except OSError as error:
            raise KeyError(picture.source.key) from error

    def _theme(self, provider: Provider, content: Content) -> Theme:
        theme_id = content.design.theme
        theme = self._themes.get_or_default(theme_id)
        if theme_id and theme.id != theme_id:
            log.warning(
                "page of provider %s: there is no theme %s, it is shown in %s",
                provider.id,
                theme_id,
                theme.id,
            )
        return theme

    def find_invitation(self, provider: Provider) -> PageInvitation | None:
        """Return the link that the page invites with now."""
        invitation: PageInvitation | None = self._request.hooks.themes_find_invitation(provider=provider)
        return invitation
