"""Accounts that money is sent to, and whether their numbers can be right.

The key of a Russian account is that of the Bank of Russia's "Procedure for calculating the check key in the
number of a personal account" of 8 September 1997, No. 515: three digits of the BIC are put before the twenty
of the account, each digit is multiplied with 7, 1 and 3 in turn, and the last digits of the products add up
to a multiple of ten.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any

from stdnum import iban as iban_rules
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError
from stdnum.ru import inn as inn_rules

from kalenner_bank_transfer.errors import AccountFault, AccountRefused

MOST_HOLDER = 70
"""Letters of a name that EPC069-12 allows."""
MOST_BANK = 45
MOST_RUSSIAN_HOLDER = 160
NO_CORRESPONDENT = "0"
"""What GOST R 56042-2014 has in place of a correspondent account, where there is none."""

_WEIGHTS = (7, 1, 3)
_RUBLE = {"810", "643"}
"""How the sixth to eighth digits of an account say that it is in rubles."""
_OF_TREASURY = re.compile(r"00[012]")
"""The end of a BIC of the Bank of Russia itself, whose accounts are checked as correspondent ones are."""
_SPACE = re.compile(r"[\s-]+")


@dataclass(frozen=True)
class EuroAccount:
    """An account for euros: its holder and its IBAN, without spaces."""

    holder: str
    iban: str

    currency = "EUR"

    @property
    def number(self) -> str:
        """The number by which its owner knows it, in groups of four."""
        return iban_rules.format(self.iban)

    @property
    def ending(self) -> str:
        """As much of the number as its owner recognizes it by."""
        return f"… {self.iban[-4:]}"

    def to_json(self) -> dict[str, str]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class RubleAccount:
    """An account for rubles; `tax_number` is the holder's INN, "" for none."""

    holder: str
    account: str
    bic: str
    bank: str
    correspondent: str
    tax_number: str = ""

    currency = "RUB"

    @property
    def number(self) -> str:
        """The number by which its owner knows it."""
        return self.account

    @property
    def ending(self) -> str:
        """As much of the number as its owner recognizes it by."""
        return f"… {self.account[-4:]}"

    def to_json(self) -> dict[str, str]:
        """Return it as JSON."""
        return asdict(self)


BankAccount = EuroAccount | RubleAccount
ACCOUNTS: Mapping[str, Any] = {"EUR": EuroAccount, "RUB": RubleAccount}
"""What an account is, by its currency."""


def check_iban(text: str) -> str:
    """Return an IBAN without spaces, in capitals. Raises AccountRefused."""
    try:
        return str(iban_rules.validate(text))
    except InvalidChecksum as error:
        number = iban_rules.compact(text)
        if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}", number):
            raise AccountRefused(AccountFault.IBAN_FORMAT) from error
        raise AccountRefused(AccountFault.IBAN_CHECKSUM) from error
    except InvalidLength as error:
        raise AccountRefused(AccountFault.IBAN_LENGTH) from error
    except InvalidComponent as error:
        raise AccountRefused(AccountFault.IBAN_COUNTRY) from error
    except (InvalidFormat, ValidationError) as error:
        raise AccountRefused(AccountFault.IBAN_FORMAT) from error


def check_bic(text: str) -> str:
    """Return a Russian BIC: nine digits, of which the first two are 04. Raises AccountRefused."""
    number = _SPACE.sub("", text)
    if not re.fullmatch(r"04[0-9]{7}", number, re.ASCII):
        raise AccountRefused(AccountFault.BIC_FORMAT)
    return number


def check_account(text: str, bic: str) -> str:
    """Return an account in rubles whose key fits to the bank. Raises AccountRefused."""
    number = _twenty_digits(text)
    if number[5:8] not in _RUBLE:
        raise AccountRefused(AccountFault.ACCOUNT_CURRENCY)
    if not _has_key(number, _before_correspondent(bic) if _OF_TREASURY.fullmatch(bic[-3:]) else bic[-3:]):
        raise AccountRefused(AccountFault.ACCOUNT_KEY)
    return number


def check_correspondent(text: str, bic: str) -> str:
    """Return a bank's correspondent account, or "0" for none. Raises AccountRefused."""
    if text.strip() in {NO_CORRESPONDENT, "-"}:
        return NO_CORRESPONDENT
    number = _twenty_digits(text)
    if not number.startswith("301") or not _has_key(number, _before_correspondent(bic)):
        raise AccountRefused(AccountFault.CORRESPONDENT_KEY)
    return number


def check_tax_number(text: str) -> str:
    """Return an INN of ten or twelve digits whose keys are right. Raises AccountRefused."""
    try:
        return str(inn_rules.validate(_SPACE.sub("", text)))
    except ValidationError as error:
        raise AccountRefused(AccountFault.TAX_NUMBER) from error


def check_words(text: str) -> str:
    """Return a name for a code that divides its fields by "|". Raises AccountRefused."""
    if "|" in text:
        raise AccountRefused(AccountFault.SEPARATOR)
    return text


def _twenty_digits(text: str) -> str:
    number = _SPACE.sub("", text)
    if not re.fullmatch(r"[0-9]{20}", number, re.ASCII):
        raise AccountRefused(AccountFault.ACCOUNT_FORMAT)
    return number


def _before_correspondent(bic: str) -> str:
    """Return the digits before an account at the Bank of Russia: zero, and the fifth and sixth of the BIC."""
    return f"0{bic[4:6]}"


def _has_key(number: str, before: str) -> bool:
    products = (
        int(digit) * weight % 10 for digit, weight in zip(before + number, cycle(_WEIGHTS), strict=False)
    )
    return sum(products) % 10 == 0
