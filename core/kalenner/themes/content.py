"""What a profile page says, in no language yet: frozen values that are kept as JSON.

Of what is published, the content is the snapshot: the page is rendered from it again whenever the theme, the
platform's texts or the booking link change, and only a new publication changes what it says.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kalenner.files.variants import StoredPicture
from kalenner.hooks.themes import Design, PageBanner, PageLink, PageService

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
    """One profile page: `about` is the source of a rich text, `services` and `links` are in their order."""

    name: str
    about: str = ""
    picture: StoredPicture | None = None
    services: tuple[PageService, ...] = ()
    gallery: tuple[StoredPicture, ...] = ()
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

    def to_json(self) -> dict[str, Any]:
        """Return plain values that JSON can hold."""
        design = self.design
        return {
            "name": self.name,
            "about": self.about,
            "picture": self.picture.to_json() if self.picture else None,
            "services": [dataclasses.asdict(item) for item in self.services],
            "gallery": [item.to_json() for item in self.gallery],
            "contact": dataclasses.asdict(self.contact),
            "links": [dataclasses.asdict(item) for item in self.links],
            "design": {
                "theme": design.theme,
                "options": dict(design.options),
                "banner": dataclasses.asdict(design.banner) if design.banner else None,
                "backgrounds": {place: item.to_json() for place, item in self.backgrounds.items()},
            },
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Content":
        """Return the content that :meth:`to_json` gave."""
        design, picture = dict(values["design"]), values["picture"]
        banner = design["banner"]
        design["banner"] = None if banner is None else PageBanner(**banner)
        backgrounds = design["backgrounds"].items()
        design["backgrounds"] = {place: StoredPicture.from_json(item) for place, item in backgrounds}
        return cls(
            name=values["name"],
            about=values["about"],
            picture=None if picture is None else StoredPicture.from_json(picture),
            services=tuple(PageService(**item) for item in values["services"]),
            gallery=tuple(StoredPicture.from_json(item) for item in values["gallery"]),
            contact=Contact(**values["contact"]),
            links=tuple(PageLink(**item) for item in values["links"]),
            design=Design(**design),
        )
