"""What search engines and networks read of a page in one language."""

from typing import Any

from kalenner.files.derived import SHARED_SIZE
from kalenner.hooks.themes import PageService
from kalenner.i18n import LANGUAGES, _, decimal_amount, territorial
from kalenner.themes.localized import in_order
from kalenner.themes.opening_hours import schema_hours
from kalenner.themes.presenter import PagePresenter, plain_variants

TITLE_LENGTH, DESCRIPTION_LENGTH = 65, 155


class PageMetadata:
    """Title, description, alternatives, sharing picture and structured data of a page."""

    def __init__(self, presenter: PagePresenter) -> None:
        self._presenter = presenter
        self._content, self._reader = presenter.content, presenter.reader
        self._addresses = presenter.addresses
        self._languages = self._content.languages() | {self.main_language}

    @property
    def main_language(self) -> str:
        """The language that the page is in for readers of any other: the professional's."""
        return self._content.language or next(iter(LANGUAGES))

    def title(self) -> str:
        """Return the name with the line, else with as many services as there is room for."""
        title, line = self._content.name, self._presenter.line.text
        if line:
            return f"{title} – {line}"
        for number, service in enumerate(self._content.services):
            longer = f"{title}{', ' if number else ' – '}{self._presenter.service_name(service).text}"
            if len(longer) > TITLE_LENGTH:
                break
            title = longer
        return title

    def description(self) -> str:
        """Return line and beginning of the professional information, else what can be booked."""
        line, about = self._presenter.line.text, self._presenter.about
        text = " ".join(about.plain().split()) if about else ""
        if line and not text.startswith(line):
            text = f"{line}{'' if line.endswith(('.', '!', '?', '…')) else '.'} {text}".strip()
        if not about:
            names = ", ".join(self._presenter.service_name(entry).text for entry in self._content.services)
            message = _("profile-description") if names else _("profile-description-short")
            booked = self._reader.label(message, name=self._content.name, services=names)
            text = f"{text} {booked}".strip()
        if len(text) <= DESCRIPTION_LENGTH:
            return text
        return f"{text[: DESCRIPTION_LENGTH - 1].rsplit(' ', 1)[0]}…"

    def locale(self) -> str:
        """Return the language with its territory, such as "de_DE", as Open Graph names it."""
        return territorial(self._reader.language)

    def canonical(self) -> str:
        """Return the address that search engines list this page at: the main one where it has no texts."""
        is_own = self._reader.language in self._languages
        return self._addresses.page(self._reader.language if is_own else self.main_language)

    def alternates(self) -> list[tuple[str, str]]:
        """Return code and address of each language that the page has texts in, then of the rest's."""
        codes = in_order(self.main_language, self._languages)
        addresses = [(code, self._addresses.page(code)) for code in codes]
        return [*addresses, ("x-default", self._addresses.page(self.main_language))]

    def sharing_picture(self) -> tuple[str, int, int] | None:
        """Return address, width and height of the picture that networks show with a link; JPEG or PNG."""
        picture = self._content.picture or next(iter(self._content.gallery), None)
        if picture is None:
            return None
        shared = self._presenter.derived("shared")
        if shared is not None:
            return self._addresses.whole(f"{self._addresses.assets()}{shared.name}"), *SHARED_SIZE
        variant = min(plain_variants(picture), key=lambda candidate: abs(candidate.width - SHARED_SIZE[0]))
        return self._addresses.whole(self._presenter.file(variant)), variant.width, variant.height

    def structured(self) -> dict[str, Any]:
        """Return the page in schema.org's terms: LocalBusiness where there is an address, else Person."""
        content, contact = self._content, self._content.contact
        picture = self.sharing_picture()
        is_business = bool(contact.address)
        properties = {
            "@context": "https://schema.org",
            "@type": "LocalBusiness" if is_business else "Person",
            "name": content.name,
            "slogan" if is_business else "jobTitle": self._presenter.line.text,
            "description": self.description(),
            "url": self.canonical(),
            "image": picture[0] if picture else None,
            "telephone": contact.phone,
            "email": contact.email,
            "address": " ".join(contact.address.split()),
            "openingHours": schema_hours(content.hours or ()) if is_business else None,
            "sameAs": [*self._presenter.social_urls(), *filter(None, [contact.website])],
            "makesOffer": [self._offer(entry) for entry in content.services],
        }
        return {name: value for name, value in properties.items() if value}

    def _offer(self, service: PageService) -> dict[str, Any]:
        name = self._presenter.service_name(service).text
        description = self._presenter.service_description(service).text
        offer: dict[str, Any] = {"@type": "Offer", "itemOffered": {"@type": "Service", "name": name}}
        if description:
            offer["itemOffered"]["description"] = description
        if service.price_minor is not None:
            offer["price"] = decimal_amount(service.price_minor, service.currency)
            offer["priceCurrency"] = service.currency
        return offer
