"""What a template sees: the whole of it, in the visitor's language. The reference is generated from here.

A template reads the fields of these classes and nothing else. Texts are plain and escaped where they are
shown; :class:`~markupsafe.Markup` is made by the platform alone. A URL is a :class:`Url`, and the page may
link to and load no other.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup


class Url(str):
    """An address that the platform has checked."""

    __slots__ = ()


class ThemeData:
    """A value whose fields templates may read."""


def doc(text: str) -> Any:
    """Declare a field with the sentence that the reference shows."""
    return dataclasses.field(metadata={"doc": text})


@dataclass(frozen=True)
class LanguageData(ThemeData):
    """The same page in one language."""

    code: str = doc("Its code, such as `de`, for `lang` and `hreflang`.")
    name: str = doc("Its own name, such as “Deutsch”.")
    url: Url = doc("Where the page is in it.")
    is_current: bool = doc("Whether this page is in it.")


@dataclass(frozen=True)
class PageData(ThemeData):
    """The page itself."""

    language: str = doc("The code of its language.")
    languages: tuple[LanguageData, ...] = doc("The page in each language, this one included.")
    url: Url = doc("The address of this page.")
    platform: Url = doc("The address of the platform's home page.")


@dataclass(frozen=True)
class PictureData(ThemeData):
    """A picture in all its sizes; the macro `picture` shows it."""

    url: Url = doc("A size that every browser shows.")
    srcset: Url = doc("All sizes in that format, for `srcset`.")
    webp: Url | None = doc("All sizes as WebP, for the `srcset` of a `source`; None where there are none.")
    width: int = doc("The width of the largest, in pixels.")
    height: int = doc("The height of the largest, in pixels.")
    alt: str = doc("What it shows, in a few words; empty for a background.")
    id: str = doc("A name for an anchor, such as `photo-1`; empty where it is alone.")
    previous: str = doc("The anchor of the photo before it, around in a ring; empty where it is alone.")
    next: str = doc("The anchor of the photo after it, around in a ring; empty where it is alone.")


@dataclass(frozen=True)
class ProfileData(ThemeData):
    """Who the page is about."""

    name: str = doc("The nickname, 2 to 32 characters.")
    heading: str = doc("The same for a heading: long words have soft hyphens where they may be divided.")
    initial: str = doc("Its first letter, for a page without a picture.")
    line: str | None = doc(
        "What is offered and where, such as “Physiotherapy in Freiburg”: one line of at most 60 characters."
    )
    line_lang: str | None = doc("The language of `line` for `lang`; None where it is the page's.")
    about: Markup | None = doc("The professional information as paragraphs; None where there is none.")
    about_lang: str | None = doc("The language of `about` for `lang`; None where it is the page's.")
    picture: PictureData | None = doc("The logo or photo.")


@dataclass(frozen=True)
class ServiceData(ThemeData):
    """One service."""

    name: str = doc("Its name.")
    name_lang: str | None = doc("The language of `name` for `lang`; None where it is the page's.")
    duration: str = doc("How long it takes, such as “60 min”.")
    price: str | None = doc("Its price, such as “€50.00” or “50 €”; None where prices are not shown.")
    description: Markup | None = doc("Its description with its line breaks; None where there is none.")
    description_lang: str | None = doc(
        "The language of `description` for `lang`; None where it is the page's."
    )
    book_url: Url | None = doc("Where it is booked; None without an invitation, and for packages.")
    is_package: bool = doc("Whether it is a package, which is bought and not booked.")


@dataclass(frozen=True)
class LinkData(ThemeData):
    """A link with an icon."""

    key: str = doc("Its plugin's name for it, such as `instagram`, for a class.")
    label: str = doc("Its name, such as “Instagram”.")
    url: Url = doc("Where it leads.")
    icon: Markup | None = doc("An SVG of 24 by 24 in the colour of the text.")


@dataclass(frozen=True)
class HoursData(ThemeData):
    """The opening hours of one or more days of the week; days without any are left out."""

    days: str = doc("The days, such as “Mon–Fri”.")
    times: str = doc("Their times, such as “9:00–12:00, 14:00–18:00”.")


@dataclass(frozen=True)
class ContactData(ThemeData):
    """How to reach the practice."""

    website: LinkData | None = doc("The website; its label is the host.")
    email: LinkData | None = doc("The e-mail address.")
    phone: LinkData | None = doc("The telephone number.")
    address: Markup | None = doc("The address with its line breaks.")
    maps: tuple[LinkData, ...] = doc("The address on maps.")
    card: LinkData | None = doc("A contact card (.vcf) for the visitor's address book.")


@dataclass(frozen=True)
class BannerData(ThemeData):
    """The banner."""

    heading: str = doc("Its heading; may be empty.")
    heading_lang: str | None = doc("The language of `heading` for `lang`; None where it is the page's.")
    text: Markup | None = doc("Its text with its line breaks.")
    text_lang: str | None = doc("The language of `text` for `lang`; None where it is the page's.")
    button: LinkData | None = doc("Its button.")
    button_lang: str | None = doc(
        "The language of the button's label for `lang`; None where it is the page's."
    )
    position: str = doc("`top`, or `middle`: between gallery and services.")


@dataclass(frozen=True)
class BackgroundsData(ThemeData):
    """Pictures behind parts of the page: each an `img`, since inline styles are not possible."""

    page: PictureData | None = doc("Behind everything.")
    header: PictureData | None = doc("Behind the header.")
    contact: PictureData | None = doc("Behind the contact section.")


@dataclass(frozen=True)
class OptionsData(ThemeData):
    """How the professional has configured the design; each is also a `data-` attribute of `body`."""

    banner: str = doc("`yes` or `no`; `banner` is None where it is `no`.")
    header: str = doc("`wide` or `narrow`, its height.")
    gallery: str = doc("`slider`, `2x` or `3x`.")
    services: str = doc("`cards`, or `list`: each folds out.")
    buttons: str = doc("`yes` or `no`: a button at each service; where `no`, their `book_url` is None.")
    accent: str = doc("`own` for the design's own colour, else one of the palette, as `--accent`.")


class Lookup(ThemeData):
    """Values by name, read as ``text.book``; a name that is not there is a fault."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values


NAMES: dict[str, tuple[type[ThemeData] | str, str]] = {
    "page": (PageData, "The page itself."),
    "profile": (ProfileData, "Who the page is about."),
    "book_url": ("Url", "Where an appointment is booked; None without a valid invitation."),
    "services": (ServiceData, "The services, in their order."),
    "gallery": (PictureData, "The photos, in their order."),
    "hours": (HoursData, "The opening hours; None where the professional does not show them."),
    "contact": (ContactData, "How to reach the practice; None where nothing is known."),
    "social": (LinkData, "Links to social media."),
    "banner": (BannerData, "The banner; None where there is none."),
    "backgrounds": (BackgroundsData, "Pictures behind parts of the page."),
    "options": (OptionsData, "How the design is configured."),
    "text": ("Lookup", "Words in the page's language: the platform's, then the theme's own from `locale`."),
    "macros": ("Lookup", 'The macros: `metal:use-macro="macros.service"`.'),
    "repeat": (
        "Lookup",
        "Where a `tal:repeat` is: `repeat.service.number`, `.index`, `.start`, `.end`, `.odd`.",
    ),
}
"""Every name that a template may begin an expression with, besides those it defines."""
