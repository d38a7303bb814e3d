"""Web addresses as Telegram accepts them, and the links that open a bot with a payload."""

import re
from urllib.parse import parse_qs, urlsplit

_HOST = re.compile(r"^(?:[^\s./:@]+\.)+[^\s./:@\d][^\s./:@]+$")
_LOOPBACK = re.compile(r"^(?:localhost|127(?:\.\d{1,3}){3}|::1)$")
_ADDRESS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
PATH = "/-/playground/"
"""Where the page of the playground is."""
START = "start"
"""The parameter of the page that holds a payload to start the bot with, as in links to bots at Telegram."""
_BOT_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
_USERNAME = re.compile(r"^[A-Za-z]\w{3,31}$")


class WrongLink(ValueError):
    """An address is none that Telegram takes; the text is Telegram's reason."""


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address means this machine."""
    return bool(_LOOPBACK.match(host.strip("[]").lower()))


def checked_link(address: str) -> str:
    """Return a web address in Telegram's normal form (`example.org` becomes `http://example.org/`).

    Telegram refuses `localhost`; here it is taken, as the pages of the product under trial live there.
    Raises `WrongLink`.
    """
    address = address.strip()
    scheme = _SCHEME.match(address)
    if scheme and "." not in scheme[1] and not address[scheme.end() :][:1].isdigit():
        name = scheme[1].lower()
        if name in {"tg", "ton"}:
            return address
        if name not in {"http", "https"}:
            raise WrongLink("Unsupported URL protocol")
    else:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        raise WrongLink("Wrong HTTP URL") from None
    if not (_HOST.match(host) or _ADDRESS.match(host) or is_loopback(host)) or re.search(r"\s", address):
        raise WrongLink("Wrong HTTP URL")
    return parts._replace(path=parts.path or "/").geturl()


def opens_bot(link: str, username: str) -> bool:
    """Tell whether a link leads to the bot.

    Understands the page's own `…/-/playground/?start=…`, `https://t.me/<username>?start=…`, the same without
    a scheme, and `tg://resolve?…`.
    """
    link = link.strip()
    if not _SCHEME.match(link):
        link = f"https://{link}"
    try:
        parts = urlsplit(link)
        query = parse_qs(parts.query, keep_blank_values=True)
    except ValueError:
        return False
    if is_loopback(parts.hostname or "") and parts.path == PATH and START in query:
        return True
    if parts.scheme.lower() == "tg" and parts.netloc == "resolve":
        name = query.get("domain", [""])[0]
    elif parts.scheme.lower() in {"http", "https"} and (parts.hostname or "") in _BOT_HOSTS:
        name = parts.path.strip("/")
    else:
        return False
    return _USERNAME.match(name) is not None and name.lower() == username.lower()
