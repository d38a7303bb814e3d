"""How appointments, services and refusals are put into words, the same on every screen."""

import datetime as dt
from zoneinfo import ZoneInfo

from markupsafe import Markup
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.i18n import at_start
from kalenner.people import Provider
from kalenner.screens import Notice, lines
from kalenner_scheduling import _
from kalenner_scheduling.errors import ChangeRefused
from kalenner_scheduling.models import Appointment, Service
from kalenner_scheduling.queries import Line

STATUS_WORDS: dict[Status, TranslationString] = {
    Status.PENDING: _("status-pending"),
    Status.ACCEPTED: _("status-accepted"),
    Status.DECLINED: _("status-declined"),
    Status.CANCELLED: _("status-cancelled"),
    Status.COMPLETED: _("status-completed"),
    Status.MISSED: _("status-missed"),
}
_ALREADY: dict[Status, TranslationString] = {
    Status.PENDING: _("time-passed"),
    Status.ACCEPTED: _("already-accepted"),
    Status.DECLINED: _("already-declined"),
    Status.CANCELLED: _("already-cancelled"),
    Status.COMPLETED: _("already-completed"),
    Status.MISSED: _("already-missed"),
}


def status_text(request: Request, status: Status) -> str:
    """Return "🟢 Accepted"."""
    return f"{status.symbol} {request.label(STATUS_WORDS[status])}"


def refusal(request: Request, error: ChangeRefused, wanted: Status) -> Notice:
    """Return why a change of status to `wanted` was refused: "Already accepted."."""
    has_begun = error.status is Status.ACCEPTED and wanted is Status.CANCELLED
    return Notice(request.label(_("time-passed") if has_begun else _ALREADY[error.status]), is_alert=True)


def alert(request: Request, message: TranslationString) -> Notice:
    """Return a notice that waits until it is read."""
    return Notice(request.label(message), is_alert=True)


def line_label(request: Request, line: Line) -> str:
    """Return one appointment of a list: "🟢 Tue 1 Dec, 10:00 · Ada · Massage"."""
    moment = at_start(request.reader.short_moment(line.starts_at))
    return f"{line.status.symbol} {request.reader.joined((moment, line.name, line.service_name))}"


def booked(request: Request, appointment: Appointment) -> str:
    """Return "Massage, 60 min" of an appointment, as plain text."""
    return _service_and_minutes(request, appointment.service_name, appointment.minutes)


def offered(request: Request, service: Service) -> str:
    """Return the same of a service that can be booked."""
    return _service_and_minutes(request, service.name, service.minutes)


def offered_with(request: Request, service: Service, provider: Provider) -> Markup:
    """Return "Massage, 60 min with Olga"."""
    text: Markup = request.text(_("service-with"), service=offered(request, service), name=provider.nickname)
    return text


def _service_and_minutes(request: Request, name: str, minutes: int) -> str:
    text: str = request.label(_("service-and-minutes"), service=name, minutes=request.reader.number(minutes))
    return text


def when(request: Request, starts_at: dt.datetime, theirs: ZoneInfo) -> str:
    """Return, as a line, day and time for the reader and, where the clocks differ, for the other side."""
    return at_start(request.reader.moment_for_both(starts_at, theirs))


def price_line(request: Request, price_minor: int | None, currency: str) -> Markup | None:
    """Return "Price 50.00 EUR", or None where there is no price."""
    if price_minor is None:
        return None
    text: Markup = request.text(_("price-line"), price=request.reader.money(price_minor, currency))
    return text


def meeting_info(
    request: Request, appointment: Appointment, name: str, zone: ZoneInfo, reason: str | None
) -> Markup:
    """Return everything about an appointment; `name` and `zone` are the other side's."""
    return lines(
        request.text(_("info-title")),
        request.text(_("info-with"), name=name),
        booked(request, appointment),
        when(request, appointment.starts_at, zone),
        status_text(request, appointment.state),
        price_line(request, appointment.price_minor, appointment.currency),
        reason and request.text(_("reason-line"), reason=reason),
    )
