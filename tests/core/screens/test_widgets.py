"""Pages, ticks, months, and the way back to a list."""

import pytest

from kalenner.screens.widgets import page_of
from kalenner.testing import Person

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def bob(surveyed: Person) -> Person:
    return surveyed


@pytest.mark.parametrize(
    ("page", "items", "shown"),
    [(0, 0, (0, 1)), (0, 8, (0, 1)), (1, 9, (1, 2)), (5, 9, (1, 2)), (-3, 9, (0, 2)), (2, 17, (2, 3))],
)
def test_page_of_stays_within_the_list(page, items, shown):
    _items, number, pages = page_of(range(items), page)

    assert (number, pages) == shown


@on_sqlite
def test_pager_goes_round_at_the_ends(bob: Person):
    bob.press("List")
    assert bob.labels[-2] == ["‹", "1/3", "›"]

    bob.press("‹")
    assert bob.labels[-2] == ["‹", "3/3", "›"]
    bob.press("›")
    assert bob.labels[-2] == ["‹", "1/3", "›"]


@on_sqlite
def test_ticks_stay_from_page_to_page_and_go_with_the_list(bob: Person):
    bob.press("List")
    bob.press("Item 1")
    bob.press("›")
    assert bob.press("Item 9").text == "Ticked: 1, 9"
    assert bob.labels[1] == ["☑ Item 9"]

    assert bob.press("Item 9").text == "Ticked: 1"
    bob.press_data(bob.screen.back)
    assert bob.press("List").text == "Ticked: none"


@on_sqlite
def test_back_leads_to_the_page_of_the_list_that_an_item_was_opened_from(bob: Person):
    bob.press("List")
    bob.press("›")
    bob.press("Open")
    assert bob.screen.text == "Item 8"

    bob.press_data(bob.screen.back)
    assert bob.labels[-2] == ["‹", "2/3", "›"]


@on_sqlite
def test_back_leads_to_the_default_where_an_item_was_opened_from_no_list(bob: Person):
    bob.press("Item")

    assert bob.press_data(bob.screen.back).text == "Desk"


@on_sqlite
def test_month_leads_to_its_marked_days_and_to_open_months_alone(bob: Person):
    bob.press("Month")
    assert bob.labels[0] == [" ", "December 2026", "›"]
    assert bob.labels[2] == [" ", "–", "–", "–", "4•", "5", "–"]

    bob.press("Tu")
    assert (bob.screen.text, bob.screen.notice.text) == ("Month", "Tuesday")
    bob.press(" ")
    assert (bob.screen.text, bob.screen.notice) == ("Month", None)
    bob.press("–")
    assert (bob.screen.text, bob.screen.notice.text) == ("Month", "No free times on this day.")
    bob.press("›")
    assert bob.labels[0] == ["‹", "January 2027", " "]
    assert bob.press("4•").text == "Item 4"
