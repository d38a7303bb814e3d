"""Everything that stands on the target for one publication: rendered from its snapshot, for its addresses."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pyramid.request import Request

from kalenner.files import FileStore
from kalenner.hooks.themes import PageInvitation
from kalenner.i18n import LANGUAGES, reader_for
from kalenner.people import Provider
from kalenner.themes import Content, RenderedPage, Theme, Themes, render_page
from kalenner_profiles.addresses import PageAddresses, moved_page, path_of, paths_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rendered:
    """What is to stand on the target: pages by path, and the files beside them by name, read when needed."""

    theme: str
    invitation: PageInvitation | None
    pages: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Callable[[], bytes]] = field(default_factory=dict)

    def digests(self) -> dict[str, str]:
        """Return the digest of each page by its path."""
        return {path: digest_of(page) for path, page in self.pages.items()}


NOTHING = Rendered("", None)
"""What stands there for a page that is not online."""


def digest_of(data: bytes) -> str:
    """Return what changes with the data."""
    return hashlib.sha256(data).hexdigest()[:32]


def content_digest(content: dict[str, Any]) -> str:
    """Return what changes with a snapshot."""
    return digest_of(json.dumps(content, sort_keys=True, ensure_ascii=False).encode())


class Renderer:
    """Renders the pages of providers."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._themes: Themes = request.registry["kalenner.themes"]
        self._store: FileStore = request.registry["kalenner.files"]

    def render(self, provider: Provider, content: Content, slug: str, old: list[str]) -> Rendered:
        """Return the page in every language, and what stands at its old names; raises ThemeFault."""
        theme, invitation = self._theme(provider, content), self.find_invitation(provider)
        addresses = PageAddresses(self._request, slug)
        made = self._page(theme, provider, content, addresses, invitation)
        paths = paths_of(slug)
        pages = {paths[language]: html for language, html in made.pages.items()}
        pages |= {
            path_of(language, name): moved_page(addresses.page(language))
            for name in old
            for language in LANGUAGES
        }
        files: dict[str, Callable[[], bytes]] = {
            name: partial(bytes, data) for name, data in made.assets.items()
        }
        files |= {one.name: partial(self._store.get, one.key) for one in made.pictures}
        return Rendered(theme.id, invitation, pages, files)

    def _page(
        self,
        theme: Theme,
        provider: Provider,
        content: Content,
        addresses: PageAddresses,
        invitation: PageInvitation | None,
    ) -> RenderedPage:
        zone = provider.account.timezone
        readers = {language: reader_for(self._request.registry, language, zone) for language in LANGUAGES}
        return render_page(theme, content, readers, addresses, invitation=invitation)

    def _theme(self, provider: Provider, content: Content) -> Theme:
        wanted = content.design.theme
        theme = self._themes.get_or_default(wanted)
        if wanted and theme.id != wanted:
            log.warning(
                "page of provider %s: there is no theme %s, it is shown in %s", provider.id, wanted, theme.id
            )
        return theme

    def find_invitation(self, provider: Provider) -> PageInvitation | None:
        """Return the link that the page invites with now."""
        invitation: PageInvitation | None = self._request.hooks.themes_find_invitation(provider=provider)
        return invitation
