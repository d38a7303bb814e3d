"""Statements as banks write them, with names and numbers that are made up."""

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>
<Id>1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
{entries}
</Stmt></BkToCstmrStmt></Document>"""

ENTRY = """<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{kind}</CdtDbtInd>{status}
<BookgDt><Dt>2026-12-01</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr>{payer}</Dbtr></RltdPties>
<RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def camt(*entries: str, version: str = "08") -> bytes:
    """Return a statement of these entries."""
    return CAMT.format(version=version, entries="".join(entries)).encode()


def entry(
    amount: str,
    purpose: str,
    *,
    payer: str = "Ada Lovelace",
    kind: str = "CRDT",
    currency: str = "EUR",
    version: str = "08",
    number: str = "1",
) -> str:
    """Return an entry in the words of a version."""
    is_new = version >= "08"
    return ENTRY.format(
        amount=amount,
        purpose=purpose,
        kind=kind,
        currency=currency,
        number=number,
        payer=f"<Pty><Nm>{payer}</Nm></Pty>" if is_new else f"<Nm>{payer}</Nm>",
        status="<Sts><Cd>BOOK</Cd></Sts>" if is_new else "<Sts>BOOK</Sts>",
    )


SPARKASSE = (
    '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";'
    '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"Betrag";"Waehrung"\n'
    '"DE89370400440532013000";"01.12.26";"01.12.26";"GUTSCHRIFT";"{purpose}";"Ädä Lövelace";"";"{amount}";"EUR"\n'
    '"DE89370400440532013000";"01.12.26";"01.12.26";"MIETE";"Miete";"Vermieter";"";"-1.200,00";"EUR"\n'
)
DKB = (
    '"Kontonummer:";"DE89 / Girokonto"\n\n"Kontostand vom 01.12.2026:";"1.234,56 EUR"\n\n'
    '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Verwendungszweck";"Betrag (€)"\n'
    '"01.12.26";"01.12.26";"Gebucht";"Ädä Lövelace";"{purpose}";"{amount}"\n'
)
ENGLISH = 'Date,Description,Payer,Amount,Currency\n2026-12-01,"{purpose}","Ädä Lövelace","{amount}",EUR\n'
FRENCH = (
    "Date opération\tLibellé\tDébit\tCrédit\n01/12/2026\t{purpose}\t\t{amount}\n01/12/2026\tloyer\t900,00\t\n"
)
RUSSIAN = "Дата операции;Контрагент;Назначение платежа;Сумма;Валюта\n01.12.2026;Ада Лавлейс;{purpose};{amount};RUR\n"
