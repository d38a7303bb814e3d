"""Statements in CAMT.053 of ISO 20022 (and 052, 054, which say transfers in the same words), of any version.

They are parsed by defusedxml without a DTD, so without entities, and up to so many elements.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from babel.numbers import get_currency_precision
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from kalenner_bank_transfer.errors import StatementFault, StatementRefused
from kalenner_bank_transfer.transfer import MOST_TRANSFERS, Transfer, short

MOST_ELEMENTS = 300_000
_MOST_DEPTH = 64
_BEGINNING = 64
_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST_DIGITS = 18
_NOT_PROVIDED = "NOTPROVIDED"


def is_xml(content: bytes) -> bool:
    """Tell whether a file is XML, whatever it is called."""
    beginning = content[:_BEGINNING].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return beginning.startswith(b"<")


def read_camt(content: bytes) -> list[Transfer]:
    """Return what arrived. Raises StatementRefused."""
    transfers: list[Transfer] = []
    try:
        for entry in _entries(content):
            transfers += _transfers(entry)
            entry.clear()
            if len(transfers) > MOST_TRANSFERS:
                raise StatementRefused(StatementFault.TOO_LONG)
    except DefusedXmlException as error:
        raise StatementRefused(StatementFault.FORBIDDEN) from error
    except (ParseError, ValueError, LookupError) as error:
        raise StatementRefused(StatementFault.BROKEN) from error
    return transfers


def _entries(content: bytes) -> Iterator[Element]:
    count = depth = 0
    root = ""
    for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "end":
            depth -= 1
            if _name(element) == "Ntry":
                yield element
            continue
        count, depth = count + 1, depth + 1
        root = root or _name(element)
        if root != "Document":
            raise StatementRefused(StatementFault.UNKNOWN)
        if count > MOST_ELEMENTS or depth > _MOST_DEPTH:
            raise StatementRefused(StatementFault.TOO_LONG)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _transfers(entry: Element) -> Iterator[Transfer]:
    """Yield what an entry says to have arrived: as a whole, or each part of a collective one."""
    if _text(entry, "CdtDbtInd") != "CRDT" or _text(entry, "RvslInd") == "true":
        return
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != "BOOK":
        return
    day = _day(_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))
    parts = entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(parts) <= 1:
        yield from _transfer(entry, parts[0] if parts else entry, entry.find("{*}Amt"), day)
        return
    for part in parts:
        amount = part.find("{*}Amt")
        if amount is None:
            amount = part.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
        if _text(part, "CdtDbtInd") in {"", "CRDT"}:
            yield from _transfer(entry, part, amount, day)


def _transfer(
    entry: Element, part: Element, amount: Element | None, day: dt.date | None
) -> Iterator[Transfer]:
    currency = "" if amount is None else amount.get("Ccy", "")
    if amount is None or not _CURRENCY.fullmatch(currency):
        return
    minor = _minor((amount.text or "").strip(), currency)
    if minor is None or minor < 1:
        return
    purpose = [
        *(each.text or "" for each in part.iterfind("{*}RmtInf/{*}Ustrd")),
        *(each.text or "" for each in part.iterfind("{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")),
        *(each.text or "" for each in part.iterfind("{*}Refs/{*}EndToEndId") if each.text != _NOT_PROVIDED),
    ]
    payer = _text(part, "RltdPties/Dbtr/Nm") or _text(part, "RltdPties/Dbtr/Pty/Nm")
    number = _text(part, "Refs/AcctSvcrRef") or _text(part, "Refs/TxId") or _text(entry, "AcctSvcrRef")
    yield Transfer(currency, minor, day, short(payer), short(" ".join(purpose)), short(number))


def _minor(text: str, currency: str) -> int | None:
    if not re.fullmatch(r"\+?[0-9]+(\.[0-9]+)?", text, re.ASCII) or len(text) > _MOST_DIGITS:
        return None
    try:
        minor = Decimal(text).scaleb(get_currency_precision(currency))
    except InvalidOperation:
        return None
    return int(minor) if minor == int(minor) else None


def _text(element: Element, path: str) -> str:
    found = element.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return "" if found is None else (found.text or "").strip()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
