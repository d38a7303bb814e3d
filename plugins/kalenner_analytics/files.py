"""The appointments of a period and its figures as tables for other programs: CSV and XLSX.

Amounts are numbers in the main unit of their currency, times are local ones with the zone's offset. A text
that a spreadsheet would take for a formula is preceded by an apostrophe.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select

from kalenner.hooks.scheduling import Status
from kalenner.i18n import Reader, Translatable, reader_for
from kalenner.people import Client, Provider
from kalenner.transfers import ContentFile, Download, DownloadRequest
from kalenner_analytics import _
from kalenner_analytics.periods import LONGEST, Period
from kalenner_analytics.queries import list_rows
from kalenner_analytics.words import period_text

CSV, XLSX = "analytics.csv", "analytics.xlsx"
"""Kinds of downloads; the object is the first day of the period, the version its last, as ordinals."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
STATUSES: dict[Status, Translatable] = {
    Status.PENDING: _("status-pending"),
    Status.ACCEPTED: _("status-accepted"),
    Status.DECLINED: _("status-declined"),
    Status.CANCELLED: _("status-cancelled"),
    Status.COMPLETED: _("status-completed"),
    Status.MISSED: _("status-missed"),
}
COLUMNS: tuple[Translatable, ...] = (
    _("column-begins"),
    _("column-minutes"),
    _("column-status"),
    _("column-service"),
    _("column-client"),
    _("column-price"),
    _("column-currency"),
    _("column-booked"),
)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def table_of(request: Request, provider: Provider, period: Period, reader: Reader) -> Iterator[list[Any]]:
    """Yield the rows of a period, a heading first: texts, whole numbers, decimals and None."""
    yield [reader.label(column) for column in COLUMNS]
    start, end = period.instants(provider.zone)
    rows = list_rows(request.dbsession, provider.id, start, end)
    names = _names(request, {row.client_id for row in rows})
    for row in rows:
        yield [
            row.starts_at.astimezone(provider.zone).isoformat(timespec="minutes"),
            row.minutes,
            reader.label(STATUSES[Status(row.status)]),
            harmless(row.service_name),
            harmless(names.get(row.client_id, "?")),
            None if row.price_minor is None else _main_unit(row.price_minor, row.currency),
            row.currency,
            row.created_at.astimezone(provider.zone).isoformat(timespec="minutes"),
        ]


def _names(request: Request, client_ids: set[int]) -> dict[int, str]:
    ids = sorted(client_ids)
    names: dict[int, str] = {}
    for place in range(0, len(ids), 500):
        clients = select(Client).where(Client.id.in_(ids[place : place + 500]))
        names |= {client.id: client.name for client in request.dbsession.scalars(clients)}
    return names


def _main_unit(minor: int, currency: str) -> Decimal:
    digits: int = get_currency_precision(currency)
    return Decimal(minor).scaleb(-digits)


def as_csv(table: Iterator[Sequence[Any]]) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know that."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(table: Iterator[Sequence[Any]], title: str) -> bytes:
    """Return a table as a workbook; amounts are numbers, and nothing is a formula."""
    import xlsxwriter  # import here: slow library

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        bold = workbook.add_format({"bold": True})
        for number, row in enumerate(table):
            for column, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, column, value, None if number else bold)
                else:
                    sheet.write_number(number, column, float(value))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 24)
        sheet.set_column(3, 4, 28)
        sheet.set_column(7, 7, 24)
    return written.getvalue()


def period_wanted(wanted: DownloadRequest) -> Period | None:
    """Return the period of an address, None for one that cannot be."""
    return period_of(wanted.object_id, wanted.version)


def period_of(first: int, last: int) -> Period | None:
    """Return a period by the ordinals of its days; None for what is none, or too long."""
    import datetime as dt

    if not 1 <= first <= last <= dt.date.max.toordinal() or last - first >= LONGEST:
        return None
    return Period(dt.date.fromordinal(first), dt.date.fromordinal(last))


def find_csv(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return the table of a period for its professional."""
    return _find(request, wanted, "csv")


def find_xlsx(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return the workbook of a period for its professional."""
    return _find(request, wanted, "xlsx")


def _find(request: Request, wanted: DownloadRequest, kind: str) -> Download | None:
    provider, period = wanted.account.practice, period_wanted(wanted)
    if provider is None or period is None:
        return None
    account = wanted.account
    reader = reader_for(request.registry, account.reading_language, account.timezone)
    table = table_of(request, provider, period, reader)
    content = as_csv(table) if kind == "csv" else as_xlsx(table, period_text(reader, period))
    name = f"kalenner-{period.first}-{period.last}.{kind}"
    return Download(ContentFile(content), name)


def includeme(config: Configurator) -> None:
    """Register both kinds of downloads."""
    config.add_download_kind(CSV, find_csv)
    config.add_download_kind(XLSX, find_xlsx)
