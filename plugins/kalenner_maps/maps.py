"""The maps: how a place is linked to on each, and which links lead to a place there.

The links that are made are those that the maps document: Google's Maps URLs, Apple's Map Links, and Yandex
Maps by URL, whose coordinates begin with the longitude.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from kalenner.hooks.platform import MapLink
from kalenner.links import LinkFault, LinkRefused, check_link
from kalenner.screens import Place
from kalenner_maps.domains import GOOGLE, YANDEX

MOST_ADDRESS = 160
"""Characters of an address that a search link holds; encoded, the link can still be opened."""
ICON = (
    '<path d="M12 2a7 7 0 0 1 7 7c0 5-7 13-7 13S5 14 5 9a7 7 0 0 1 7-7zm0 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"/>'
)
"""A pin, drawn for KALENNER; the name beside it says which map it is."""

_BELOW_MAPS = re.compile(r"/maps[/?].+")
_SHORT = r"[A-Za-z0-9_-]+(?:\?.*)?"


@dataclass(frozen=True)
class Map:
    """One map: `of_text` is the link that a search completes, `of_place` a pattern for the link to a place.

    `link_shapes` are the hosts of links to the map, each with a pattern of the rest of such a link;
    `starts` says the same to people.
    """

    key: str
    label: str
    of_text: str
    of_place: str
    starts: str
    link_shapes: Sequence[tuple[Sequence[str], re.Pattern[str]]]

    def link_to(self, place: str | Place) -> str:
        """Return the link to an address in any number of lines, or to a place."""
        if isinstance(place, Place):
            return self.of_place.format(latitude=f"{place.latitude:.6f}", longitude=f"{place.longitude:.6f}")
        return self.of_text + quote(in_one_line(place)[:MOST_ADDRESS], safe="")


MAPS = (
    Map(
        "google",
        "Google Maps",
        "https://www.google.com/maps/search/?api=1&query=",
        "https://www.google.com/maps/search/?api=1&query={latitude}%2C{longitude}",
        "https://www.google.com/maps/, https://maps.app.goo.gl/",
        (
            (GOOGLE, _BELOW_MAPS),
            (tuple(f"maps.{domain}" for domain in GOOGLE), re.compile(rf"/\?.+|{_BELOW_MAPS.pattern}")),
            (("maps.app.goo.gl",), re.compile(f"/{_SHORT}")),
            (("goo.gl",), re.compile(f"/maps/{_SHORT}")),
        ),
    ),
    Map(
        "apple",
        "Apple Maps",
        "https://maps.apple.com/?q=",
        "https://maps.apple.com/?ll={latitude},{longitude}&q={latitude},{longitude}",
        "https://maps.apple.com/, https://maps.apple/",
        ((("maps.apple.com", "maps.apple"), re.compile(r"/.+")),),
    ),
    Map(
        "yandex",
        "Yandex Maps",
        "https://yandex.com/maps/?text=",
        "https://yandex.com/maps/?pt={longitude},{latitude}&z=17",
        "https://yandex.com/maps/, https://yandex.ru/maps/",
        ((YANDEX, _BELOW_MAPS),),
    ),
)
"""In the order in which pages show them, but where :data:`YANDEX_COUNTRIES` says otherwise."""
YANDEX_COUNTRIES = frozenset({"AM", "AZ", "BY", "GE", "KG", "KZ", "MD", "RU", "TJ", "TM", "UZ"})
"""Countries whose people look for Yandex Maps first."""


class NoPlace(Exception):
    """A link does not lead to a place on the map."""


def maps_of(country: str | None) -> tuple[Map, ...]:
    """Return the maps in the order in which people of a country look for them."""
    is_yandex_first = country in YANDEX_COUNTRIES
    return tuple(sorted(MAPS, key=lambda map_: is_yandex_first and map_.key != "yandex"))


def map_links(place: Any) -> list[MapLink]:
    """Return the links to an address or a place on each map; none to an address without a word."""
    if not isinstance(place, Place) and not in_one_line(place):
        return []
    return [
        MapLink(map_.key, map_.label, map_.link_to(place), weight)
        for weight, map_ in enumerate(MAPS, start=10)
    ]


def check_map_link(map_: Map, text: str) -> str:
    """Return the canonical form of a link to a place on a map; a canonical link is returned unchanged.

    Raises :class:`NoPlace`, and :class:`kalenner.links.LinkRefused` for no link or an unsafe one.
    """
    try:
        link = check_link(text, hosts=[host for hosts, _rest in map_.link_shapes for host in hosts])
    except LinkRefused as refused:
        if refused.reason is LinkFault.OTHER_HOST:
            raise NoPlace from refused
        raise
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    rest = link.partition(parts.netloc)[2].partition("#")[0]
    if not any(host in hosts and shape.fullmatch(rest) for hosts, shape in map_.link_shapes):
        raise NoPlace
    if {".", ".."} & set(unquote(parts.path).split("/")):  # a browser would shorten the path
        raise NoPlace
    return link


def in_one_line(address: str) -> str:
    """Return an address as it is typed into a search."""
    return ", ".join(filter(None, (" ".join(line.split()) for line in address.splitlines())))
