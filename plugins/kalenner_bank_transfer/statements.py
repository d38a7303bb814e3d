"""Bank statements: the transfers that arrived, read from CAMT.053 or from CSV in whatever dialect.

Everything is read in memory, and what is read says nothing about what left the account.
"""

from kalenner_bank_transfer.camt import is_xml, read_camt
from kalenner_bank_transfer.csv_statements import read_csv
from kalenner_bank_transfer.transfer import Transfer


def read_statement(content: bytes, currency: str) -> list[Transfer]:
    """Return what arrived, in the order of the statement; `currency` is that of files that name none.

    Raises StatementRefused.
    """
    return read_camt(content) if is_xml(content) else read_csv(content, currency)
