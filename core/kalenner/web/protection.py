"""The headers that every answer carries, so that a browser does less with it than it could."""

from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.events import NewResponse

from kalenner.registry import RegistryKey
from kalenner.units import unit_of

# Nothing runs in a page, so nothing connects; a tool that checks one asks for robots.txt in its name.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
"""Only where the public address is https: a browser then asks for nothing else for a year."""


@dataclass(frozen=True)
class Protection:
    """The headers of an application; a view that sets one of them keeps its own."""

    headers: dict[str, str]

    def added_to(self, headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return headers of an answer with those that it has not."""
        own = {name for name, _value in headers}
        return [*headers, *(header for header in self.headers.items() if header[0] not in own)]


def protect(config: Configurator, *, is_https: bool) -> None:
    """Let every answer carry the headers."""
    headers = HEADERS | (HTTPS_ONLY if is_https else {})
    PROTECTION.put(config.registry, Protection(headers))

    def add(event: NewResponse) -> None:
        request = event.request
        if request.outer is not None or unit_of(request) is not None:
            return  # nothing of these goes to a browser
        for name, value in headers.items():
            event.response.headers.setdefault(name, value)

    config.add_subscriber(add, NewResponse)


PROTECTION: RegistryKey[Protection] = RegistryKey("kalenner.protection")
