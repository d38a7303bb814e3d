"""Statements: what is read of CAMT.053 and of CSV in several dialects, and that hostile ones do no harm."""

import datetime as dt
import time

import pytest
from tests.plugins.bank_transfer import statement_files as files

from kalenner_bank_transfer.csv_statements import minor_of
from kalenner_bank_transfer.errors import StatementFault, StatementRefused
from kalenner_bank_transfer.statements import read_statement

PURPOSE = "Massage KAL-ABCD-EFGH danke"
DAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_camt_of_any_version_says_what_arrived(version: str) -> None:
    content = files.camt(
        files.entry("50.00", PURPOSE, version=version, payer="Ädä"),
        files.entry("20.00", "Miete", kind="DBIT", version=version),
        files.entry("0.01", "Я", currency="RUB", version=version),
        version=version,
    )
    first, second = read_statement(content, "EUR")

    assert (first.minor, first.currency, first.payer, first.purpose) == (5_000, "EUR", "Ädä", PURPOSE)
    assert (first.day, first.number) == (DAY, "1")
    assert (second.minor, second.currency, second.purpose) == (1, "RUB", "Я")


def test_collective_entry_is_its_parts() -> None:
    part = "<TxDtls><Amt Ccy='EUR'>{}</Amt><RmtInf><Ustrd>{}</Ustrd></RmtInf></TxDtls>"
    content = files.camt(
        "<Ntry><Amt Ccy='EUR'>30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls>"
        f"{part.format('10.00', 'a')}{part.format('20.00', 'b')}</NtryDtls></Ntry>"
    )

    assert [(each.minor, each.purpose) for each in read_statement(content, "EUR")] == [
        (1_000, "a"),
        (2_000, "b"),
    ]


@pytest.mark.parametrize(
    ("text", "encoding", "amount", "currency"),
    [
        (files.SPARKASSE, "cp1252", "50,00", "EUR"),
        (files.SPARKASSE, "utf-8-sig", "50,00", "EUR"),
        (files.DKB, "utf-8", "50,00 €", "EUR"),
        (files.ENGLISH, "utf-8", "50.00", "EUR"),
        (files.ENGLISH, "utf-16", "+50.00", "EUR"),
        (files.FRENCH, "cp1252", "50,00", "EUR"),
        (files.RUSSIAN, "cp1251", "50,00", "RUB"),
        (files.RUSSIAN, "utf-8-sig", "50.00", "RUB"),
    ],
)
def test_csv_is_read_in_the_dialects_of_banks(text: str, encoding: str, amount: str, currency: str) -> None:
    [read] = read_statement(text.format(purpose=PURPOSE, amount=amount).encode(encoding), "EUR")

    assert (read.minor, read.currency, read.purpose, read.day) == (5_000, currency, PURPOSE, DAY)
    assert read.payer in {"Ädä Lövelace", "Ада Лавлейс", ""}


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        *(("1.234,50", 123_450), ("1,234.50", 123_450), ("1 234,50", 123_450), ("1'234.5", 123_450)),
        *(("-5,00", -500), ("−5,00", -500), ("7", 700), ("999999999.99", 99_999_999_999), ("0,01", 1)),
        *(("", None), ("=1+1", None), ("1e9", None), ("1,2,3", None), ("NaN", None), ("9" * 40, None)),
    ],
)
def test_amounts_are_read_as_banks_write_them(text: str, minor: int | None) -> None:
    assert minor_of(text, "EUR") == minor


BOMB = (
    '<!DOCTYPE Document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><Document><Ntry>&c;</Ntry></Document>'
)
OUTSIDE = '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document><Ntry>&x;</Ntry></Document>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (BOMB.encode(), StatementFault.FORBIDDEN),
        (OUTSIDE.encode(), StatementFault.FORBIDDEN),
        (
            b'<?xml version="1.0"?><!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd"><Document/>',
            StatementFault.FORBIDDEN,
        ),
        (BOMB.encode("utf-16"), StatementFault.FORBIDDEN),
        (b"<html><body>login</body></html>", StatementFault.UNKNOWN),
        (b"<Document>" + b"<a>" * 100_000, StatementFault.TOO_LONG),
        (b"<Document>" + b"<a/>" * 400_000, StatementFault.TOO_LONG),
        (files.camt(files.entry("1.00", "x"))[:-40], StatementFault.BROKEN),
        (b'<?xml version="1.0" encoding="no-such-code"?><Document/>', StatementFault.BROKEN),
        (b"<Document>\xff\xfe\xfd</Document>", StatementFault.BROKEN),
        (b"", StatementFault.UNKNOWN),
        (bytes(range(256)) * 4_000, StatementFault.UNKNOWN),
        (b"\0" * 1_000_000, StatementFault.UNKNOWN),
        (b"%PDF-1.7 not a statement", StatementFault.UNKNOWN),
        (b"Date;Purpose;Amount\n" + b'1;x;"' + b"9" * 1_900_000, StatementFault.BROKEN),
        (b"Date;Purpose;Amount\n" + b"1;x;5,00\n" * 150_000, StatementFault.TOO_LONG),
        (b";" * 1_900_000, StatementFault.UNKNOWN),
    ],
    ids=lambda value: value.name if isinstance(value, StatementFault) else str(value[:12]),
)
def test_hostile_files_are_refused_soon(content: bytes, fault: StatementFault) -> None:
    began = time.process_time()
    with pytest.raises(StatementRefused) as refused:
        read_statement(content, "EUR")

    assert refused.value.fault is fault
    assert time.process_time() - began < 5
