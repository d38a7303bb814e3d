"""Amounts of money as people write them: "38,50 €", "€50", "1.200,00", "1 000", "1'200.50", "50,-".

An amount in the reader's own notation is read by it. Any other is read in every way in which it could be
meant: "1,200" is twelve hundred to an English reader, and to a German one either that or one and a fifth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol

from kalenner.i18n import FORMATS, LANGUAGES
from kalenner.typed_values.digits import plain_digits

MOST_DIGITS = 15

_NUMBER = re.compile(r"[0-9]+(?:[.,' ][0-9]+)*")
_NO_MINOR_PART = re.compile(r"(?<=[0-9])[.,] ?-{1,2}(?! ?[0-9])")  # "50,-" and "50.--"
_MINOR_BEHIND_UNIT = re.compile(r"([0-9][0-9 ]*?) ?([^\W\d_]+|[^\w\s.,'-]) ?([0-9]{2})")  # "38 € 50"
_LABEL = re.compile(r"[^\W\d][^\d:]*: ?")  # "Price: "
_DECIMALS = re.compile(r"([.,])([0-9]+)$")
_GROUPS = {sign: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+") for sign in ".,' "}
_LOCALES = ("en_US", *(FORMATS.get(code, code) for code in LANGUAGES))
# What people write that CLDR does not list; without the full stop that may end it.
_MORE_NAMES = {
    "EUR": ("евр",),
    "RUB": ("р", "руб", "рубль", "рубля", "рублей", "rubel", "roubles", "rubles"),
    "GBP": ("pound", "pounds", "pfund"),
    "UAH": ("грн",),
    "BYN": ("бел. руб", "br"),
    "KZT": ("тг", "тенге"),
    "PLN": ("zl", "zł"),
    "CHF": ("fr", "sfr", "franken", "francs"),
    "USD": ("dollar", "dollars", "доллар", "доллара", "долларов"),
}


class AmountRefused(ValueError):
    """A text is no amount."""


class OtherCurrency(AmountRefused):
    """An amount is written with the sign or name of another currency than the one that is asked for."""


@dataclass(frozen=True)
class AmountReading:
    """What an amount may mean, in minor units, the likelier first; several have to be asked for.

    `is_certain` is False for a single one that is not what was written, such as 1,234 with cents.
    """

    minors: tuple[int, ...]
    is_certain: bool


def read_amount(text: str, locale: Locale, currency: str) -> AmountReading:
    """Return what an amount without a sign before it means; raises AmountRefused, OtherCurrency."""
    number = _number(_without_label(plain_digits(text)), currency)
    if len(re.sub(r"\D", "", number)) > MOST_DIGITS:
        raise AmountRefused(text)
    digits = get_currency_precision(currency)
    own = _own_reading(number, locale, digits)
    if own is not None:
        return AmountReading((own,), is_certain=True)
    minors = tuple(dict.fromkeys(_readings(number, digits)))
    if not minors:
        raise AmountRefused(text)
    return AmountReading(minors, is_certain=len(minors) == 1 and not _may_be_a_fraction(number, digits))


def _without_label(text: str) -> str:
    return _LABEL.sub("", text, count=1) if _LABEL.match(text) else text


def _number(text: str, currency: str) -> str:
    """Return the digits and separators of an amount, without its currency before or behind it."""
    text = _NO_MINOR_PART.sub("", text)
    behind = _MINOR_BEHIND_UNIT.fullmatch(text.rstrip("."))
    if behind is not None and _is_unit(behind[2], currency) and get_currency_precision(currency) == 2:
        return f"{behind[1]}.{behind[3]}"
    match = _NUMBER.search(text)
    if match is None:
        raise AmountRefused(text)
    before, after = text[: match.start()], text[match.end() :]
    units = [unit for unit in (before.strip(), after.strip().removesuffix(".")) if unit]
    if not all(_is_unit(unit, currency) for unit in units):
        if all(_is_unit_of_any(unit) for unit in units):
            raise OtherCurrency(text)
        raise AmountRefused(text)
    return match[0]


def _own_reading(number: str, locale: Locale, digits: int) -> int | None:
    """Return the minor units of a number in the notation of the locale alone; None for any other."""
    symbols = locale.number_symbols["latn"]
    mark, group = symbols["decimal"], plain_digits(f"1{symbols['group']}1")[1:-1] or " "
    whole, _mark, part = number.partition(mark)
    if group == mark or len(part) > digits or (_mark and not part):
        return None
    if not (whole.isdigit() or (group in _GROUPS and _GROUPS[group].fullmatch(whole))):
        return None
    return _minor(whole, part, digits) if part.isdigit() or not part else None


def _readings(number: str, digits: int) -> Iterator[int]:
    """Yield the minor units of a number in every notation that it can be in."""
    if any(pattern.fullmatch(number) for pattern in _GROUPS.values()) or number.isdigit():
        yield _minor(number, "", digits)
    last = _DECIMALS.search(number)
    whole, mark, part = (number[: last.start()], last[1], last[2]) if last else (number, "", "")
    groups = [sign for sign, pattern in _GROUPS.items() if sign != mark and pattern.fullmatch(whole)]
    if digits and mark and (whole.isdigit() or groups):
        exact = part if len(part) <= digits else part.rstrip("0")
        if len(exact) <= digits and len(part) <= max(3, digits):
            yield _minor(whole, exact, digits)


def _may_be_a_fraction(number: str, digits: int) -> bool:
    """Tell whether a number may have been meant with more decimal places than its currency has."""
    return digits > 0 and re.fullmatch(r"[0-9]{1,3}[.,][0-9]{3}", number) is not None and number[0] != "0"


def _minor(whole: str, part: str, digits: int) -> int:
    return int(re.sub(r"\D", "", whole) or 0) * 10**digits + int(part.ljust(digits, "0") or 0)


def _is_unit(text: str, currency: str) -> bool:
    return _folded(text) in _names(currency)


def _is_unit_of_any(text: str) -> bool:
    return _folded(text) in _names_of_all()


def _folded(text: str) -> str:
    return text.casefold().strip().removesuffix(".").strip()


@cache
def _names(currency: str) -> frozenset[str]:
    """Return what a currency is called in the languages of the reader's: code, signs, names in any number."""
    names = {currency, *_MORE_NAMES.get(currency, ())}
    for tag in _LOCALES:
        locale = Locale.parse(tag)
        names.add(get_currency_symbol(currency, locale))
        names |= {get_currency_name(currency, count, locale) for count in (None, 1, 2, 5)}
    return frozenset(map(_folded, names))


@cache
def _names_of_all() -> frozenset[str]:
    currencies = {code for tag in _LOCALES for code in Locale.parse(tag).currencies}
    return frozenset(name for currency in currencies for name in _names(currency))
