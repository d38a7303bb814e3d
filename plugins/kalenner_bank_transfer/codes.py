"""What stands in the codes that banking apps read: EPC069-12 for euros, ST00012 for rubles.

EPC069-12 ("GiroCode") is of the European Payments Council; ST00012 is the code of GOST R 56042-2014 in UTF-8.
"""

from kalenner_bank_transfer.accounts import BankAccount, EuroAccount, RubleAccount
from kalenner_bank_transfer.errors import CodeTooLong

MOST_EPC_BYTES = 331
MOST_EPC_TEXT = 140
MOST_MINOR = 99_999_999_999
"""The highest amount of EPC069-12, 999999999.99; that of ST00012 is higher."""
_CENTS = 100


def code_of(account: BankAccount, minor: int, reference: str) -> str:
    """Return the text of a code for an amount in cents or kopecks. Raises CodeTooLong."""
    if not 1 <= minor <= MOST_MINOR:
        raise CodeTooLong
    if isinstance(account, EuroAccount):
        return _epc(account, minor, reference)
    return _st00012(account, minor, reference)


def _epc(account: EuroAccount, minor: int, reference: str) -> str:
    fields = [
        "BCD",
        "002",  # with it a BIC may be left out
        "1",  # UTF-8
        "SCT",
        "",
        account.holder,
        account.iban,
        f"EUR{minor // _CENTS}.{minor % _CENTS:02}",
        "",
        "",
        reference,
    ]
    text = "\n".join(fields)
    if len(reference) > MOST_EPC_TEXT or len(text.encode()) > MOST_EPC_BYTES:
        raise CodeTooLong
    return text


def _st00012(account: RubleAccount, minor: int, reference: str) -> str:
    fields = {
        "Name": account.holder,
        "PersonalAcc": account.account,
        "BankName": account.bank,
        "BIC": account.bic,
        "CorrespAcc": account.correspondent,
        "PayeeINN": account.tax_number,
        "Purpose": reference,
        "Sum": str(minor),
    }
    return "|".join(["ST00012", *(f"{name}={value}" for name, value in fields.items() if value)])
