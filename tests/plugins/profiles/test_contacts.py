"""Which e-mail addresses and telephone numbers are taken, and in which form they are kept."""

import datetime as dt

import pytest
from tests.words import abroad

from kalenner.people import Account
from kalenner_profiles.contacts import (
    EmailRefused,
    PhoneRefused,
    check_email,
    check_phone,
    contact_readings,
    example_phone,
    phone_label,
    phone_readings,
    region_of,
    regions_of,
    shown_phone,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("olga@example.com", "olga@example.com"),
        ("  Olga.Weber+kurse@Example.COM ", "Olga.Weber+kurse@example.com"),
        ("o'neill@mail.example.co.uk", "o'neill@mail.example.co.uk"),
        ("info@müller.de", "info@müller.de"),
        ("info@xn--mller-kva.de", "info@müller.de"),
        ("почта@пример.рф".replace("почта", "info"), "info@пример.рф"),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
    ],
)
def test_email_is_kept(typed: str, kept: str) -> None:
    assert check_email(typed) == kept
    assert check_email(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "olga",
        "@example.com",
        "olga@",
        "olga@localhost",
        "olga@127.0.0.1",
        "olga@[127.0.0.1]",
        "olga@example.com:25",
        "olga@example.com/x",
        "a@b@example.com",
        "olga weber@example.com",
        "Olga <olga@example.com>",
        "olga@example.com,eve@example.com",
        "olga@example.com?bcc=eve@example.com",
        "olga?subject=x@example.com",
        "olga%0abcc:eve@example.com",
        "olga\nBcc: eve@example.com",
        "olga@example.com\r\nBcc: eve@evil.example",
        "mailto:olga@example.com",
        ".olga@example.com",
        "o..lga@example.com",
        "olga@example..com",
        "olga@аpple.com",
        "ölga@example.com",
        "a" * 65 + "@example.com",
        "olga@" + ".".join(["a" * 60] * 4) + ".example.com",
    ],
)
def test_email_is_refused(typed: str) -> None:
    with pytest.raises(EmailRefused):
        check_email(typed)


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("+49 30 23125001", "FR", "+493023125001"),
        ("0049 30 / 23125-001", "DE", "+493023125001"),
        ("(030) 231 25 001", "DE", "+493023125001"),
        ("030 23125001", "DE", "+493023125001"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("01 99 00 50 01", "FR", "+33199005001"),
        ("tel:+49-30-23125001", "DE", "+493023125001"),
        ("٠٣٠٢٣١٢٥٠٠١", "DE", "+493023125001"),
    ],
)
def test_phone_is_kept_in_e164(typed: str, region: str, kept: str) -> None:
    assert check_phone(typed, region) == kept
    assert check_phone(kept, "GB") == kept


@pytest.mark.parametrize(
    "typed",
    ["", "call me", "12", "110", "030 23125001 ext. 5", "+999 123456789", "0" * 300, "+49 30 23125001\n<b>"],
)
def test_phone_is_refused(typed: str) -> None:
    with pytest.raises(PhoneRefused):
        check_phone(typed, "DE")


def test_phone_is_shown_as_people_abroad_write_it() -> None:
    assert shown_phone("+493023125001") == abroad("+493023125001")


@pytest.mark.parametrize("region", ["DE", "FR", "RU", "US", "AQ", "XX"])
def test_example_is_a_number_of_the_region_or_else_of_some(region: str) -> None:
    assert check_phone(example_phone(region), "GB").startswith("+")


@pytest.mark.parametrize(
    ("zone", "language", "region"),
    [
        ("Europe/Berlin", "fr", "DE"),
        ("Asia/Calcutta", None, "IN"),
        ("UTC", "ru", "RU"),
        (None, "pt-br", "BR"),
        (None, "de", "DE"),
        (None, None, "US"),
    ],
)
def test_region_is_that_of_the_zone_else_of_the_language(
    zone: str | None, language: str | None, region: str
) -> None:
    account = Account(timezone=zone, language=language, created_at=dt.datetime.now(dt.UTC))

    assert region_of(account) == region


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("8 (912) 345-67-89", ["+4989123456789", "+79123456789"]),
        ("8-912-345-67-89", ["+4989123456789", "+79123456789"]),
        ("89123456789", ["+4989123456789", "+79123456789"]),
        ("８ ９１２ ３４５ ６７ ８９", ["+4989123456789", "+79123456789"]),
        ("٨ ٩١٢ ٣٤٥ ٦٧ ٨٩", ["+4989123456789", "+79123456789"]),
        ("8 (495) 123-45-67", ["+74951234567"]),
        ("+7 (912) 345-67-89", ["+79123456789"]),
        ("тел. +7 912 345 67 89", ["+79123456789"]),
        ("030 1234567", ["+49301234567"]),
        ("Tel.: 030 / 123 45 67", ["+49301234567"]),
        ("+49 (0) 30 1234567", ["+49301234567"]),
        ("0049 30 1234567", ["+49301234567"]),
        ("tel:+49301234567", ["+49301234567"]),
        ("+4930 1234567 / +7 912 345-67-89", ["+49301234567", "+79123456789"]),
    ],
)
def test_a_number_is_read_in_every_country_it_may_be_of(typed: str, numbers: list[str]) -> None:
    assert phone_readings(typed, ["DE", "RU"]) == numbers


@pytest.mark.parametrize("typed", ["", "call me", "12", "8 912", "+7 912 345-67-89 ext. 5"])
def test_no_number_in_any_country(typed: str) -> None:
    with pytest.raises(PhoneRefused):
        phone_readings(typed, ["DE", "RU"])


@pytest.mark.parametrize(
    ("number", "numbers"),
    [
        ("+79123456789", ["+79123456789"]),
        ("+4915123456789", ["+4915123456789"]),
        ("015123456789", ["+4915123456789"]),
        ("89123456789", ["+4989123456789", "+79123456789"]),
        ("79123456789", ["+79123456789", "+4979123456789"]),
    ],
)
def test_number_of_an_address_book(number: str, numbers: list[str]) -> None:
    assert contact_readings(number, ["DE", "RU"]) == numbers


def test_countries_are_those_of_the_zone_and_of_the_language() -> None:
    account = Account(timezone="Europe/Berlin", language="ru")
    assert regions_of(account) == ["DE", "RU"]
    assert phone_label("+79123456789", "de") == "+7 912 345-67-89 (Russland)"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("030 123456 privat", "+4930123456"),
        ("089 123456 home", "+4989123456"),
        ("030 1234567 Buero", "+49301234567"),
        ("Tel. 030 1234567", "+49301234567"),
    ],
)
def test_words_beside_a_number_are_no_digits_of_it(text: str, number: str) -> None:
    assert phone_readings(text, ["DE"]) == [number]


@pytest.mark.parametrize(
    "text", ["030 1234567 App. 12", "+49 89 1234567 Durchwahl 12", "01 23 45 67 89 poste 4"]
)
def test_extension_in_words_is_refused(text: str) -> None:
    with pytest.raises(PhoneRefused):
        phone_readings(text, ["DE", "FR"])


def test_digits_behind_a_stroke_may_be_a_second_line() -> None:
    assert phone_readings("030 1234567 / 68", ["DE"]) == ["+49301234567", "+4930123456768"]
