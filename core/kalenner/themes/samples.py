"""Sample profiles: a typical one, and extreme ones that break designs made for the typical one."""

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Literal

from kalenner.files.variants import StoredPicture
from kalenner.hooks.themes import Design, PageBanner, PageHours, PageInvitation, PageLink, PageService
from kalenner.i18n import LANGUAGES, Reader, make_reader
from kalenner.themes.content import Contact, Content
from kalenner.themes.trades import TRADES

FOLDER = Path(__file__).parent / "static" / "samples"
HOURS = (
    *(PageHours(day, 9 * 60, 12 * 60 + 30) for day in range(5)),
    *(PageHours(day, 14 * 60, 18 * 60) for day in range(4)),
)
CURRENCIES = {"en": "GBP", "de": "EUR", "fr": "EUR", "ru": "RUB"}
INVITATION = PageInvitation("i_sample", "b_sample", dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
"""An invitation that makes the buttons appear; it leads nowhere."""

_CORE_LOCALE = str(Path(__file__).parents[1] / "locale")
_LINKS: tuple[tuple[Literal["social", "map"], str, str, str], ...] = (
    ("social", "telegram", "Telegram", "https://t.me/example"),
    ("social", "instagram", "Instagram", "https://www.instagram.com/example"),
    ("social", "youtube", "YouTube", "https://www.youtube.com/@example"),
    ("map", "google", "Google Maps", "https://www.google.com/maps/search/?api=1"),
    ("map", "apple", "Apple Maps", "https://maps.apple.com/?q=example"),
)
_LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_ARABIC = "نرحب بكم في العيادة، ونعمل معكم بهدوء وعناية"
_HEBREW = "ברוכים הבאים לקליניקה שלנו"


class SampleAddresses:
    """Where things of a sample are: pages below `base`, files in `assets`; the buttons lead to `start`."""

    def __init__(
        self,
        base: str = "/",
        *,
        assets: str = "",
        origin: str = "https://example.com",
        start: str = "#content",
    ) -> None:
        self._base, self._assets, self._origin, self._start = base, assets or f"{base}assets/", origin, start

    def page(self, language: str) -> str:
        """Return the whole address of the page in a language."""
        return f"{self._origin}{self._base}{language}/"

    def home(self, language: str) -> str:
        """Return the address of the platform's home page."""
        return f"{self._origin}/{language}"

    def assets(self) -> str:
        """Return the path of the folder of styles and pictures."""
        return self._assets

    def whole(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"{self._origin}{path}"

    def start(self, payload: str) -> str | None:
        """Return where the buttons lead, whatever they book."""
        del payload
        return self._start


def sample(name: str, language: str, trade: str = TRADES[0]) -> Content:
    """Return a sample profile of a trade in a language.

    Raises KeyError for a name that is not in `NAMES`, and for a trade that is not in `TRADES`.
    """
    return _SAMPLES[name](_practice(language, trade))


def configured(content: Content, options: Mapping[str, str]) -> Content:
    """Return a sample with these options."""
    return replace(content, design=replace(content.design, options=options))


@lru_cache
def files() -> Mapping[str, Path]:
    """Return the files of all samples' pictures, by the names under which a page asks for them."""
    pictures = (picture for trade in TRADES for picture in _pictures(trade).values())
    variants = (variant for picture in pictures for variant in picture.variants)
    return {variant.name: FOLDER / variant.key for variant in variants}


def readers() -> dict[str, Reader]:
    """Return a reader of each language with the core's texts, as there is no application."""
    return {language: make_reader((_CORE_LOCALE,), language) for language in LANGUAGES}


@lru_cache
def _pictures(trade: str) -> dict[str, StoredPicture]:
    data = json.loads((FOLDER / trade / "pictures.json").read_text("utf-8"))
    return {name: StoredPicture.from_json(picture) for name, picture in data.items()}


@lru_cache
def _texts(trade: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / "locale" / f"{trade}.toml").read_text("utf-8"))


@lru_cache
def _links() -> tuple[PageLink, ...]:
    """Return links with icons that are drawn for the samples; the plugins bring those of the networks."""
    icons = json.loads((FOLDER / "icons.json").read_text("utf-8"))
    return tuple(PageLink(*values, icons["map" if values[0] == "map" else values[1]]) for values in _LINKS)


def _practice(language: str, trade: str) -> Content:
    """Return the practice to show people: every part of a page, as somebody of the trade would fill it."""
    texts = _texts(trade)[language]
    portrait, *gallery = _pictures(trade).values()
    services = tuple(
        PageService(number, name, minutes, text, price, CURRENCIES[language], is_package=key == "five")
        for number, (key, (name, minutes, price, text)) in enumerate(texts["services"].items(), start=1)
    )
    return Content(
        name=texts["name"],
        line=texts["line"],
        language=language,
        about=texts["about"].strip(),
        picture=portrait,
        services=services,
        gallery=tuple(gallery),
        hours=HOURS,
        contact=Contact(texts["website"], texts["email"], texts["phone"], texts["address"]),
        links=_links(),
        design=Design(banner=PageBanner(**texts["banner"])),
    )


def _whole(practice: Content) -> Content:
    return practice


def _with_backgrounds(practice: Content) -> Content:
    backgrounds = dict(zip(("page", "header", "contact"), practice.gallery, strict=False))
    return replace(practice, design=replace(practice.design, backgrounds=backgrounds))


def _no_photo(practice: Content) -> Content:
    return replace(practice, picture=None, gallery=())


def _forty_services(practice: Content) -> Content:
    five = practice.services
    many = tuple(
        replace(five[number % 5], id=number + 1, name=f"{five[number % 5].name} {number + 1}")
        for number in range(40)
    )
    return replace(practice, services=many)


def _with_text(practice: Content, text: str, *, name: str, rich: str = "") -> Content:
    """Return the practice with `text` wherever a professional may write one."""
    address = "https://example.com/" + "?x=%22%3E"
    return replace(
        practice,
        name=name,
        line=text[:60],
        about=rich or escape(text, quote=False),
        services=tuple(
            replace(service, name=text, description=f"{text}\n{text}") for service in practice.services
        ),
        contact=replace(practice.contact, website=address, address=f"{text}\n{text}"),
        links=tuple(replace(link, label=text) for link in practice.links),
        design=Design(banner=PageBanner(text, f"{text}\n{text}", text, address, "middle")),
    )


def _endless_words(practice: Content) -> Content:
    long = _with_text(
        practice, _LONG, name=_LONG[:32], rich=f"<b>{_LONG}</b> <a href='https://example.com/'>{_LONG}</a>"
    )
    contact = Contact(
        f"https://{'unterbeamten' * 5}.example.com/",
        f"{'betriebswerk' * 5}@example.com",
        "+493023125123",
        _LONG,
    )
    return replace(long, contact=contact)


def _right_to_left(practice: Content) -> Content:
    content = _with_text(practice, _ARABIC, name="عيادة الهدوء")
    services = [replace(service, name=_HEBREW) for service in content.services[:2]]
    return replace(content, services=(*services, *content.services[2:]), links=_links())


def _one_letter(practice: Content) -> Content:
    return _with_text(practice, "i", name="i")


def _nothing(practice: Content) -> Content:
    del practice
    return Content(name="Al")


def _markup(practice: Content) -> Content:
    return _with_text(
        practice,
        "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${macros}&amp;",
        name='<b>O\'Hara</b> & "Sons"',
    )


def _emoji(practice: Content) -> Content:
    return _with_text(practice, "👩‍⚕️ 🏳️‍🌈 Ünïcødé 💆🏽‍♀️✨ 한국어 日本語 ไทย", name="🌿 Olga 🌿")


_SAMPLES: dict[str, Callable[[Content], Content]] = {
    "practice": _whole,
    "backgrounds": _with_backgrounds,
    "no-photo": _no_photo,
    "forty-services": _forty_services,
    "endless-words": _endless_words,
    "right-to-left": _right_to_left,
    "one-letter": _one_letter,
    "nothing": _nothing,
    "markup": _markup,
    "emoji": _emoji,
}
NAMES = tuple(_SAMPLES)
"""The samples: ``practice`` is the one to show people, the others are the ones to try a theme with."""
