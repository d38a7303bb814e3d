"""What a page shows in one language: the data of its templates."""

import logging
from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from kalenner import richtext
from kalenner.files.derived import DerivedPicture, derive
from kalenner.files.variants import StoredPicture, StoredVariant
from kalenner.hooks.themes import PageInvitation, PageLink, PageService
from kalenner.i18n import LANGUAGES, Reader, _
from kalenner.links import LinkRefused, check_link
from kalenner.storage.digests import hashed_name
from kalenner.themes.content import Content
from kalenner.themes.data import (
    BackgroundsData,
    BannerData,
    ContactData,
    HoursData,
    LanguageData,
    LinkData,
    Lookup,
    OptionsData,
    PageData,
    PictureData,
    ProfileData,
    ServiceData,
    Url,
)
from kalenner.themes.hyphens import with_soft_hyphens
from kalenner.themes.labels import labels
from kalenner.themes.localized import LocalizedText, Localizer, in_order
from kalenner.themes.opening_hours import hours_rows
from kalenner.themes.theme import Theme
from kalenner.themes.vcard import vcard

if TYPE_CHECKING:
    from kalenner.themes.page import Addresses

log = logging.getLogger(__name__)

_ICON = (
    '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="currentColor" aria-hidden="true">'
    "{}</svg>"
)


