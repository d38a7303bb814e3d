"""What follows a decline on the professional's cards: the reason, other times, what became of them."""

from dataclasses import dataclass

from markupsafe import Markup
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.i18n import at_start
from kalenner.screens import Button, Press
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.words import when


@dataclass(frozen=True)
class FollowUpParts:
    """The lines of a card below what it says else, and the rows of its buttons."""

    lines: list[Markup | str]
    rows: list[Row]


def follow_up_of(request: Request, appointment: Appointment) -> FollowUpParts:
    """Return what can follow a decline, and what did; nothing for what was not declined."""
    if appointment.state is not Status.DECLINED:
        return FollowUpParts([], [])
    follow_up = request.find_service(OfferService).follow_up(appointment)
    first: list[Button] = []
    if follow_up.can_explain:
        press = routes.reason(appointment=appointment.id)
        first.append(Button(request.label(_("button-give-reason")), press))
    if follow_up.can_offer:
        first.append(Button(request.label(_("button-offer-times")), offer_press(request, appointment)))
    rows: list[Row] = [tuple(first)] if first else []
    texts: list[Markup | str] = []
    if follow_up.offers:
        until = request.reader.moment(follow_up.offers[0].expires_at)
        zone = appointment.client.account.zone
        texts = [
            request.text(_("offer-open"), moment=until),
            *(when(request, offer.starts_at, zone) for offer in follow_up.offers),
        ]
        back = routes.offer_back(appointment=appointment.id)
        rows.append((Button(request.label(_("button-take-back-offer")), back),))
    if follow_up.taken is not None:
        moment = at_start(request.reader.moment(follow_up.taken.starts_at))
        label = f"{follow_up.taken.state.symbol} {moment}"
        rows.append((Button(label, routes.card(appointment=follow_up.taken.id)),))
    return FollowUpParts(texts, rows)


def offer_press(request: Request, appointment: Appointment) -> Press:
    """Lead to the days from which other times are chosen, first in the month that was asked for."""
    at = max(appointment.starts_at, request.clock.now())
    month = request.reader.local(at).date().replace(day=1)
    return routes.offer(appointment=appointment.id, is_day=0, day=month, page=0)
