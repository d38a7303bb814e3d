"""A report in the browser, by a signed address that is good for ten minutes; it names no client."""

from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from kalenner.hooks.scheduling import Status
from kalenner.i18n import Reader, reader_for
from kalenner.people import Account
from kalenner.transfers.addresses import AddressClosed, make_address, open_address
from kalenner.transfers.pages import closed_page
from kalenner.web.layout import public_page, template
from kalenner.web.pages import LANGUAGE_PATTERN, only_read, page_language
from kalenner_analytics import _
from kalenner_analytics.charts import as_svg, charts_of
from kalenner_analytics.files import STATUSES, period_of
from kalenner_analytics.periods import Period
from kalenner_analytics.report import Report, make_report
from kalenner_analytics.words import hours_text, lead_text, period_text, share_text, value_text

WORD = "figures"
"""In the address, and the purpose of its signature."""
VALID_SECONDS = 600
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class Row(NamedTuple):
    """A figure as a page shows it: its name, its value, and that of the period before."""

    name: str
    value: str
    before: str


def page_address(request: Request, account: Account, period: Period) -> str:
    """Return the address of a period's page for one person. Raises NoPublicAddress."""
    subject = {"first": period.first.toordinal(), "last": period.last.toordinal()}
    return make_address(request, account, WORD, subject, VALID_SECONDS)


def show_page(request: Request) -> Response:
    """Show a period to whoever has its address."""
    try:
        address = open_address(request, WORD, request.matchdict["token"], VALID_SECONDS)
    except AddressClosed:
        return closed_page(request)
    account = request.dbsession.get(Account, address.account_id)
    period = period_of(address.subject["first"], address.subject["last"])
    if account is None or account.erased_at is not None or account.practice is None or period is None:
        return closed_page(request)
    report = make_report(request, account.practice, period, with_names=False)
    reader = reader_for(request.registry, page_language(request), account.timezone)
    charts = [
        (chart.title, chart.text, Markup(as_svg(chart)))  # noqa: S704 -- drawn of our own specification
        for chart in charts_of(report, reader)
    ]
    response = public_page(
        request,
        template(Path(__file__).parent / "templates" / "figures.pt"),
        title=_("page-title"),
        description=_("page-title"),
        is_private=True,
        practice=account.practice.nickname,
        period=period_text(reader, period),
        before=period_text(reader, period.before),
        rows=rows_of(report, reader),
        charts=charts,
        links=report.links,
        ours=_,
    )
    response.headers.update(_HEADERS)
    return response


def rows_of(report: Report, reader: Reader) -> list[Row]:
    """Return the figures of a report as rows."""
    now, before = report.now, report.before
    rows = [Row(reader.label(_("row-appointments")), reader.number(now.total), reader.number(before.total))]
    rows += [
        Row(
            reader.label(name),
            reader.number(now.by_status.get(status, 0)),
            reader.number(before.by_status.get(status, 0)),
        )
        for status, name in STATUSES.items()
        if status is not Status.PENDING and (now.by_status.get(status) or before.by_status.get(status))
    ]
    rows += [
        Row(
            reader.label(_("row-missed-rate")),
            share_text(reader, now.missed_share),
            share_text(reader, before.missed_share),
        ),
        Row(
            reader.label(_("row-held")),
            hours_text(reader, now.held_minutes),
            hours_text(reader, before.held_minutes),
        ),
        Row(
            reader.label(_("row-booked-share")),
            share_text(reader, now.booked_share),
            share_text(reader, before.booked_share),
        ),
        Row(
            reader.label(_("row-new-clients")),
            reader.number(now.new_clients),
            reader.number(before.new_clients),
        ),
        Row(
            reader.label(_("row-returning-clients")),
            reader.number(now.returning_clients),
            reader.number(before.returning_clients),
        ),
    ]
    if now.lead_minutes is not None:
        ahead = "–" if before.lead_minutes is None else lead_text(reader, before.lead_minutes)
        rows.append(Row(reader.label(_("row-lead-time")), lead_text(reader, now.lead_minutes), ahead))
    rows += [
        Row(
            reader.label(figure.label),
            value_text(reader, figure, figure.value),
            value_text(reader, figure, value),
        )
        for figure, value in report.contributed
    ]
    return rows


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route("analytics:page", f"/{{language:{LANGUAGE_PATTERN}}}/{WORD}/{{token}}")
    config.add_view(show_page, route_name="analytics:page", request_method="GET", cost=2)
    config.add_view(only_read, route_name="analytics:page", require_csrf=False)
    config.add_assets(Path(__file__).parent / "static")