class PagePresenter:
    """A page's content for the readers of one language."""

    def __init__(
        self,
        theme: Theme,
        content: Content,
        reader: Reader,
        addresses: "Addresses",
        invitation: PageInvitation | None,
        *,
        derives: bool = False,
        is_preview: bool = False,
    ) -> None:
        self.theme, self.content, self.reader = theme, content, reader
        self.addresses = addresses
        self._invitation, self._derives, self._is_preview = invitation, derives, is_preview
        self.options = theme.configured(content.design.options)
        if content.design.banner is None:
            self.options["banner"] = "no"
        self._localizer = Localizer(content.language, reader.language)
        self.line = self._localizer.choose("line", content.line, content.translations)
        self._about = self._localizer.choose("about", content.about, content.translations)
        self.about = richtext.parse(self._about.text) if self._about.text else None
        self._book = self._start(invitation.payload) if invitation else None

    def data(self) -> dict[str, Any]:
        """Return every name of :data:`kalenner.themes.data.NAMES` but those of rendering."""
        return {
            "page": self._page(),
            "profile": self._profile(),
            "book_url": self._book,
            "services": tuple(self._service(service) for service in self.content.services),
            "gallery": self._gallery(),
            "hours": self._hours(),
            "contact": self._contact(),
            "social": self._links("social"),
            "banner": self._banner(),
            "backgrounds": self._backgrounds(),
            "options": OptionsData(**self.options),
            "text": Lookup(labels(self.reader) | self.theme.texts(self.reader.language)),
        }

    def _page(self) -> PageData:
        current = self.reader.language
        languages = tuple(
            LanguageData(code, name, Url(self.addresses.page(code)), code == current)
            for code, name in ((code, LANGUAGES[code]) for code in in_order(self.content.language))
        )
        return PageData(
            current, languages, Url(self.addresses.page(current)), Url(self.addresses.home(current))
        )

    def _profile(self) -> ProfileData:
        name = self.content.name
        alt = self.reader.label(_("profile-picture-of"), name=name)
        return ProfileData(
            name=name,
            heading=self._divisible(name, None),
            initial=name[:1].upper(),
            line=self._divisible(self.line.text, self.line.language) or None,
            line_lang=self.line.language,
            about=self.about.page() if self.about else None,
            about_lang=self._about.language,
            picture=self._picture(self.content.picture, alt),
        )

    def _divisible(self, text: str, language: str | None) -> str:
        """Return a text of the page with soft hyphens; one of no known language is in the professional's."""
        return with_soft_hyphens(text, language or self.content.language or self.reader.language)

    def service_name(self, service: PageService) -> LocalizedText:
        """Return the name of a service for the reader."""
        return self._localizer.choose("name", service.name, service.translations)

    def service_description(self, service: PageService) -> LocalizedText:
        """Return the description of a service for the reader; an empty text where there is none."""
        return self._localizer.choose("description", service.description, service.translations)

    def social_urls(self) -> list[str]:
        """Return where the social media of the page are."""
        return [str(link.url) for link in self._links("social")]

    def derived(self, kind: Literal["icon", "shared"]) -> DerivedPicture | None:
        """Return the icon, or the picture for networks, that is to be made for the page; None for none."""
        picture = self.content.picture
        if kind == "shared":
            picture = picture or next(iter(self.content.gallery), None)
        if picture is None or not self._derives:
            return None
        return derive(picture, kind, self.theme.colours("light").get("paper", "#ffffff"))

    @cached_property
    def card(self) -> tuple[str, bytes] | None:
        """The file name and content of the contact card; None in a preview, and where there is no contact."""
        contact = self.content.contact
        if self._is_preview or not any(asdict(contact).values()):
            return None
        data = vcard(self.content.name, self.line.text, contact, self.addresses.page(self.reader.language))
        return hashed_name("contact.vcf", data), data

    def _service(self, service: PageService) -> ServiceData:
        price = service.price_minor
        bookable = (
            self._invitation is not None and self.options["buttons"] == "yes" and not service.is_package
        )
        name, description = self.service_name(service), self.service_description(service)
        return ServiceData(
            name=name.text,
            name_lang=name.language,
            duration=self.reader.label(_("profile-minutes"), count=service.minutes),
            price=None if price is None else self.reader.money(price, service.currency),
            description=_broken(description.text),
            description_lang=description.language,
            book_url=self._start(self._invitation.payload_for(service.id))
            if bookable and self._invitation
            else None,
            is_package=service.is_package,
        )

    def _gallery(self) -> tuple[PictureData, ...]:
        photos = self.content.gallery
        count = len(photos)

        def photo(number: int, stored: StoredPicture) -> PictureData:
            alt = self.reader.label(_("profile-photo-of"), number=number + 1, name=self.content.name)
            anchors = (
                [f"photo-{(number + step) % count + 1}" for step in (0, -1, 1)] if count > 1 else ["", "", ""]
            )
            picture = self._picture(stored, alt, *anchors)
            assert picture is not None  # noqa: S101 -- a gallery holds pictures
            return picture

        return tuple(photo(number, stored) for number, stored in enumerate(photos))

    def _picture(
        self,
        stored: StoredPicture | None,
        alt: str = "",
        id_: str = "",
        previous: str = "",
        following: str = "",
    ) -> PictureData | None:
        if stored is None:
            return None
        plain = plain_variants(stored)
        webp = [variant for variant in stored.variants if variant.format == "webp"]
        largest = max(plain, key=lambda variant: variant.width)
        return PictureData(
            url=Url(self.file(largest)),
            srcset=self._srcset(plain),
            webp=self._srcset(webp) if webp else None,
            width=largest.width,
            height=largest.height,
            alt=alt,
            id=id_,
            previous=previous,
            next=following,
        )

    def _srcset(self, variants: Iterable[StoredVariant]) -> Url:
        return Url(", ".join(f"{self.file(variant)} {variant.width}w" for variant in variants))

    def file(self, variant: StoredVariant) -> str:
        """Return the path of a picture's file."""
        return f"{self.addresses.assets()}{variant.name}"

    def _hours(self) -> tuple[HoursData, ...] | None:
        rows = hours_rows(self.content.hours or (), self.reader)
        return tuple(HoursData(*row) for row in rows) or None

    def _contact(self) -> ContactData | None:
        contact, maps = self.content.contact, self._links("map")
        if not any((*asdict(contact).values(), maps)):
            return None
        return ContactData(
            website=_link("website", urlsplit(contact.website).hostname or "", contact.website),
            email=_link(
                "email", contact.email, f"mailto:{quote(contact.email, safe='@+')}" if contact.email else ""
            ),
            phone=_link("phone", _phone(contact.phone), f"tel:{contact.phone}" if contact.phone else ""),
            address=_broken(contact.address),
            maps=maps,
            card=self._card_link(),
        )

    def _card_link(self) -> LinkData | None:
        """Return where the contact card is; in a preview, which has none, the link stays where it is."""
        label = self.reader.label(_("profile-contact-card"))
        if self._is_preview and any(asdict(self.content.contact).values()):
            return _link("card", label, f"{self.addresses.page(self.reader.language)}#contact")
        return None if self.card is None else _link("card", label, f"{self.addresses.assets()}{self.card[0]}")

    def _links(self, kind: str) -> tuple[LinkData, ...]:
        links = (link for link in self.content.links if link.kind == kind and _leads_to_the_web(link))
        return tuple(LinkData(link.key, link.label, Url(link.url), _icon(link)) for link in links)

    def _banner(self) -> BannerData | None:
        banner = self.content.design.banner
        if banner is None or self.options["banner"] == "no":
            return None
        heading, text, button = (
            self._localizer.choose(field, getattr(banner, field), banner.translations)
            for field in ("heading", "text", "button")
        )
        return BannerData(
            heading=heading.text,
            heading_lang=heading.language,
            text=_broken(text.text),
            text_lang=text.language,
            button=_link("banner", button.text, banner.url),
            button_lang=button.language,
            position=banner.position,
        )

    def _backgrounds(self) -> BackgroundsData:
        pictures = self.content.backgrounds
        return BackgroundsData(
            *(self._picture(pictures.get(place)) for place in ("page", "header", "contact"))
        )

    def _start(self, payload: str) -> Url | None:
        link = self.addresses.start(payload)
        return Url(link) if link else None


def plain_variants(picture: StoredPicture) -> tuple[StoredVariant, ...]:
    """Return the sizes in the format that everybody shows."""
    return picture.fallbacks or picture.variants


def _link(key: str, label: str, url: str) -> LinkData | None:
    return LinkData(key, label, Url(url), None) if label and url else None


def _broken(text: str) -> Markup | None:
    """Return a plain text with its line breaks as markup."""
    return Markup("<br>").join(escape(line) for line in text.splitlines()) if text.strip() else None


def _phone(number: str) -> str:
    """Return a number in E.164 as it is written for people abroad."""
    if not number:
        return ""
    import phonenumbers  # import here: slow library

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _leads_to_the_web(link: PageLink) -> bool:
    """Tell whether a page may hold a plugin's link; any other is left out, and the log names it."""
    try:
        check_link(link.url)
    except LinkRefused as refused:
        log.error("the %s link %s is left out of a page: %s", link.kind, link.key, refused.reason)
        return False
    return True


def _icon(link: PageLink) -> Markup:
    """Return a plugin's icon as SVG; a plugin is trusted, and its markup is validated like a theme's."""
    return Markup(_ICON.format(link.icon))  # noqa: S704
