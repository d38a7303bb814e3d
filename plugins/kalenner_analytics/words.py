"""A report as a text that fits a phone."""

from collections.abc import Iterator

from markupsafe import Markup
from pyramid.request import Request

from kalenner.hooks.analytics import Figure
from kalenner.hooks.scheduling import SYMBOLS, Status
from kalenner.i18n import Reader, at_start
from kalenner.screens import lines, paragraphs
from kalenner_analytics import _
from kalenner_analytics.charts import busiest
from kalenner_analytics.periods import Period
from kalenner_analytics.report import Report

MOST_SERVICES, MOST_LINKS, MOST_DEBTS = 5, 5, 5
SHOWN = (Status.COMPLETED, Status.MISSED, Status.ACCEPTED, Status.PENDING, Status.CANCELLED, Status.DECLINED)


def period_text(reader: Reader, period: Period) -> str:
    """Return "1 Nov – 30 Nov 2026"."""
    is_one_year = period.first.year == period.last.year
    first = reader.plain_day(period.first) if is_one_year else reader.day(period.first)
    return f"{first} – {reader.day(period.last)}"


def report_text(request: Request, report: Report) -> Markup:
    """Return everything that a report says."""
    reader, now = request.reader, report.now
    heading = request.text(
        _("heading"),
        period=period_text(reader, report.period),
        before=period_text(reader, report.period.before),
    )
    if not now.total and not report.contributed and not report.links:
        return paragraphs(heading, request.text(_("nothing")))
    return paragraphs(
        heading,
        lines(*_appointments(request, report)),
        lines(*_clients(request, report)),
        lines(*_contributed(request, report)),
        lines(*_services(request, report)),
        lines(*_links(request, report)),
        lines(*_reasons(request, report)),
    )


def value_text(reader: Reader, figure: Figure, value: int) -> str:
    """Return the value of a contributed figure with its unit."""
    if figure.kind == "money":
        return reader.money(value, figure.currency)
    return hours_text(reader, value) if figure.kind == "minutes" else reader.number(value)


def hours_text(reader: Reader, minutes: int) -> str:
    """Return minutes as hours and minutes: "31 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return reader.label(_("hours"), hours=reader.number(hours))
    return reader.label(_("hours-minutes"), hours=reader.number(hours), minutes=rest)


def share_text(reader: Reader, share: float | None) -> str:
    """Return a share as a percentage, "–" where there is none."""
    return "–" if share is None else reader.label(_("percent"), number=reader.number(round(100 * share)))


def _appointments(request: Request, report: Report) -> Iterator[str | Markup]:
    now, before, reader = report.now, report.before, request.reader
    yield request.text(_("appointments"), count=reader.number(now.total), before=reader.number(before.total))
    counts = [f"{SYMBOLS[status]} {now.by_status[status]}" for status in SHOWN if now.by_status.get(status)]
    if counts:
        yield reader.joined(counts)
    yield request.text(
        _("missed-rate"),
        share=share_text(reader, now.missed_share),
        before=share_text(reader, before.missed_share),
    )
    yield request.text(
        _("booked-hours"),
        held=hours_text(reader, now.held_minutes),
        working=hours_text(reader, now.working_minutes),
        share=share_text(reader, now.booked_share),
        before=share_text(reader, before.booked_share),
    )
    if now.lead_minutes is not None:
        yield request.text(_("lead-time"), time=lead_text(reader, now.lead_minutes))
    if now.by_weekday_hour:
        day, hour = busiest(now)
        yield request.text(_("busiest"), day=at_start(reader.weekday(day)), hour=f"{hour}:00")


def lead_text(reader: Reader, minutes: int) -> str:
    """Return how long ahead people book: in days, or in hours where it is less than two days."""
    if minutes >= 2 * 24 * 60:
        return reader.label(_("days"), count=minutes // (24 * 60))
    return reader.label(_("hours"), hours=reader.number(max(1, minutes // 60)))


def _clients(request: Request, report: Report) -> Iterator[Markup]:
    now = report.now
    if now.new_clients or now.returning_clients:
        yield request.text(
            _("clients"),
            number=now.new_clients + now.returning_clients,
            new=now.new_clients,
            returning=now.returning_clients,
        )


def _contributed(request: Request, report: Report) -> Iterator[Markup]:
    reader = request.reader
    for figure, before in report.contributed:
        yield request.text(
            _("figure"),
            label=reader.label(figure.label),
            value=value_text(reader, figure, figure.value),
            before=value_text(reader, figure, before),
        )
    if report.debts:
        shown = [
            f"{debt.name} {reader.money(debt.amount_minor, debt.currency)}"
            for debt in report.debts[:MOST_DEBTS]
        ]
        if len(report.debts) > MOST_DEBTS:
            shown.append(request.label(_("and-more"), count=len(report.debts) - MOST_DEBTS))
        yield request.text(_("debts"), names=", ".join(shown))


def _services(request: Request, report: Report) -> Iterator[str | Markup]:
    reader, services = request.reader, report.now.services
    if services:
        yield request.text(_("services"))
    for service in services[:MOST_SERVICES]:
        money = [reader.money(amount, currency) for currency, amount in sorted(service.money.items())]
        yield reader.joined([f"{service.name}: {reader.number(service.count)}", *money])
    if len(services) > MOST_SERVICES:
        yield request.text(_("and-more"), count=len(services) - MOST_SERVICES)


def _links(request: Request, report: Report) -> Iterator[Markup]:
    links = report.links
    if links:
        yield request.text(_("links"))
    for link in links[:MOST_LINKS]:
        yield request.text(
            _("link"),
            name=link.name,
            opened=link.opened,
            registered=link.registered,
            booked=link.booked,
            back=link.came_back,
        )
    if len(links) > MOST_LINKS:
        yield request.text(_("and-more"), count=len(links) - MOST_LINKS)


def _reasons(request: Request, report: Report) -> Iterator[str | Markup]:
    if report.now.reasons:
        yield request.text(_("reasons"))
    for reason, count in report.now.reasons:
        yield f"{count} × {reason if len(reason) <= 60 else f'{reason[:59]}…'}"
