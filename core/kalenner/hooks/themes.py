"""Hooks of profile pages: what plugins put on them, and how they look."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from kalenner.hooks import hookspec
from kalenner.hooks.objects import PictureLike, ProviderLike
from kalenner.hooks.request import HookRequest

Translations: TypeAlias = Mapping[str, Mapping[str, str]]
"""Texts in further languages: by the language's code, then by the name of the field."""


@dataclass(frozen=True)
class PageService:
    """One service as a page shows it; the price is in the minor unit of `currency`, None where hidden.

    `translations` holds `name` and `description` in other languages than the professional's.
    """

    id: int
    name: str
    minutes: int
    description: str = ""
    price_minor: int | None = None
    currency: str = ""
    is_package: bool = False
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class PageHours:
    """One span of the week in which the practice is open: Monday is 0, minutes count from 0:00 to 1440."""

    weekday: int
    start_minute: int
    end_minute: int


@dataclass(frozen=True)
class PageLink:
    """One link with an icon: `kind` is ``social`` or ``map``, `icon` the inner markup of a 24 by 24 SVG.

    The URL has been checked by the plugin, and the page refuses any that is not https.
    """

    kind: Literal["social", "map"]
    key: str
    label: str
    url: str
    icon: str
    weight: int = 50


@dataclass(frozen=True)
class PageBanner:
    """A banner: `position` is ``top`` or ``middle``; a button without a link is not shown.

    `translations` holds `heading`, `text` and `button` in other languages than the professional's.
    """

    heading: str = ""
    text: str = ""
    button: str = ""
    url: str = ""
    position: str = "top"
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True)
class Design:
    """How a page looks: a theme by its id, its options, the banner, and backgrounds by place.

    Empty `theme` is the platform's default; options that are missing have the theme's defaults. Backgrounds
    are :class:`kalenner.files.variants.StoredPicture` at ``page``, ``header`` and ``contact``.
    """

    theme: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    banner: PageBanner | None = None
    backgrounds: Mapping[str, PictureLike] = field(default_factory=dict)


@dataclass(frozen=True)
class PageInvitation:
    """The link that a page invites with: its `payload`, and what those of "Book this service" begin with."""

    payload: str
    service_payload: str
    expires_at: dt.datetime

    def payload_for(self, service_id: int) -> str:
        """Return the start link's payload that leads to one service."""
        return f"{self.service_payload}-{service_id}"


@hookspec
def themes_page_services(request: HookRequest, provider: ProviderLike) -> list[PageService]:  # type: ignore[empty-body]
    """Contribute services to a provider's page.

    Called when: a page's content is gathered, to publish it or to tell whether it has changed.
    In transaction? yes – but only read.
    Return: a list in the order they are shown, prices only where the provider shows them.
    If it raises: its services are missing from the page, and the log names it.
    """


@hookspec
def themes_page_hours(request: HookRequest, provider: ProviderLike) -> list[PageHours]:  # type: ignore[empty-body]
    """Contribute opening hours to a provider's page.

    Called when: a page's content is gathered, and its professional has them shown.
    In transaction? yes – but only read.
    Return: a list of spans of the week, in the clocks of the practice.
    If it raises: its hours are missing from the page, and the log names it.
    """


@hookspec
def themes_page_links(request: HookRequest, provider: ProviderLike, address: str) -> list[PageLink]:  # type: ignore[empty-body]
    """Contribute links to a provider's page; `address` is the practice's, empty where it has none.

    Called when: a page's content is gathered.
    In transaction? yes – but only read.
    Return: a list; labels are names that need no translation.
    If it raises: its links are missing from the page, and the log names it.
    """


@hookspec(firstresult=True)
def themes_find_design(request: HookRequest, provider: ProviderLike) -> Design | None:
    """Say how a provider's page looks.

    Called when: a page's content is gathered.
    In transaction? yes – but only read.
    Return: the design, or None for another plugin's or the default; the first answer counts.
    If it raises: the page has the default design, and the log names it.
    """


@hookspec(firstresult=True)
def themes_find_invitation(request: HookRequest, provider: ProviderLike) -> PageInvitation | None:
    """Say by which link visitors of a provider's page become clients.

    Called when: a page is rendered.
    In transaction? yes – but only read.
    Return: a link that is valid now, or None; the first answer counts.
    If it raises: the page has no booking button, and the log names it.
    """


@hookspec
def themes_invitation_changed(request: HookRequest, provider: ProviderLike) -> None:
    """The link that a provider's page invites with was made, changed or revoked.

    Called when: after the change was stored.
    In transaction? yes – write rows, never files.
    Return: nothing.
    If it raises: the page keeps the link it has until it is rendered again, and the log names it.
    """
