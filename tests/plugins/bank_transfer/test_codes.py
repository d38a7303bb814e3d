"""The codes: what an independent decoder reads in their pictures is parsed back to what went in."""

import random

import pytest
from tests.plugins.bank_transfer.steps import decoded

from kalenner.qr import qr_png
from kalenner_bank_transfer.accounts import (
    MOST_BANK,
    MOST_HOLDER,
    MOST_RUSSIAN_HOLDER,
    EuroAccount,
    RubleAccount,
    check_account,
    check_correspondent,
    check_iban,
)
from kalenner_bank_transfer.codes import MOST_EPC_BYTES, MOST_MINOR, code_of
from kalenner_bank_transfer.errors import AccountFault, AccountRefused, CodeTooLong
from kalenner_bank_transfer.references import reference_of

COUNT = 200
LETTERS = {
    "umlauts": "äöüßÄÖÜ éèçñ-Ab.",
    "Cyrillic": "абвгдЯЮЖЩъё «»№ ОАО",
    "plain": "abcdefghij KLMNOP 0123456789 &/'",
}
IBANS = (
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "MT84MALT011000012345MTLCAST001S",  # the longest in use
    "NO9386011117947",  # the shortest
)
AMOUNTS = (1, 99, 100, 5_000, 123_456, MOST_MINOR)
BANKS = (
    ("044525700", "40703810700001449489", "30101810200000000700"),
    ("044525225", "", "30101810400000000225"),
)


def name(dice: random.Random, number: int, most: int) -> str:
    """Return a name of one of the alphabets; each eighth is as long as can be."""
    letters = list(LETTERS.values())[number % len(LETTERS)]
    length = most if number % 8 == 0 else dice.randint(1, min(most, 40))
    return "".join(dice.choice(letters) for _letter in range(length)).strip() or "A"


def samples() -> list[tuple[int, random.Random, int, str]]:
    dice = random.Random(16)
    return [
        (
            number,
            dice,
            AMOUNTS[number % 6] if number % 2 else dice.randint(1, MOST_MINOR),
            reference_of(dice.randbytes(32), number),
        )
        for number in range(COUNT)
    ]


def test_codes_for_euros_say_what_went_in() -> None:
    for number, dice, minor, reference in samples():
        account = EuroAccount(name(dice, number, MOST_HOLDER), IBANS[number % len(IBANS)])
        read = decoded(qr_png(code_of(account, minor, reference)))
        header, version, charset, kind, bic, holder, iban, amount, purpose, creditor, text = read.split("\n")

        assert (header, version, charset, kind, bic, purpose, creditor) == (
            "BCD",
            "002",
            "1",
            "SCT",
            "",
            "",
            "",
        )
        assert (holder, iban, text) == (account.holder, account.iban, reference)
        assert amount.startswith("EUR")
        units, cents = amount[3:].split(".")
        assert (int(units) * 100 + int(cents), len(cents)) == (minor, 2)
        assert len(read.encode()) <= MOST_EPC_BYTES


def test_codes_for_rubles_say_what_went_in() -> None:
    for number, dice, minor, reference in samples():
        bic, own, correspondent = BANKS[number % len(BANKS)]
        account = RubleAccount(
            holder=name(dice, number, MOST_RUSSIAN_HOLDER),
            account=own or "40817810000000000000",
            bic=bic,
            bank=name(dice, number + 1, MOST_BANK),
            correspondent=correspondent,
            tax_number="7707083893" if number % 3 else "",
        )
        kind, *fields = decoded(qr_png(code_of(account, minor, reference))).split("|")
        read = dict(field.split("=", 1) for field in fields)

        assert kind == "ST00012"
        assert read == {
            "Name": account.holder,
            "PersonalAcc": account.account,
            "BankName": account.bank,
            "BIC": bic,
            "CorrespAcc": correspondent,
            "Purpose": reference,
            "Sum": str(minor),
        } | ({"PayeeINN": account.tax_number} if account.tax_number else {})


@pytest.mark.parametrize("minor", [0, -1, MOST_MINOR + 1])
def test_amounts_that_no_code_can_say_are_refused(minor: int) -> None:
    with pytest.raises(CodeTooLong):
        code_of(EuroAccount("Olga", IBANS[0]), minor, "KAL-AAAA-AAAA")


def test_each_mistyped_digit_is_noticed() -> None:
    """One digit that is wrong never passes: neither in an IBAN nor in a Russian account, beside its bank."""
    for iban in IBANS:
        for place in range(4, len(iban)):
            if iban[place].isdigit():
                wrong = iban[:place] + str((int(iban[place]) + 1) % 10) + iban[place + 1 :]
                with pytest.raises(AccountRefused):
                    check_iban(wrong)
    bic, account, correspondent = BANKS[0]
    for check, number in ((check_account, account), (check_correspondent, correspondent)):
        assert check(number, bic) == number
        for place in range(20):
            for digit in "0123456789".replace(number[place], ""):
                with pytest.raises(AccountRefused) as refused:
                    check(number[:place] + digit + number[place + 1 :], bic)
                assert refused.value.fault in {
                    AccountFault.ACCOUNT_KEY,
                    AccountFault.ACCOUNT_CURRENCY,
                    AccountFault.CORRESPONDENT_KEY,
                }
    assert refused.value.args == ("CORRESPONDENT_KEY",)  # no number in what a log would show
