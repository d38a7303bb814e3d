"""Payment links as text: which take a reference along, and how."""

import pytest

from kalenner.links import MOST_CHARACTERS, check_link
from kalenner_payment_links.links import host_of, takes_reference, with_reference

TOKEN = "aB3-_" * 14 + "x"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://buy.stripe.com/4gw", f"https://buy.stripe.com/4gw?client_reference_id={TOKEN}"),
        (
            "https://buy.stripe.com/a?locale=de",
            f"https://buy.stripe.com/a?locale=de&client_reference_id={TOKEN}",
        ),
        ("https://buy.stripe.com/a?&", f"https://buy.stripe.com/a?client_reference_id={TOKEN}"),
        ("https://buy.stripe.com/a#b", f"https://buy.stripe.com/a?client_reference_id={TOKEN}#b"),
        (
            "https://buy.stripe.com/a?client_reference_id=mine&x=%26",
            f"https://buy.stripe.com/a?x=%26&client_reference_id={TOKEN}",
        ),
        (
            "https://buy.stripe.com/a?client%5Freference_id=mine",
            f"https://buy.stripe.com/a?client_reference_id={TOKEN}",
        ),
        (
            "https://buy.stripe.com/a?prefilled_email=ada%40example.org&locked_prefilled_email=b",
            f"https://buy.stripe.com/a?client_reference_id={TOKEN}",
        ),
    ],
)
def test_stripe_link_takes_one_reference_and_no_address(link: str, expected: str) -> None:
    assert with_reference(check_link(link), TOKEN) == expected
    assert check_link(expected) == expected


@pytest.mark.parametrize(
    "link",
    [
        "https://pay.bank.example/a?prefilled_email=x",
        "https://buy.stripe.com.evil.example/a",
        "https://evil.example/buy.stripe.com",
        "https://evil.example/?buy.stripe.com",
        "https://notbuy.stripe.com/a",
    ],
)
def test_other_links_stay_as_they_are(link: str) -> None:
    assert not takes_reference(check_link(link))
    assert with_reference(check_link(link), TOKEN) == check_link(link)


def test_link_that_would_be_too_long_for_a_button_stays_as_it_is() -> None:
    link = check_link("https://buy.stripe.com/a?x=".ljust(MOST_CHARACTERS - 50, "y"))

    assert with_reference(link, TOKEN) == link


def test_host_is_shown_in_ascii() -> None:
    assert host_of(check_link("https://банк.рф/оплата")) == "xn--80ab2al.xn--p1ai"
