"""Where the practice is and where a location is on a map, as other plugins say it."""

from pyramid.request import Request

from kalenner.hooks.platform import MapLink
from kalenner.people import Provider
from kalenner.screens import Place
from kalenner_scheduling.models import Appointment


def find_address(request: Request, provider: Provider) -> str | None:
    """Return where a provider's practice is; None where nobody knows."""
    address: str | None = request.hooks.platform_find_address(provider=provider)
    return address


def find_map_link(request: Request, appointment: Appointment) -> str | None:
    """Return where an appointment takes place as a link to a map; None where that is no place.

    Of texts only the practice's address is one for certain: "Room 3" and "Ask for Ada" are nowhere on a map.
    """
    if appointment.latitude is not None and appointment.longitude is not None:
        place = Place(appointment.latitude, appointment.longitude)
        return _first_link(request, place) or _open_street_map(place)
    if not appointment.location:
        return None
    address = find_address(request, appointment.provider)
    is_known = address is not None and address.split() == appointment.location.split()
    return _first_link(request, appointment.location) if is_known else None


def _first_link(request: Request, place: Place | str) -> str | None:
    links: list[MapLink] = request.hooks.platform_map_links(place=place)
    return links[0].url if links else None


def _open_street_map(place: Place) -> str:
    latitude, longitude = f"{place.latitude:.6f}", f"{place.longitude:.6f}"
    pin = f"mlat={latitude}&mlon={longitude}"
    return f"https://www.openstreetmap.org/?{pin}#map=17/{latitude}/{longitude}"
