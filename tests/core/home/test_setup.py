"""Set-up: while a step is left, what one lands on after another leads back to the list."""

import pytest

from kalenner.testing import Person, Stage
from tests.core.home.people import professional
from tests.core.home.test_about import photo, send_picture

pytestmark = pytest.mark.slow_on_postgresql

FINISH = "Finish setting up"


def leads_back(person: Person) -> bool:
    return FINISH in person.labels[-1][0]


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional in front of the set-up list."""
    return professional(stage)


def add_service(olga: Person) -> None:
    olga.press("Services")
    olga.press("Add service")
    olga.send("Massage")
    olga.send("60")
    olga.press("Skip")
    olga.send("50")


def add_hours(olga: Person) -> None:
    olga.press("Working hours")
    olga.press("Mon")
    olga.press("Add period")
    olga.send("9:00-12:00")


def add_link(olga: Person) -> None:
    olga.press("Booking link")
    olga.press("Add new invitation link")
    olga.send("Instagram")
    olga.send("30")
    olga.press("Multiple use")


def test_each_step_leads_back_until_the_last(stage: Stage, olga: Person) -> None:
    add_service(olga)
    assert leads_back(olga)
    olga.press(FINISH)
    assert olga.labels[1] == ["✔ 2 Services"]

    add_hours(olga)
    assert leads_back(olga)
    olga.press(FINISH)
    assert olga.labels[2] == ["✔ 3 Working hours"]

    olga.press("Logo or photo")
    send_picture(stage, olga, photo())
    assert leads_back(olga)
    olga.press("Logo or photo")
    assert leads_back(olga)
    olga.press(FINISH)
    assert olga.labels[3] == ["✔ 4 Logo or photo (optional)"]

    add_link(olga)
    assert FINISH not in str(olga.labels)


@pytest.mark.parametrize("step", ["Services", "Working hours", "Booking link"])
def test_each_list_leads_back(olga: Person, step: str) -> None:
    olga.press(step)

    assert leads_back(olga)


def test_link_leads_back_while_another_step_is_left(olga: Person) -> None:
    add_link(olga)

    assert leads_back(olga)
