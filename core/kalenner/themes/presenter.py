"""What a page shows in one language: the data of its templates, and what search engines read of it."""

import logging
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from kalenner import richtext
from kalenner.files.variants import StoredPicture, StoredVariant
from kalenner.hooks.themes import PageInvitation, PageLink, PageService
from kalenner.i18n import LANGUAGES, Reader, _, decimal_amount
from kalenner.links import LinkRefused, check_link
from kalenner.themes.content import Content
from kalenner.themes.data import (
    BackgroundsData,
    BannerData,
    ContactData,
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
from kalenner.themes.labels import labels
from kalenner.themes.theme import Theme

if TYPE_CHECKING:
    from kalenner.themes.page import Addresses

log = logging.getLogger(__name__)

SHARED_WIDTH = 1200  # what networks show of a shared page
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
    ) -> None:
        self.theme, self.content, self.reader = theme, content, reader
        self.addresses = addresses
        self._invitation = invitation
        self.options = theme.configured(content.design.options)
        if content.design.banner is None:
            self.options["banner"] = "no"
        self._about = richtext.parse(content.about) if content.about else None
        self._book = self._start(invitation.payload) if invitation else None

    def data(self) -> dict[str, Any]:
        """Return every name of :data:`kalenner.themes.data.NAMES` but those of rendering."""
        return {
            "page": self._page(),
            "profile": self._profile(),
            "book_url": self._book,
            "services": tuple(self._service(service) for service in self.content.services),
            "gallery": self._gallery(),
            "contact": self._contact(),
            "social": self._links("social"),
            "banner": self._banner(),
            "backgrounds": self._backgrounds(),
            "options": OptionsData(**self.options),
            "text": Lookup(labels(self.reader) | self.theme.texts(self.reader.language)),
        }

    def title(self, length: int) -> str:
        """Return the name with as many services as there is room for."""
        title = self.content.name
        for number, service in enumerate(self.content.services):
            longer = f"{title}{', ' if number else ' – '}{service.name}"
            if len(longer) > length:
                break
            title = longer
        return title

    def description(self, length: int) -> str:
        """Return the beginning of the professional information, else what can be booked."""
        text = " ".join(self._about.plain().split()) if self._about else ""
        if not text:
            names = ", ".join(service.name for service in self.content.services)
            message = _("profile-description") if names else _("profile-description-short")
            text = self.reader.label(message, name=self.content.name, services=names)
        return text if len(text) <= length else f"{text[: length - 1].rsplit(' ', 1)[0]}…"

    def sharing_picture(self) -> tuple[str, int, int] | None:
        """Return address, width and height of the picture that networks show with a link; JPEG or PNG."""
        picture = self.content.picture or next(iter(self.content.gallery), None)
        if picture is None:
            return None
        variant = min(_plain(picture), key=lambda candidate: abs(candidate.width - SHARED_WIDTH))
        return self.addresses.whole(self._file(variant)), variant.width, variant.height

    def structured(self, description: str) -> dict[str, Any]:
        """Return the page in schema.org's terms: LocalBusiness where there is an address, else Person."""
        content, contact = self.content, self.content.contact
        picture = self.sharing_picture()
        properties = {
            "@context": "https://schema.org",
            "@type": "LocalBusiness" if contact.address else "Person",
            "name": content.name,
            "description": description,
            "url": self.addresses.page(self.reader.language),
            "image": picture[0] if picture else None,
            "telephone": contact.phone,
            "email": contact.email,
            "address": " ".join(contact.address.split()),
            "sameAs": [entry.url for entry in self._links("social")] + list(filter(None, [contact.website])),
            "makesOffer": [self._offer(entry) for entry in content.services],
        }
        return {name: value for name, value in properties.items() if value}

    def _offer(self, service: PageService) -> dict[str, Any]:
        offer: dict[str, Any] = {"@type": "Offer", "itemOffered": {"@type": "Service", "name": service.name}}
        if service.description:
            offer["itemOffered"]["description"] = service.description
        if service.price_minor is not None:
            offer["price"] = decimal_amount(service.price_minor, service.currency)
            offer["priceCurrency"] = service.currency
        return offer

    def _page(self) -> PageData:
        current = self.reader.language
        languages = tuple(
            LanguageData(code, name, Url(self.addresses.page(code)), code == current)
            for code, name in LANGUAGES.items()
        )
        return PageData(
            current, languages, Url(self.addresses.page(current)), Url(self.addresses.home(current))
        )

    def _profile(self) -> ProfileData:
        name = self.content.name
        alt = self.reader.label(_("profile-picture-of"), name=name)
        about = self._about.page() if self._about else None
        return ProfileData(name, name[:1].upper(), about, self._picture(self.content.picture, alt))

    def _service(self, service: PageService) -> ServiceData:
        price = service.price_minor
        bookable = (
            self._invitation is not None and self.options["buttons"] == "yes" and not service.is_package
        )
        return ServiceData(
            name=service.name,
            duration=self.reader.label(_("profile-minutes"), count=service.minutes),
            price=None if price is None else self.reader.money(price, service.currency),
            description=_broken(service.description),
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
        plain = _plain(stored)
        webp = [variant for variant in stored.variants if variant.format == "webp"]
        largest = max(plain, key=lambda variant: variant.width)
        return PictureData(
            url=Url(self._file(largest)),
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
        return Url(", ".join(f"{self._file(variant)} {variant.width}w" for variant in variants))

    def _file(self, variant: StoredVariant) -> str:
        return f"{self.addresses.assets()}{variant.name}"

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
        )

    def _links(self, kind: str) -> tuple[LinkData, ...]:
        links = (link for link in self.content.links if link.kind == kind and _leads_to_the_web(link))
        return tuple(LinkData(link.key, link.label, Url(link.url), _icon(link)) for link in links)

    def _banner(self) -> BannerData | None:
        banner = self.content.design.banner
        if banner is None or self.options["banner"] == "no":
            return None
        return BannerData(
            banner.heading, _broken(banner.text), _link("banner", banner.button, banner.url), banner.position
        )

    def _backgrounds(self) -> BackgroundsData:
        pictures = self.content.backgrounds
        return BackgroundsData(
            *(self._picture(pictures.get(place)) for place in ("page", "header", "contact"))
        )

    def _start(self, payload: str) -> Url | None:
        link = self.addresses.start(payload)
        return Url(link) if link else None


def _plain(picture: StoredPicture) -> list[StoredVariant]:
    """Return the sizes in the format that everybody shows."""
    return [variant for variant in picture.variants if variant.format != "webp"] or list(picture.variants)


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
