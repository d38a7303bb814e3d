"""Files of one person in a day: beyond the limit they are not fetched, and the person reads why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.bot_adapter.telegram.conftest import running_product
from tests.bot_adapter.telegram.pictures import picture
from tests.bot_adapter.telegram.product import RunningProduct

MOST = 2
REFUSED = "That is more than can be sent in a day."


@pytest.fixture
def product(tmp_path: Path) -> Iterator[RunningProduct]:
    """The product with a limit of two files a day, or ten megabytes."""
    limits = {"limits.files_per_day": str(MOST), "limits.megabytes_per_day": "10"}
    with running_product(tmp_path, **limits) as made:
        yield made


def test_more_files_than_a_person_may_send_in_a_day_are_not_fetched(product: RunningProduct) -> None:
    ada, bob = product.person(), product.person()
    for person in (ada, bob):
        person.send("/wall")
        person.sees("Wall")
    for _ in range(MOST + 1):
        ada.send_document(b"x" * 1000, "letter.pdf", mime="application/pdf")
        product.settle(ada)

    bob.send_document(b"x" * 1000, "letter.pdf", mime="application/pdf")
    product.settle(bob)

    assert REFUSED in ada.screen.text
    assert len(product.written(ada)) == MOST
    assert len(product.written(bob)) == 1
    assert len(product.calls("getFile")) == MOST + 1


def test_more_bytes_than_a_person_may_send_in_a_day_are_not_fetched(product: RunningProduct) -> None:
    ada = product.person()
    ada.send("/wall")
    ada.sees("Wall")
    for _ in range(2):
        ada.send_document(b"x" * 10_100_000, "letter.pdf", mime="application/pdf")
        product.settle(ada)

    assert REFUSED in ada.screen.text
    assert len(product.written(ada)) == 1


def test_files_that_nobody_asked_for_do_not_count(product: RunningProduct) -> None:
    ada = product.person()
    for _ in range(MOST + 1):
        ada.send_document(b"x" * 1000, "letter.pdf", mime="application/pdf")
        product.settle(ada)

    ada.send("/wall")
    ada.sees("Wall")
    ada.send_document(b"x" * 1000, "letter.pdf", mime="application/pdf")
    product.settle(ada)

    assert len(product.written(ada)) == 1


def test_picture_beyond_the_limit_is_asked_for_again(product: RunningProduct) -> None:
    ada = product.person()
    for _ in range(MOST + 1):
        ada.send("/picture")
        ada.sees("Which picture?")
        ada.send_photo(picture())
        product.settle(ada)

    assert REFUSED in ada.screen.text
    assert len(product.written(ada)) == MOST
