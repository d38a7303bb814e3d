"""Checks of e-mail addresses and telephone numbers that people enter, and their canonical forms."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import idna
from babel import Locale
from babel.core import get_global

from kalenner.links import LinkRefused, check_link
from kalenner.people import Account
from kalenner.typed_values import plain_digits
from kalenner.zones.names import country_of, locale_of

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MOST_EMAIL = 254  # RFC 5321, with erratum 1690
MOST_LOCAL = 64
MOST_PHONE = 60
MOST_TEXT = 500
"""Characters of a text within which telephone numbers are looked for."""
MOST_READINGS = 4
_REGION = "GB"
# What RFC 5322 allows before the @ without quotes, but for % & ?, which mean something in a mailto: link.
_LOCAL = re.compile(r"[A-Za-z0-9!#$'*+/=^_`{|}~-]+(?:\.[A-Za-z0-9!#$'*+/=^_`{|}~-]+)*")
_EXTENSION = re.compile(
    r"\b(?:durchwahl|dw|apparat|app|nebenstelle|nst|extension|ext|poste|доб|добавочный)\b\.?:? ?[0-9]",
    re.IGNORECASE,
)
_SECOND_LINE = re.compile(r" / ?[0-9]{1,3}$")
_NOT_IN_HOST = re.compile(r"[\s/\\?#:@\[\]]")


class EmailRefused(Exception):
    """This is no e-mail address that can be shown to visitors."""


class PhoneRefused(Exception):
    """This is no telephone number of any country."""


def check_email(text: str) -> str:
    """Return the canonical form of an e-mail address: the host in lower case, in its own script.

    The host is checked like that of a link: it has a dot, and imitates no other. Raises EmailRefused.
    """
    local, at, host = text.strip().rpartition("@")
    if not at or len(local) > MOST_LOCAL or not _LOCAL.fullmatch(local) or _NOT_IN_HOST.search(host):
        raise EmailRefused
    try:
        plain = check_link(f"https://{host}").removeprefix("https://").rstrip("/")
    except LinkRefused as refused:
        raise EmailRefused from refused
    if len(local) + 1 + len(plain) > MOST_EMAIL:
        raise EmailRefused
    return f"{local}@{'.'.join(map(_unicode_label, plain.split('.')))}"


def check_phone(text: str, region: str) -> str:
    """Return a telephone number in E.164; without a + it is read as one of `region`. Raises PhoneRefused.

    An extension cannot be kept, so a number with one is refused. So is one with letters: the library would
    dial them, "privat" as 774828.
    """
    import phonenumbers  # import here: slow library

    text = text.removeprefix("tel:")  # RFC 3966
    if any(character.isalpha() for character in text):
        raise PhoneRefused
    try:
        number = phonenumbers.parse(text[: MOST_PHONE + 1], region)
    except phonenumbers.NumberParseException as error:
        raise PhoneRefused from error
    if len(text) > MOST_PHONE or number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneRefused
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_readings(text: str, regions: Sequence[str]) -> list[str]:
    """Return what a text may mean as a telephone number, in E.164, the likeliest first.

    Without a + it is read as one of each of `regions`. Of a longer text the numbers within it count. Raises
    PhoneRefused where there is none.
    """
    plain = plain_digits(text)
    if _EXTENSION.search(plain):
        raise PhoneRefused
    found: dict[str, None] = {}
    # "1234567 / 68" are two numbers of one line, or one with a stroke in it
    for part in dict.fromkeys((_SECOND_LINE.sub("", plain), plain)):
        for region in dict.fromkeys(regions):
            try:
                found[check_phone(part, region)] = None
            except PhoneRefused:
                found |= dict.fromkeys(_within(part, region))
    if not found:
        raise PhoneRefused
    return list(found)[:MOST_READINGS]


def _within(text: str, region: str) -> list[str]:
    """Return the numbers within a text that is more than a number."""
    import phonenumbers  # import here: slow library

    if len(text) > MOST_TEXT:
        return []
    matches = [match.number for match in phonenumbers.PhoneNumberMatcher(text, region)]
    numbers = [number for number in matches if not number.extension]
    return [
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        for number in numbers
        if len(numbers) == len(matches)
    ]


def contact_readings(number: str, regions: Sequence[str]) -> list[str]:
    """Return what the number of a shared contact may mean, as :func:`phone_readings` does.

    Telegram leaves the + out of the numbers of its own people; those of an address book are as they were
    entered there.
    """
    found: dict[str, None] = {}
    for text in dict.fromkeys((number if number.startswith("+") else f"+{number}", number)):
        try:
            found |= dict.fromkeys(phone_readings(text, regions))
        except PhoneRefused:
            continue
    if not found:
        raise PhoneRefused
    return list(found)[:MOST_READINGS]


def phone_label(number: str, language: str) -> str:
    """Return a number in E.164 with its country in words, as where two numbers are to choose from."""
    import phonenumbers  # import here: slow library

    parsed = phonenumbers.parse(number)
    region = phonenumbers.region_code_for_number(parsed) or ""
    country = locale_of(language).territories.get(region, "")
    return f"{_international(parsed)} ({country})" if country else _international(parsed)


def shown_phone(number: str) -> str:
    """Return a number that is kept in E.164 as people abroad write it."""
    import phonenumbers  # import here: slow library

    return _international(phonenumbers.parse(number))


def example_phone(region: str) -> str:
    """Return a number that nobody has, as it is written in `region`."""
    import phonenumbers  # import here: slow library

    number = phonenumbers.example_number(region) or phonenumbers.example_number(_REGION)
    assert number is not None  # noqa: S101 -- there is one for every region with telephones
    return _international(number)


def region_of(account: Account) -> str:
    """Return the country an account's numbers are likeliest of."""
    return regions_of(account)[0]


def regions_of(account: Account) -> list[str]:
    """Return the countries an account's numbers are likely of: of its time zone, of its language."""
    locale: Locale = locale_of(account.reading_language or "")
    likely = get_global("likely_subtags").get(locale.language, "")
    country = locale.territory or likely.rpartition("_")[2] or _REGION
    return list(dict.fromkeys(filter(None, (country_of(account.timezone or ""), country))))


def _unicode_label(label: str) -> str:
    return idna.ulabel(label) if label.startswith("xn--") else label


def _international(number: "PhoneNumber") -> str:
    import phonenumbers  # import here: slow library

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
