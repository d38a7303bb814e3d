"""Where or how an appointment takes place: a text, a link, or a place on the map."""

import re
from typing import Any

import colander
from pyramid.request import Request

from kalenner.screens import Ask, Choice, Place, Screen, form_of, question, saved, screen, show
from kalenner.screens.answers import Whereabouts
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import find_last_located
from kalenner_scheduling.contexts import PresentAppointmentContext
from kalenner_scheduling.words import find_address, location_text

LENGTH = (1, 500)
NONE = "-"
"""The answer that takes a location away."""
SHOWN = 30
"""How many characters of a location stand on a button."""

_GEO = re.compile(r"geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)", re.ASCII | re.IGNORECASE)


class Location(colander.SchemaType):
    """A text, a place that was sent, or one that is written as "geo:52.5,13.4" (RFC 5870); "-" is none."""

    def __init__(self) -> None:
        self._whereabouts = Whereabouts(*LENGTH)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str | Place | None:
        """Return the text or the place, None for none; raises Invalid."""
        answer = self._whereabouts.deserialize(node, cstruct)
        if isinstance(answer, Place):
            return answer
        if answer == NONE:
            return None
        return place_of(answer) or answer


def place_of(text: str) -> Place | None:
    """Return the place that "geo:52.5,13.4" names; None for any other text."""
    match = _GEO.fullmatch(text)
    if match is None:
        return None
    place = Place(float(match[1]), float(match[2]))
    return place if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None


def geo(latitude: float, longitude: float) -> str:
    """Return a place as a text that names it."""
    return f"geo:{latitude:.6f},{longitude:.6f}"


def location_form(context: PresentAppointmentContext, request: Request) -> colander.SchemaNode:
    """Ask where it is; the address or the location used last can be taken, and the present one away."""
    appointment = context.appointment
    choices = []
    address = find_address(request, appointment.provider)
    if address and len(address) <= LENGTH[1]:
        choices.append(Choice(request.label(_("button-my-address")), address))
    last = find_last_located(request.dbsession, appointment)
    if last is not None and _answer(last) != address:
        text = location_text(request, last)
        location = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        choices.append(Choice(request.label(_("button-last-used"), location=location), _answer(last)))
    if appointment.is_located:
        choices.append(Choice(request.label(_("button-remove")), NONE))
    location = location_text(request, appointment) if appointment.is_located else ""
    ask = Ask(_("ask-location"), choices, per_row=1, shown=location)
    return form_of(question("location", Location(), ask))


def _answer(appointment: Appointment) -> str:
    if appointment.latitude is not None and appointment.longitude is not None:
        return geo(appointment.latitude, appointment.longitude)
    return appointment.location or NONE


@screen(routes.locate, context=PresentAppointmentContext, form=location_form)
def locate(context: PresentAppointmentContext, request: Request) -> Screen:
    """Keep where it is."""
    appointment, where = context.appointment, request.values["location"]
    is_place = isinstance(where, Place)
    request.find_service(AmendmentService).locate(
        appointment,
        context.account,
        None if is_place else where,
        (where.latitude, where.longitude) if is_place else None,
    )
    return show(request, routes.card(appointment=appointment.id), notice=saved(request))
