"""What a profile page says, in no language yet: frozen values that are kept as JSON.

Of what is published, the content is the snapshot: the page is rendered from it again whenever the theme, the
platform's texts or the booking link change, and only a new publication changes what it says.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from kalenner.files.variants import StoredPicture
from kalenner.hooks.themes import Design, PageBanner, PageHours, PageLink, PageService, Translations

Service, Banner = PageService, PageBanner


@dataclass(frozen=True)
class Contact:
    """How to reach a practice; empty texts are left out. The phone number is in E.164."""

    website: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Content:
    """One profile page: `about` is the source of a rich text, `services` and `links` are in their order.

    Texts are in `language`, the professional's, which is empty in snapshots of releases before there were
    `translations`; these hold `line` and `about`. `hours` is None where the professional does not show them.
    """

    name: str
    line: str = ""
    about: str = ""
    language: str = ""
    translations: Translations = field(default_factory=dict)
    picture: StoredPicture | None = None
    services: tuple[PageService, ...] = ()
    gallery: tuple[StoredPicture, ...] = ()
    hours: tuple[PageHours, ...] | None = None
    contact: Contact = Contact()
    links: tuple[PageLink, ...] = ()
    design: Design = field(default_factory=Design)

    @property
    def backgrounds(self) -> Mapping[str, StoredPicture]:
        """The pictures behind parts of the page, by place."""
        return cast("Mapping[str, StoredPicture]", self.design.backgrounds)

    def pictures(self) -> list[StoredPicture]:
        """Return every picture of the page."""
        backgrounds = self.backgrounds.values()
        return [picture for picture in (self.picture, *self.gallery, *backgrounds) if picture is not None]

    def languages(self) -> set[str]:
        """Return the languages besides the professional's own in which at least one text is given."""
        translated = [self.translations, *(service.translations for service in self.services)]
        if self.design.banner is not None:
            translated.append(self.design.banner.translations)
        return {code for texts in translated for code, values in texts.items() if any(values.values())}

    def to_json(self) -> dict[str, Any]:
        """Return plain values that JSON can hold.

        What came with later releases is left out where it is empty, so that an update changes no snapshot.
        """
        design = self.design
        later = {
            "line": self.line,
            "language": self.language,
            "translations": self.translations,
            "hours": None if self.hours is None else [asdict(span) for span in self.hours],
        }
        return {name: value for name, value in later.items() if value not in ("", {}, None)} | {
            "name": self.name,
            "about": self.about,
            "picture": self.picture.to_json() if self.picture else None,
            "services": [_plain(item) for item in self.services],
            "gallery": [item.to_json() for item in self.gallery],
            "contact": asdict(self.contact),
            "links": [asdict(item) for item in self.links],
            "design": {
                "theme": design.theme,
                "options": dict(design.options),
                "banner": _plain(design.banner) if design.banner else None,
                "backgrounds": {place: item.to_json() for place, item in self.backgrounds.items()},
            },
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Content":
        """Return the content that :meth:`to_json` gave."""
        design, picture = dict(values["design"]), values["picture"]
        banner, hours = design["banner"], values.get("hours")
        design["banner"] = None if banner is None else PageBanner(**banner)
        backgrounds = design["backgrounds"].items()
        design["backgrounds"] = {place: StoredPicture.from_json(item) for place, item in backgrounds}
        return cls(
            name=values["name"],
            line=values.get("line", ""),
            about=values["about"],
            language=values.get("language", ""),
            translations=values.get("translations", {}),
            picture=None if picture is None else StoredPicture.from_json(picture),
            services=tuple(PageService(**item) for item in values["services"]),
            gallery=tuple(StoredPicture.from_json(item) for item in values["gallery"]),
            hours=None if hours is None else tuple(PageHours(**span) for span in hours),
            contact=Contact(**values["contact"]),
            links=tuple(PageLink(**item) for item in values["links"]),
            design=Design(**design),
        )


def _plain(value: PageService | PageBanner) -> dict[str, Any]:
    values = asdict(value)
    if not values["translations"]:
        del values["translations"]
    return values
