"""What is held about a person as files: a page to read, the same as JSON, and the files that belong to it."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.i18n import Reader, _, language_of, reader_for
from kalenner.people import Account
from kalenner.privacy.fields import field_name
from kalenner.privacy.held import HeldData, HeldTable, Record, plain
from kalenner.transfers import ContentFile, Download, DownloadRequest
from kalenner.transfers.archive import Archive, ArchivedFile

KIND = "privacy.export"
"""The kind of download; the object is the person's own account."""
STYLE = Markup("""
body { font: 16px/1.5 system-ui, sans-serif; color: #111; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .15rem .5rem .15rem 0; overflow-wrap: anywhere; }
th { font-weight: 400; color: #555; width: 12rem; }
td { white-space: pre-wrap; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } }
""").strip()


@dataclass(frozen=True)
class _Section:
    held: HeldTable
    records: list[Record]


def find_export(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return everything that is held about the person whose address it is."""
    account = wanted.account
    if wanted.object_id != account.id or account.erased_at is not None:
        return None
    return Download(make_archive(request, account), f"kalenner-{request.clock.now():%Y-%m-%d}.zip")


def make_archive(request: Request, account: Account) -> Archive:
    """Return everything that is held about a person as a ZIP that is written while it is read."""
    data = HeldData(request, account)
    tables = data.tables()
    sections = [_Section(held, list(data.records(held))) for held in tables]
    return Archive(
        [
            ArchivedFile("data.html", ContentFile(_page(request, account, sections))),
            ArchivedFile("data.json", ContentFile(_json(sections))),
            *(ArchivedFile(f"files/{file.name}", file.file) for held in tables for file in data.files(held)),
        ]
    )


def _json(sections: list[_Section]) -> bytes:
    values = {
        section.held.name: [
            {name: plain(value) for name, value in record.items()} for record in section.records
        ]
        for section in sections
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode()


def _page(request: Request, account: Account, sections: list[_Section]) -> bytes:
    reader = reader_for(request.registry, account.reading_language, account.timezone)
    title = reader.label(_("export-title"))
    bodies = Markup("\n").join(part for section in sections for part in _section(reader, section))
    page = Markup(
        '<!doctype html>\n<html lang="{}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{}</title>\n<style>\n{}\n</style></head>\n<body>\n<h1>{}</h1>\n<p>{}</p>\n{}\n</body>\n</html>\n"
    ).format(
        language_of(account.reading_language),
        title,
        STYLE,
        title,
        reader.label(_("export-made"), moment=reader.moment(request.clock.now())),
        bodies,
    )
    return page.encode()


def _section(reader: Reader, section: _Section) -> Iterator[Markup]:
    if not section.records:
        return
    yield Markup("<h2>{}</h2>").format(reader.label(section.held.title))
    for record in section.records:
        rows = Markup("").join(
            Markup("<tr><th>{}</th><td>{}</td></tr>").format(field_name(reader, name), _shown(reader, value))
            for name, value in record.items()
        )
        yield Markup("<table>{}</table>").format(rows)


def _shown(reader: Reader, value: object) -> str:
    if isinstance(value, bool):
        return reader.label(_("value-yes") if value else _("value-no"))
    if isinstance(value, dt.datetime):
        return reader.moment(value)
    if isinstance(value, dt.date):
        return reader.day(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def includeme(config: Configurator) -> None:
    """Register the kind of download."""
    config.add_download_kind(KIND, find_export)
