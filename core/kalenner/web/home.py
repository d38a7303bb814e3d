"""The home page: what this is, and the way into the bot."""

import datetime as dt
from collections.abc import Callable

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import _
from kalenner.qr import qr_svg
from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS, LegalSettings
from kalenner.web.layout import own, public_page
from kalenner.web.pages import page_reader, public_pages

ROOT_LOCATION: RegistryKey[str] = RegistryKey("kalenner.root_location")
"""Registry key of a path that ``/`` leads to at once, such as the playground's."""

HomeSection = Callable[[Request], Markup]
"""Makes a section of the home page in the language of the request's path; it may be empty."""

SAMPLE_TIMES = ("9:00", "9:45", "10:30", "11:15", "14:00", "14:45")
"""Starts of a service of 45 minutes, as the picture of the bot offers them."""
SAMPLE_CHOICE = "10:30"
FREE = "free"
"""The setting ``legal.price`` of an operator who asks for no money."""
_TUESDAY = 1


def add_home_section(config: Configurator, section: HomeSection) -> None:
    """Add a section to the home page, below what professionals get (directive)."""
    HOME_SECTIONS.of(config.registry).append(section)


def root(request: Request) -> Response:
    """Show the home page in the visitor's language, or lead to where this server begins.

    There is no redirect to the language's own address: it would cost a poor connection a round trip, and its
    target would be made of the Host header. The canonical link says which address each text has.
    """
    place = ROOT_LOCATION.find(request.registry)
    if place:
        return HTTPFound(
            request.public_url(place)
        )  # of the settings; a path alone is made of the Host header
    response = home(request)
    response.vary = ("Accept-Encoding", "Accept-Language")
    return response


def home(request: Request) -> Response:
    """Show the home page in the language of its path."""
    reader = page_reader(request)
    link = request.start_link("p_")
    legal: LegalSettings = SETTINGS.of(request.registry).of(LegalSettings)
    today = request.clock.now().date()
    sample = today + dt.timedelta(days=(_TUESDAY - today.weekday()) % 7 or 7)
    return public_page(
        request,
        own("home"),
        title=_("home-title"),
        description=_("home-lead"),
        link=link,
        code=qr_svg(link, label=reader.label(_("home-code"))) if link else None,
        legal=legal,
        is_free=legal.price.casefold() == FREE,
        sections=[section(request) for section in HOME_SECTIONS.of(request.registry)],
        more=[page for page in public_pages(request.registry) if page.is_in_header],
        sample_day=reader.short_day(sample),
        sample_times=SAMPLE_TIMES,
        sample_choice=SAMPLE_CHOICE,
    )


HOME_SECTIONS: RegistryKey[list[HomeSection]] = RegistryKey("kalenner.home_sections", list)
