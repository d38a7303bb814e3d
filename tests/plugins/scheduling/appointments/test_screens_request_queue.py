"""The open requests: a button of the main menu, one request after the other, and Meeting info's answers."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.clock import FixedClock

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ANSWERS = ["✅ Accept", "❌ Decline"]
NEXT = "<b>Request {} of {}</b>"


def open_queue(people: People) -> None:
    people.olga.send("/menu")
    people.olga.press("🟡 Requests")


def go_back(people: People) -> None:
    back = people.olga.screen.back
    assert back is not None
    people.olga.press_data(back)


def test_main_menu_has_a_button_while_there_are_requests(people: People):
    people.olga.send("/menu")
    setup, *before = people.olga.labels
    people.request(TEN)
    people.request(TEN + HOUR)
    people.olga.send("/menu")

    assert people.olga.labels == [setup, ["🟡 Requests (2)"], *before]


def test_answer_one_and_the_next_comes(people: People):
    ben = people.add_client("Ben")
    later, first = people.request(TEN + HOUR), people.request(TEN, ben, note="My knee")
    open_queue(people)
    assert people.olga.screen.text == (
        f"🟡 {NEXT.format(1, 2)}\nBen · Massage, 60 min\nWed 2 Dec 2026, 10:00\n"
        f"Price {people.price()}\nNote: My knee"
    )
    assert people.olga.labels == [ANSWERS, ["ℹ️ Meeting info"], ["‹", "1/2", "›"]]
    people.olga.press("Accept")
    assert (people.status(first), notice_of(people.olga)) == ("accepted", "🟢 Accepted")
    assert people.olga.screen.text.startswith(f"🟡 {NEXT.format(1, 1)}\nAda")
    people.olga.press("Accept")

    assert people.status(later) == "accepted"
    assert people.olga.screen.text == "All requests are answered."
    people.olga.send("/menu")
    assert people.olga.labels[1][0] == "🏢 Office"


def test_a_move_says_from_when_to_when(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.request_move(appointment, TEN + 25 * HOUR)
    open_queue(people)

    assert "🔁 Ada asks to move: 2 Dec 10:00 → 3 Dec 11:00" in people.olga.screen.text


def test_after_a_decline_stands_what_can_follow_and_the_way_to_the_next(people: People):
    ben = people.add_client("Ben")
    people.request(TEN, ben)
    people.request(TEN + HOUR)
    open_queue(people)
    people.olga.press("Decline")
    assert people.olga.screen.text.startswith("🔴 Declined\nBen")
    assert people.olga.labels[:2] == [["🟡 Requests (1)"], ["✏️ Give a reason", "🔁 Offer other times"]]
    go_back(people)
    assert people.olga.screen.text.startswith(f"🟡 {NEXT.format(1, 1)}\nAda")
    people.olga.press("Decline")

    assert people.olga.labels[0] == ["✏️ Give a reason", "🔁 Offer other times"]


def test_a_request_that_was_answered_elsewhere_is_passed_over(people: People):
    ben = people.add_client("Ben")
    first = people.request(TEN, ben)
    people.request(TEN + HOUR)
    open_queue(people)
    people.accept(first)
    people.olga.press("Decline")

    assert (people.status(first), notice_of(people.olga)) == ("accepted", "Already accepted.")
    assert people.olga.screen.text.startswith(f"🟡 {NEXT.format(1, 1)}\nAda")


def test_the_last_one_that_was_answered_elsewhere_leaves_none(people: People):
    first = people.request(TEN)
    open_queue(people)
    people.accept(first)
    people.olga.press("Accept")

    assert notice_of(people.olga) == "Already accepted."
    assert people.olga.screen.text == "All requests are answered."


def test_a_long_queue_goes_round_and_keeps_its_place(people: People):
    people.change_rule("most_open", 0)
    for day in range(3):
        for hour in range(-1, 2):
            people.request(TEN + day * 24 * HOUR + hour * HOUR)
    open_queue(people)
    tap(people.olga, "‹")
    assert NEXT.format(9, 9) in people.olga.screen.text
    people.olga.press("Accept")
    assert NEXT.format(8, 8) in people.olga.screen.text
    tap(people.olga, "›")

    assert NEXT.format(1, 8) in people.olga.screen.text


def test_a_request_whose_time_has_come_is_left_out(people: People, clock: FixedClock):
    people.request(TEN)
    open_queue(people)
    clock.set(TEN)
    people.olga.press("Accept")

    assert (notice_of(people.olga), people.olga.screen.text) == (
        "This time has passed.",
        "All requests are answered.",
    )


def test_back_leads_to_the_menu_and_from_meeting_info_to_the_queue(people: People):
    people.request(TEN)
    open_queue(people)
    text = people.olga.screen.text
    people.olga.press("Meeting info")
    go_back(people)
    assert people.olga.screen.text == text
    go_back(people)

    assert people.olga.screen.is_menu


@pytest.mark.parametrize(("button", "status"), [("Accept", "accepted"), ("Decline", "declined")])
def test_meeting_info_answers_a_request(people: People, button: str, status: str):
    appointment = people.request(TEN)
    people.olga.press("Meeting info", on=people.olga.cards[-1])
    assert people.olga.labels[0] == ANSWERS
    people.olga.press(button)

    assert people.status(appointment) == status
    assert people.olga.screen.text.startswith("🟢" if status == "accepted" else "🔴")


def test_meeting_info_of_what_was_answered_asks_for_nothing(people: People):
    people.accept(people.request(TEN))
    people.olga.press("Meeting info", on=people.olga.cards[-1])

    assert "🟢 Accepted" in people.olga.screen.text
    assert ANSWERS not in people.olga.labels
