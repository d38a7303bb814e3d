"""Statements as CSV, which every bank writes in another way: divided, headed and encoded as it likes.

The line with the columns' names is looked for; what stands above it is passed over.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from babel.numbers import get_currency_precision

from kalenner_bank_transfer.errors import StatementFault, StatementRefused
from kalenner_bank_transfer.transfer import MOST_TRANSFERS, Transfer, short

_DELIMITERS = (";", ",", "\t", "|")
_ENCODINGS = ("utf-8-sig", "cp1251", "cp1252")
_MOST_LINES_ABOVE = 40
_MOST_COLUMNS = 100
_CYRILLIC = re.compile(r"[а-яё]{3}", re.IGNORECASE)
_MOST_LETTERS_OF_AMOUNT = 30

_NAMES: Mapping[str, tuple[str, ...]] = {
    "incoming": (
        *("credit", "crédit", "credit amount", "paid in", "money in", "haben", "gutschrift"),
        *("поступление", "приход", "кредит", "сумма по кредиту", "зачисление"),
    ),
    "amount": (
        *("amount", "value", "betrag", "betrag eur", "betrag €", "betrag in eur", "umsatz", "umsatz in eur"),
        *("amount eur", "montant", "montant eur", "сумма", "сумма операции", "сумма платежа"),
    ),
    "purpose": (
        *("verwendungszweck", "vwz", "buchungstext verwendungszweck", "purpose", "description", "details"),
        *("reference", "payment reference", "remittance information", "memo", "libellé", "libelle"),
        *("communication", "motif", "назначение платежа", "назначение", "описание", "комментарий"),
    ),
    "payer": (
        *("beguenstigter zahlungspflichtiger", "begünstigter zahlungspflichtiger", "zahlungspflichtige r"),
        *(
            "auftraggeber",
            "auftraggeber empfänger",
            "name zahlungsbeteiligter",
            "name",
            "payer",
            "partner name",
        ),
        *("counterparty", "counterparty name", "debtor", "nom", "émetteur", "контрагент", "плательщик"),
    ),
    "day": (
        *("buchungstag", "buchungsdatum", "buchung", "datum", "date", "booking date", "transaction date"),
        *("date opération", "date d opération", "date de comptabilisation", "дата", "дата операции"),
    ),
    "currency": ("währung", "waehrung", "currency", "devise", "валюта", "валюта операции"),
}
_NEEDED = ("purpose",)
_AMOUNT = re.compile(r"([+-]?)([0-9]{1,3}(?:[ .,'’]?[0-9]{3})*|[0-9]+)(?:[.,]([0-9]{1,3}))?")
_SIGNS = str.maketrans({"−": "-", "–": "-", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y")
_DATE_LETTERS = 10


@dataclass(frozen=True)
class _Table:
    """Where which column is, and the rows below the names."""

    columns: Mapping[str, int]
    rows: Iterator[Sequence[str]]


def read_csv(content: bytes, currency: str) -> list[Transfer]:
    """Return what arrived. Raises StatementRefused."""
    transfers: list[Transfer] = []
    try:
        table = _table(content)
        for number, row in enumerate(table.rows):
            if number >= MOST_TRANSFERS:
                raise StatementRefused(StatementFault.TOO_LONG)
            transfer = _transfer(table.columns, row, currency)
            if transfer is not None:
                transfers.append(transfer)
    except csv.Error as error:
        raise StatementRefused(StatementFault.BROKEN) from error
    return transfers


def _table(content: bytes) -> _Table:
    """Return the table in the first encoding and dialect that has a line with the names we look for."""
    for encoding, text in _decoded(content):
        for delimiter in _DELIMITERS:
            rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
            try:
                for _line, row in zip(range(_MOST_LINES_ABOVE), rows, strict=False):
                    columns = _columns(row)
                    if columns is not None and _is_likely(encoding, row):
                        return _Table(columns, rows)
            except csv.Error:
                continue
    raise StatementRefused(StatementFault.UNKNOWN)


def _decoded(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield each encoding in which the bytes are letters, with the text."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else _ENCODINGS
    for encoding in encodings:
        try:
            yield encoding, content.decode(encoding)
        except UnicodeError:
            continue


def _is_likely(encoding: str, names: Sequence[str]) -> bool:
    """Tell whether a file that names its columns so is in this encoding: any bytes are letters of cp1251."""
    return encoding != "cp1251" or _CYRILLIC.search("".join(names)) is not None


def _columns(row: Sequence[str]) -> dict[str, int] | None:
    """Return which column holds what; None where the row does not name an amount and a purpose."""
    if len(row) > _MOST_COLUMNS:
        return None
    plain = [" ".join(re.findall(r"[^\W_]+|€", name.lower())) for name in row]
    found = {
        column: next((plain.index(name) for name in names if name in plain), None)
        for column, names in _NAMES.items()
    }
    columns = {column: place for column, place in found.items() if place is not None}
    has_amount = "amount" in columns or "incoming" in columns
    return columns if has_amount and all(name in columns for name in _NEEDED) else None


def _transfer(columns: Mapping[str, int], row: Sequence[str], currency: str) -> Transfer | None:
    """Return the transfer of a row; None for what went out, and for sums and remarks below the table."""

    def cell(name: str) -> str:
        place = columns.get(name)
        return row[place].strip() if place is not None and place < len(row) else ""

    currency = cell("currency").upper() or currency
    currency = {"RUR": "RUB", "₽": "RUB", "€": "EUR"}.get(currency, currency)
    if not re.fullmatch(r"[A-Z]{3}", currency):
        return None
    minor = minor_of(cell("incoming") or cell("amount"), currency)
    if minor is None or minor < 1:
        return None
    return Transfer(currency, minor, _day(cell("day")), short(cell("payer")), short(cell("purpose")))


def minor_of(text: str, currency: str) -> int | None:
    """Return an amount as banks write it, such as "1.234,50", in minor units; None for anything else."""
    plain = re.sub(r"(EUR|RUB|€|₽|руб\.?)", "", text.translate(_SIGNS), flags=re.IGNORECASE).strip()
    match = None if len(plain) > _MOST_LETTERS_OF_AMOUNT else _AMOUNT.fullmatch(plain)
    if match is None:
        return None
    sign, whole, part = match.groups()
    digits = get_currency_precision(currency)
    if len(part or "") > digits:
        return None
    units = int(re.sub(r"[^0-9]", "", whole))
    minor = units * 10**digits + int((part or "").ljust(digits, "0") or 0)
    return -minor if sign == "-" else minor


def _day(text: str) -> dt.date | None:
    for pattern in _DATES:
        try:
            return dt.datetime.strptime(text[:_DATE_LETTERS], pattern).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    return None
