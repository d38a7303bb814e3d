"""What another time zone, or parting with a client, means for the appointments there are."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pyramid.request import Request

from kalenner.hooks import Contribution
from kalenner.hooks.scheduling import Status
from kalenner.i18n import Reader, at_start, reader_for
from kalenner.people import Account, Client, Provider
from kalenner.zones.instants import Span, to_span
from kalenner_scheduling import _
from kalenner_scheduling.appointments.lists import Line, list_coming
from kalenner_scheduling.appointments.queries import count_ahead_of_account, count_open
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.slots import joined
from kalenner_scheduling.time_off.queries import closed_days
from kalenner_scheduling.words import marked_line
from kalenner_scheduling.working_hours.queries import working_hours
from kalenner_scheduling.working_hours.windows import windows_between

LISTED = 8
"""How many appointments are named; of the others, the number is said."""
_ONE_DAY = dt.timedelta(days=1)


def zone_consequences(request: Request, account: Account, zone: ZoneInfo) -> list[Contribution]:
    """Name the coming appointments that would no longer lie within the working time."""
    if account.practice is None:
        return []
    lines = left_outside(request, account.practice, zone)
    if not lines:
        return []
    reader = reader_for(request.registry, request.reader.language, zone.key)
    texts = [
        request.label(_("zone-outside"), count=len(lines)),
        *(_named(reader, line) for line in lines[:LISTED]),
    ]
    if len(lines) > LISTED:
        texts.append(request.label(_("and-more"), count=len(lines) - LISTED))
    return [Contribution(f"outside-{place:02}", text) for place, text in enumerate(texts)]


def left_outside(request: Request, provider: Provider, zone: ZoneInfo) -> list[Line]:
    """Return the coming appointments within the working time of the present zone, but not of the other."""
    coming = list_coming(request.dbsession, provider.id, request.clock.now())
    if not coming:
        return []
    first = coming[0].starts_at.date() - 2 * _ONE_DAY
    last = max(line.ends_at for line in coming).date() + 2 * _ONE_DAY
    periods = working_hours(request.dbsession, provider.id).periods
    closed = closed_days(request.dbsession, provider.id, first, last)
    before = list(joined(windows_between(periods, provider.zone, first, last, closed=closed)))
    after = list(joined(windows_between(periods, zone, first, last, closed=closed)))
    return [line for line in coming if _is_within(line, before) and not _is_within(line, after)]


def _is_within(line: Line, windows: Sequence[Span]) -> bool:
    """Tell whether one of the windows holds all of an appointment."""
    start, end = to_span(line.starts_at, line.ends_at)
    place = bisect_right(windows, start, key=lambda window: window[0]) - 1
    return place >= 0 and end <= windows[place][1]


def _named(reader: Reader, line: Line) -> str:
    """Return "🟢 Wed 2 Dec, 04:00 · Ada · Massage" on the reader's clock."""
    moment = at_start(reader.short_moment(line.starts_at))
    return marked_line(line, reader.joined((moment, line.name, line.service_name)))


def end_with_account(request: Request, client: Client, reader: Account) -> list[Contribution]:
    """End what is open between two people of whom one is gone; name the appointments to the other one."""
    ended = request.find_service(AppointmentService).end_all_of(client)
    theirs = reader_for(request.registry, reader.reading_language, reader.timezone)
    texts = [
        theirs.joined((at_start(theirs.short_moment(one.starts_at)), one.service_name))
        for one in ended[:LISTED]
    ]
    if len(ended) > LISTED:
        texts.append(theirs.label(_("and-more"), count=len(ended) - LISTED))
    lines = [f"{Status.CANCELLED.symbol} {text}" for text in texts]
    return [Contribution(f"ended-{place:02}", line) for place, line in enumerate(lines)]


def erasure_consequences(request: Request, account: Account) -> list[Contribution]:
    """Say how many appointments would be cancelled with an account."""
    count = count_ahead_of_account(request.dbsession, account, request.clock.now())
    if not count:
        return []
    return [Contribution("appointments", request.label(_("appointments-will-be-cancelled"), count=count))]


def client_consequences(request: Request, client: Client) -> list[Contribution]:
    """Return how many requests will be declined, and how many accepted appointments stay."""
    pending, accepted = count_open(request.dbsession, request.clock, client)
    counts = []
    if pending:
        text = request.label(_("requests-will-be-declined"), count=pending)
        counts.append(Contribution("requests", text, weight=10))
    if accepted:
        text = request.label(_("appointments-to-cancel-stay"), count=accepted)
        counts.append(Contribution("appointments", text, weight=20))
    return counts
