"""Set-up: while a step is left, what one lands on after another leads back to the list."""

import pytest

from kalenner.home import routes
from kalenner.requests import Request
from kalenner.testing import Person, Stage
from kalenner_scheduling.working_hours import routes as working_hours_routes
from tests.core.home.people import professional, provider_of
from tests.core.home.test_about import photo, send_picture

pytestmark = pytest.mark.slow_on_postgresql

FINISH = "Finish setting up"
DAY = 24 * 3600


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
    assert olga.screen.text.startswith("<b>All set</b>")
    assert FINISH not in str(olga.send("/menu").rows)


@pytest.mark.parametrize("step", ["Services", "Working hours", "Booking link"])
def test_each_list_leads_back(olga: Person, step: str) -> None:
    olga.press(step)

    assert leads_back(olga)


def test_link_leads_back_while_another_step_is_left(olga: Person) -> None:
    add_link(olga)

    assert leads_back(olga)


def set_up(olga: Person) -> None:
    """Do every step but the last and the optional one."""
    add_service(olga)
    olga.press(FINISH)
    add_hours(olga)
    olga.press(FINISH)


def test_the_link_as_last_step_ends_with_what_to_give_to_clients(olga: Person) -> None:
    set_up(olga)
    add_link(olga)

    assert olga.screen.text.startswith(
        "<b>All set</b>\n\nGive this link or its QR code to your clients: whoever opens it can book.\n\n"
        "https://t.me/kalenner_test_bot?start=i_"
    )
    assert olga.screen.picture is not None
    assert olga.labels == [
        ["🌐 Create profile page"],
        ["📋 Copy link"],
        ["Logo or photo (optional)"],
    ]


def test_another_last_step_leads_to_the_end_by_its_button(olga: Person) -> None:
    add_link(olga)
    olga.press(FINISH)
    add_service(olga)
    olga.press(FINISH)
    add_hours(olga)
    assert leads_back(olga)

    assert olga.press(FINISH).text.startswith("<b>All set</b>")


def test_the_end_is_shown_once_and_stays_while_one_is_there(olga: Person) -> None:
    set_up(olga)
    add_link(olga)

    assert olga.press_data(routes.setup_finish()).text.startswith("<b>All set</b>")
    assert olga.press_data(routes.setup()).text.startswith("<b>Set-up of Olga</b>\n\nAll done")
    assert FINISH not in str(olga.send("/menu").rows)


@pytest.mark.parametrize("leave", ["/menu", "/start", "/settings", "/language"])
def test_whoever_stops_midway_is_led_on_much_later_from_any_menu(
    stage: Stage, olga: Person, leave: str
) -> None:
    olga.press("Services")
    olga.press("Add service")
    olga.send("Massage")
    olga.send(leave)
    stage.clock.move(400 * DAY)

    olga.send("/menu")
    olga.press(FINISH)
    set_up(olga)
    add_link(olga)

    assert olga.screen.text.startswith("<b>All set</b>")


def test_a_link_that_lets_nobody_in_any_more_is_not_shown(stage: Stage, olga: Person) -> None:
    add_link(olga)
    olga.press(FINISH)
    add_service(olga)
    olga.press(FINISH)
    add_hours(olga)
    stage.clock.move(31 * DAY)
    olga.send("/menu")

    end = olga.press(FINISH)
    assert end.picture is None
    assert end.text.endswith("Clients can book as soon as you give them a booking link.")
    assert ["Booking link"] in olga.labels


def test_whoever_had_a_practice_before_is_not_told(stage: Stage, olga: Person) -> None:
    def set_up_before(request: Request) -> None:
        provider_of(request, olga).finish_shown_at = request.clock.now()

    stage.run(set_up_before)
    set_up(olga)
    add_link(olga)

    assert "All set" not in olga.screen.text
    assert not leads_back(olga)


def test_a_step_undone_after_the_end_is_asked_for_again(olga: Person) -> None:
    set_up(olga)
    add_link(olga)
    olga.press_data(working_hours_routes.hours_off(weekday=0))
    olga.press("Yes, delete")
    olga.send("/menu")

    assert olga.press(FINISH).text.startswith("<b>Set-up of Olga</b>\n\nGo through")
