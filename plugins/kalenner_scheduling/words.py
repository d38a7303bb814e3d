"""How appointments, services, places and refusals are put into words, the same on every screen."""

import datetime as dt
import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.hooks.platform import MapLink
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.i18n import at_start
from kalenner.people import Provider
from kalenner.screens import Button, Link, Notice, Place, lines
from kalenner.screens.model import Row
from kalenner.screens.row_labels import fitted_names
from kalenner_scheduling import _
from kalenner_scheduling.appointments.errors import ChangeRefused
from kalenner_scheduling.appointments.lists import Line
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.queries import find_successor
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.translations import name_for_reader

_LINK = re.compile(r"https?://\S+", re.ASCII | re.IGNORECASE)

STATUS_WORDS: dict[Status, TranslationString] = {
    Status.PENDING: _("status-pending"),
    Status.ACCEPTED: _("status-accepted"),
    Status.DECLINED: _("status-declined"),
    Status.CANCELLED: _("status-cancelled"),
    Status.COMPLETED: _("status-completed"),
    Status.MISSED: _("status-missed"),
    Status.OFFERED: _("status-offered"),
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


def state_text(request: Request, appointment: Appointment) -> str:
    """Return the status of an appointment in words; "🔁 Moved" where it stands at another time by now."""
    if is_moved(request, appointment):
        return f"🔁 {request.label(_('status-moved'))}"
    return status_text(request, appointment.state)


def is_moved(request: Request, appointment: Appointment) -> bool:
    """Tell whether an appointment was given up for another time."""
    return find_successor(request.dbsession, appointment) is not appointment


def refusal(
    request: Request, error: ChangeRefused, after: Status, appointment: Appointment | None = None
) -> Notice:
    """Return why a change of status to `after` was refused: "Already accepted."."""
    if appointment is not None and is_moved(request, appointment):
        return alert(request, _("already-moved"))
    has_begun = error.status is Status.ACCEPTED and after is Status.CANCELLED
    return alert(request, _("time-passed") if has_begun else _ALREADY[error.status])


def alert(request: Request, message: TranslationString) -> Notice:
    """Return a notice that waits until it is read."""
    return Notice(request.label(message), is_alert=True)


def line_label(request: Request, line: Line) -> str:
    """Return one appointment of a list: "🟢 Tue 1 Dec, 10:00 · Ada · Massage 📍"."""
    moment = at_start(request.reader.short_moment(line.starts_at))
    return row_label(request, line, moment, line.name, line.service_name)


def row_label(request: Request, line: Line, moment: str, *names: str) -> str:
    """Return the button of an appointment in a list; names are shortened where the row would be too long."""
    beside = len(marked_line(line, request.reader.joined((moment, *("" for _name in names)))))
    return marked_line(line, request.reader.joined((moment, *fitted_names(names, beside))))


def short_line(request: Request, appointment: Appointment) -> str:
    """Return "🔴 Tue 1 Dec, 10:00 · Ada" of the professional's appointment."""
    moment = at_start(request.reader.short_moment(appointment.starts_at))
    return f"{appointment.state.symbol} {request.reader.joined((moment, appointment.client.name))}"


def marked_line(line: Line, text: str) -> str:
    """Return a line with its signs: 🟢 before it, 🔁 where it asks for a move, 📍 at its end."""
    signs = f"{line.status.symbol}{'🔁' if line.is_move else ''}"
    return f"{signs} {text}{' 📍' if line.is_located else ''}"


def booked(request: Request, appointment: Appointment) -> str:
    """Return "Massage, 60 min" of an appointment, as plain text."""
    return service_and_minutes(request, service_name(request, appointment), appointment.minutes)


def service_name(request: Request, appointment: Appointment) -> str:
    """Return what an appointment is about, in the reader's language."""
    provider, service_id = appointment.provider, appointment.service_id
    return name_for_reader(request, provider, service_id, appointment.service_name)


def offered(request: Request, service: Service) -> str:
    """Return the same of a service that can be booked."""
    return service_and_minutes(request, service.name, service.minutes)


def offered_by(request: Request, service: Service, provider: Provider) -> str:
    """Return the same in the reader's language."""
    name = name_for_reader(request, provider, service.id, service.name)
    return service_and_minutes(request, name, service.minutes)


def service_label(request: Request, name: str, minutes: int, price: str | None = None) -> str:
    """Return the button of a service in a list; its name is shortened where the row would be too long."""

    def label(shown: str) -> str:
        return str(request.reader.joined(filter(None, (service_and_minutes(request, shown, minutes), price))))

    return label(*fitted_names([name], len(label(""))))


def offered_with(request: Request, service: Service, provider: Provider) -> Markup:
    """Return "Massage, 60 min with Olga"."""
    offer = offered_by(request, service, provider)
    text: Markup = request.text(_("service-with"), service=offer, name=provider.nickname)
    return text


def service_and_minutes(request: Request, name: str, minutes: int) -> str:
    """Return "Massage, 60 min", as plain text."""
    text: str = request.label(_("service-and-minutes"), service=name, minutes=request.reader.number(minutes))
    return text


def when(request: Request, starts_at: dt.datetime, theirs: ZoneInfo) -> str:
    """Return, as a line, day and time for the reader and, where the clocks differ, for the other side."""
    return at_start(request.reader.moment_for_both(starts_at, theirs))


def moved_times(request: Request, old: dt.datetime, new: dt.datetime) -> str:
    """Return "1 Dec 10:00 → 2 Dec 11:00"."""
    reader = request.reader
    days = (f"{reader.plain_day(reader.local(at).date())} {reader.time(at)}" for at in (old, new))
    return " → ".join(days)


def move_line(request: Request, appointment: Appointment) -> Markup | None:
    """Return "🔁 moves: 1 Dec 10:00 → 2 Dec 11:00" of a request to move; None for any other.

    Once it is answered, only the times stand there.
    """
    if appointment.replaces is None:
        return None
    message = _("move-line") if appointment.state is Status.PENDING else _("answered-move-line")
    times = moved_times(request, appointment.replaces.starts_at, appointment.starts_at)
    text: Markup = request.text(message, times=times)
    return text


def price_line(request: Request, price_minor: int | None, currency: str) -> Markup | None:
    """Return "Price €50.00", or None where there is no price."""
    if price_minor is None:
        return None
    text: Markup = request.text(_("price-line"), price=request.reader.money(price_minor, currency))
    return text


def location_line(request: Request, appointment: Appointment) -> Markup | None:
    """Return "📍 Hauptstr. 1", or None where there is no location, or nothing takes place."""
    if not appointment.is_located or appointment.state.is_off:
        return None
    text: Markup = request.text(_("location-line"), location=location_text(request, appointment))
    return text


def location_text(request: Request, appointment: Appointment) -> str:
    """Return where or how an appointment takes place, as plain text."""
    return appointment.location or str(request.label(_("on-the-map")))


def location_row(request: Request, appointment: Appointment) -> Row:
    """Return buttons that open what the location says: its first link, and its place on a map."""
    row: list[Button] = []
    if appointment.state.is_off:
        return ()
    link = find_link(appointment.location or "")
    if link is not None:
        row.append(Button(request.label(_("button-open-link")), Link(link)))
    on_map = find_map_link(request, appointment)
    if on_map is not None:
        row.append(Button(request.label(_("button-open-map")), Link(on_map)))
    return tuple(row)


def find_link(text: str) -> str | None:
    """Return the first web address in a text, if it is one that a button can open."""
    match = _LINK.search(text)
    if match is None:
        return None
    link = match[0].rstrip(".,;:!?)]»\"'")
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return link if "." in (parts.hostname or "") and "@" not in parts.netloc else None


def info_lines(request: Request, appointment: Appointment) -> list[str]:
    """Return what the plugins say of an appointment, such as what was paid, in their order."""
    return info_lines_of(request, fact_of(appointment))


def info_lines_of(request: Request, fact: AppointmentFact) -> list[str]:
    """Return the same of a fact, such as that of an appointment as it would be."""
    return [line.text for line in request.hooks.scheduling_info_lines(appointment=fact)]


def meeting_info(
    request: Request, appointment: Appointment, name: str, zone: ZoneInfo, last_change: StatusChange | None
) -> Markup:
    """Return everything about an appointment; `name` and `zone` are the other side's."""
    reason = last_change.reason if last_change is not None else None
    return lines(
        request.text(_("info-title")),
        request.text(_("info-with"), name=name),
        booked(request, appointment),
        when(request, appointment.starts_at, zone),
        state_text(request, appointment),
        location_line(request, appointment),
        *info_lines(request, appointment),
        appointment.note and request.text(_("note-line"), note=appointment.note),
        reason and request.text(_("reason-line"), reason=reason),
    )


def called_off_text(request: Request, change: StatusChange, name: str, zone: ZoneInfo) -> Markup:
    """Return "❌ Cancelled by Ada: Massage, 60 min" with time and reason; `name`, `zone` of who did it."""
    appointment = change.appointment
    return lines(
        request.text(_("called-off"), name=name, service=booked(request, appointment)),
        when(request, appointment.starts_at, zone),
        change.reason and request.text(_("reason-line"), reason=change.reason),
    )


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
