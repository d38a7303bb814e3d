"""The networks: what they are called, where their pages are, and which links lead to one of them."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kalenner.links import check_link

ICONS = Path(__file__).with_name("icons")
_PATH = re.compile(r'<path d="[^"<>&]+"/>')


@dataclass(frozen=True)
class Network:
    """One network: `hosts` are those of its pages, as :func:`kalenner.links.check_link` takes them.

    Where a name alone says whose page is meant, `name` is what names look like, and `page` the link that a
    name completes. `elsewhere` are first parts of paths that are nobody's page: they redirect out of the
    network, or do something on the visitor's device, such as setting a proxy.
    """

    key: str
    label: str
    hosts: tuple[str, ...]
    example: str
    name: re.Pattern[str] | None = None
    page: str = ""
    elsewhere: frozenset[str] = frozenset()


NETWORKS = (
    Network(
        "telegram",
        "Telegram",
        ("t.me", "telegram.me"),
        "https://t.me/example",
        name=re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}"),
        page="https://t.me/",
        elsewhere=frozenset(
            ("addtheme", "bg", "confirmphone", "iv", "login", "msg", "proxy", "setlanguage", "share", "socks")
        ),
    ),
    Network(
        "instagram",
        "Instagram",
        ("instagram.com",),
        "https://www.instagram.com/example",
        name=re.compile(r"[A-Za-z0-9._]{1,30}"),
        page="https://www.instagram.com/",
        elsewhere=frozenset(("accounts", "oauth")),
    ),
    Network(
        "tiktok",
        "TikTok",
        ("tiktok.com", "vm.tiktok.com"),
        "https://www.tiktok.com/@example",
        name=re.compile(r"[A-Za-z0-9._]{2,24}"),
        page="https://www.tiktok.com/@",
        elsewhere=frozenset(("auth", "link", "login", "logout")),
    ),
    Network(
        "youtube",
        "YouTube",
        ("youtube.com", "youtu.be"),
        "https://www.youtube.com/@example",
        elsewhere=frozenset(("attribution_link", "logout", "redirect", "signin")),
    ),
    Network(
        "vk",
        "VK",
        ("vk.com", "vk.ru", "vkvideo.ru"),
        "https://vk.com/example",
        elsewhere=frozenset(("away", "away.php", "login", "login.php", "share.php")),
    ),
    Network(
        "odnoklassniki",
        "Odnoklassniki",
        ("ok.ru",),
        "https://ok.ru/group/1234567890",
        elsewhere=frozenset(("dk", "offer", "share")),
    ),
    Network("rutube", "Rutube", ("rutube.ru",), "https://rutube.ru/channel/1234567"),
)
"""In the order in which pages show them."""


class NoPage(Exception):
    """A link leads to the network, but to nobody's page there."""


def check_page(network: Network, text: str) -> str:
    """Return the link to a page of a network, from a link, one without ``https://``, or a name.

    Raises :class:`kalenner.links.LinkRefused` or :class:`NoPage`. A returned link is returned unchanged.
    """
    link = check_link(_completed(network, text.strip()), hosts=network.hosts)
    parts = unquote(urlsplit(link).path).lower().strip("/").split("/")
    # A browser would shorten a path with such parts, so its first part could be hidden.
    if parts[0] in network.elsewhere or {"", ".", ".."} & set(parts):
        raise NoPage
    return link


def _completed(network: Network, text: str) -> str:
    """Return the text as a link; "olga.com" may be a name or a host, so as a name it needs an @."""
    name = text.removeprefix("@")
    if network.name is not None and network.name.fullmatch(name) and (name != text or "." not in name):
        return network.page + name
    host = text.partition("/")[0].lower().removeprefix("www.").removeprefix("m.")
    return f"https://{text}" if host in network.hosts else text


@cache
def icon(key: str) -> str:
    """Return a network's icon as the markup within an SVG of 24 by 24."""
    match = _PATH.search((ICONS / f"{key}.svg").read_text("utf-8"))
    assert match is not None  # noqa: S101 -- every icon is one path
    return match[0]
