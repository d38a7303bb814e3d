"""What follows a decline on the professional's cards: the reason, other times, what became of them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.i18n import at_start
from kalenner.screens import Button, Notice, Press
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.offers import FollowUp, OfferService
from kalenner_scheduling.appointments.queries import find_successor
from kalenner_scheduling.words import alert, when


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
    if follow_up.open:
        until = request.reader.moment(follow_up.open[0].expires_at)
        zone = appointment.client.account.zone
        texts = [request.text(_("offer-open"), moment=until), *offer_lines(request, follow_up, zone)]
        back = routes.offer_back(appointment=appointment.id)
        rows.append((Button(request.label(_("button-take-back-offer")), back),))
    if follow_up.taken is not None:
        taken = find_successor(request.dbsession, follow_up.taken)
        label = f"{taken.state.symbol} {at_start(request.reader.moment(taken.starts_at))}"
        rows.append((Button(label, routes.card(appointment=taken.id)),))
    return FollowUpParts(texts, rows)


def offer_lines(request: Request, follow_up: FollowUp, zone: ZoneInfo) -> list[Markup | str]:
    """Return the offered times, one a line, for the reader and the other side, whose zone is given."""
    impossible = {offer.id for offer in follow_up.impossible}
    texts: list[Markup | str] = []
    for offer in follow_up.open:
        moment = when(request, offer.starts_at, zone)
        is_off = offer.id in impossible
        texts.append(request.text(_("offer-impossible-time"), moment=moment) if is_off else moment)
    return texts


def offer_notice(request: Request, appointment: Appointment, otherwise: TranslationString) -> Notice:
    """Say what has become of an offer when a press comes too late; else the text that is given."""
    follow_up = request.find_service(OfferService).follow_up(appointment)
    if follow_up.taken is not None:
        moment = request.reader.moment(follow_up.taken.starts_at)
        text = request.label(_("offer-was-taken"), name=appointment.client.name, moment=moment)
        return Notice(text, is_alert=True)
    return alert(request, _("offer-stands") if follow_up.open else otherwise)


def offer_press(request: Request, appointment: Appointment) -> Press:
    """Lead to the days from which other times are chosen, first in the month that was asked for."""
    at = max(appointment.starts_at, request.clock.now())
    month = request.reader.local(at).date().replace(day=1)
    return routes.offer(appointment=appointment.id, is_day=0, day=month, page=0)
