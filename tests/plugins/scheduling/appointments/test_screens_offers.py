"""What follows a decline: a reason given later, other times offered, and one press that books one of them."""

import datetime as dt
from collections.abc import Callable

import pytest
from tests.plugins.scheduling.many_appointments import shown
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import act, go
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
AFTER_DECLINE = ["✏️ Give a reason", "🔁 Offer other times"]
IMPOSSIBLE = "Olga no longer works at this time. These times are still free."
OVER = "This time is no longer offered. These times are still free."


def decline(people: People) -> None:
    """Let Olga decline the request of her newest message."""
    people.olga.press("Decline", on=people.olga.cards[-1])


def offer(people: People, day: str, *times: str) -> None:
    """Let Olga offer times of one day, after she has declined."""
    people.olga.press("Offer other times")
    tap(people.olga, day)
    for time in times:
        tap(people.olga, time)
    people.olga.press(f"Offer ({len(times)})")


def appointments(people: People) -> dict[str, str]:
    """Return every row by its start, on the clock in Berlin, with its status."""
    return people.read(
        lambda request: {
            f"{row.starts_at + HOUR:%d %H:%M}": row.status for row in request.dbsession.query(Appointment)
        }
    )


def test_decline_acts_at_once_and_offers_what_can_follow(people: People):
    appointment = people.request(TEN)
    decline(people)

    assert people.status(appointment) == "declined"
    assert people.olga.labels == [AFTER_DECLINE, ["ℹ️ Meeting info"]]
    assert people.ada.cards[-1].text == (
        "🔴 Olga cannot take your request: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00"
    )


def test_reason_given_later_stands_in_the_same_message(people: People):
    people.request(TEN)
    decline(people)
    people.olga.press("Give a reason")
    assert is_asked(people.olga, "Send the reason; your client will read it.")
    people.olga.send("I am <away>")

    assert [card.text.rpartition("\n")[2] for card in people.ada.cards] == ["Reason: I am &lt;away&gt;"]
    assert people.olga.screen.text.startswith("🔴 Declined")
    assert people.olga.labels[0] == AFTER_DECLINE[1:]


def test_several_are_declined_at_once_with_one_reason_afterwards(people: People):
    ben = people.add_client("Ben")
    first, second = people.request(TEN), people.request(TEN + HOUR, ben)
    people.olga.send("/appointments")
    for label in ("Select", "10:00", "11:00", "Decline (2)"):
        people.olga.press(label)

    assert {people.status(first), people.status(second)} == {"declined"}
    assert people.olga.screen.text.startswith("🔴 Declined: 2")
    assert people.olga.labels == [
        ["✏️ Give a reason"],
        ["🔴 Wed 2 Dec, 10:00 · Ada"],
        ["🔴 Wed 2 Dec, 11:00 · Ben"],
    ]
    people.olga.press("Give a reason")
    people.olga.send("Ill")
    for client in (people.ada, ben):
        assert [card.text.rpartition("\n")[2] for card in client.cards] == ["Reason: Ill"]
    assert people.olga.labels == [["🔴 Wed 2 Dec, 10:00 · Ada"], ["🔴 Wed 2 Dec, 11:00 · Ben"]]
    people.olga.press("Ben")

    assert people.olga.labels[0] == AFTER_DECLINE[1:]


def test_however_many_were_declined_the_screen_takes_as_many_statements(people: People):
    first, *others = [people.request(TEN + 7 * number * DAY) for number in range(8)]
    taken = {}
    for ids in ([first], [first, *others]):
        for appointment in ids:
            people.olga.press_data(go("appointments.decline", appointment=appointment))
        names = "-".join(map(str, ids))
        people.olga.press_data(go("appointments.reasons", appointments=names))
        people.olga.send("Ill")
        screen, taken[len(ids)] = shown(people.olga, go("appointments.declined", appointments=names))
        assert len(screen.rows) == len(ids)  # the reason is known, so only the appointments themselves

    assert taken[1] == taken[8]


def test_offered_times_come_as_buttons_and_one_press_books(people: People):
    people.request(TEN, note="My knee")
    decline(people)
    offer(people, "3", "9:00", "11:00")

    card = people.ada.cards[-1]
    assert card.text == (
        "📅 Olga offers you other times: <b>Massage, 60 min</b>\n\n"
        "Thu 3 Dec 2026, 9:00\nThu 3 Dec 2026, 11:00\n\n"
        f"Price {people.price()}\nOne press books it. The offer stands until Thu 3 Dec 2026, 9:00."
    )
    assert [[button.label for button in row] for row in card.rows] == [
        ["Thu 3 Dec, 9:00"],
        ["Thu 3 Dec, 11:00"],
        ["📅 Book another time"],
    ]
    people.ada.press("11:00", on=card)

    assert people.ada.screen.text.startswith(
        "🟢 Confirmed: <b>Massage, 60 min</b> with Olga\nThu 3 Dec 2026, 11:00"
    )
    assert people.ada.screen.is_card
    assert appointments(people) == {"02 10:00": "declined", "03 11:00": "accepted"}
    assert people.olga.cards[-1].text.startswith(
        "🟢 Ada has booked one of the times that you offered\nAda · Massage, 60 min\nThu 3 Dec 2026, 11:00"
    )


def test_the_same_time_pressed_twice_is_booked_once(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    card = people.ada.cards[-1]
    people.ada.press("11:00", on=card)
    people.ada.press("11:00", on=card)

    assert notice_of(people.ada) == "Already accepted."
    assert people.ada.screen.text.startswith("🟢 Confirmed")
    assert appointments(people) == {"02 10:00": "declined", "03 11:00": "accepted"}


def test_another_of_the_times_pressed_later_shows_free_ones_to_move_to(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    card = people.ada.cards[-1]
    people.ada.press("11:00", on=card)
    people.ada.press("9:00", on=card)

    assert notice_of(people.ada) == (
        "You have already booked another of these times. To move it, choose one that is still free."
    )
    assert people.ada.screen.text.startswith("🔁 <b>Choose another time</b>") or "9:00" in str(
        people.ada.labels
    )
    assert appointments(people) == {"02 10:00": "declined", "03 11:00": "accepted"}


def test_who_presses_late_is_told_and_shown_free_times(people: People, clock: FixedClock):
    people.change_rule("expiry", 60)
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    card = people.ada.cards[-1]
    clock.set(clock.now() + HOUR)
    people.ada.press("11:00", on=card)

    assert notice_of(people.ada) == OVER
    assert "Thu 3 Dec 2026" in people.ada.screen.text
    assert people.ada.labels[0] == ["10:00"]
    assert list(appointments(people).values()).count("accepted") == 0


def test_what_nobody_takes_is_free_again_and_the_message_says_so(people: People, clock: FixedClock):
    people.change_rule("expiry", 60)
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    number = len(people.ada.cards)
    clock.set(clock.now() + HOUR)
    run_task(
        people.stage.app, next(one for one in tasks_of(people.stage.app) if one.name == "scheduling.expire")
    )
    people.stage.settle()

    assert appointments(people) == {"02 10:00": "declined"}
    assert len(people.ada.cards) == number
    assert people.ada.cards[-1].text == (
        "📅 Olga offers you other times: <b>Massage, 60 min</b>\nThese times are no longer offered."
    )
    people.request(TEN + DAY)


def test_professional_takes_an_offer_back(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    assert "Offered until Thu 3 Dec 2026, 9:00:\nThu 3 Dec 2026, 9:00\nThu 3 Dec 2026, 11:00" in (
        people.olga.screen.text
    )
    old = people.ada.cards[-1]
    people.olga.press("Take the offer back")

    assert people.ada.cards[-1].text.endswith("These times are no longer offered.")
    assert people.olga.labels[0] == AFTER_DECLINE
    people.ada.press("11:00", on=old)
    assert notice_of(people.ada) == OVER


def test_offer_is_taken_back_too_late(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    screen = people.olga.screen
    people.ada.press("9:00", on=people.ada.cards[-1])
    people.olga.press("Take the offer back", on=screen)

    assert notice_of(people.olga) == (
        "Ada has already booked one of the offered times: Thu 3 Dec 2026, 9:00."
    )
    assert "Take the offer back" not in str(people.olga.labels)
    assert appointments(people) == {"02 10:00": "declined", "03 09:00": "accepted"}
    assert ["🟢 Thu 3 Dec 2026, 9:00"] in people.olga.labels


def test_declined_move_is_offered_other_times_and_one_moves_it(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.request_move(appointment, TEN + DAY)
    decline(people)
    offer(people, "2", "9:30", "11:00")
    card = people.ada.cards[-1]
    assert "Wed 2 Dec 2026, 10:00" in card.text.split("\n\n")[0]
    people.ada.press("9:30", on=card)

    assert appointments(people) == {"02 10:00": "cancelled", "03 10:00": "declined", "02 09:30": "accepted"}
    assert people.olga.cards[-1].text.startswith(
        "🟢 Ada has booked one of the times that you offered\n🔁 2 Dec 10:00 → 2 Dec 9:30"
    )


def test_day_that_is_closed_meanwhile_ends_the_offer(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    people.close_day(dt.date(2026, 12, 3))
    people.ada.press("9:00", on=people.ada.cards[-1])

    assert notice_of(people.ada) == IMPOSSIBLE
    assert list(appointments(people).values()).count("accepted") == 0


def shorten_hours(people: People) -> None:
    """Let Olga take the working hours of Thursdays away."""
    people.olga.press_data(go("hours.day", weekday=3))
    for label in ("🗑️ 9:00–12:00", "Yes, delete"):
        people.olga.press(label)


def go_away(people: People) -> None:
    """Let Olga be away on Thursday until 10:00."""
    starts_at = TEN + DAY - HOUR
    people.olga.press_data(act("away.save", starts_at=starts_at, ends_at=starts_at + HOUR))


@pytest.mark.parametrize("shorten", [shorten_hours, go_away])
def test_offered_time_outside_the_working_time_is_shown_as_impossible(
    people: People, shorten: Callable[[People], None]
):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    old, number = people.ada.cards[-1], len(people.ada.cards)
    shorten(people)

    assert len(people.ada.cards) == number
    assert "Thu 3 Dec 2026, 9:00: no longer possible" in people.ada.cards[-1].text
    assert [button.label for row in people.ada.cards[-1].rows for button in row] == ["📅 Book another time"]
    people.olga.press_data(go("appointments.card", appointment=1))
    assert "Thu 3 Dec 2026, 9:00: no longer possible" in people.olga.screen.text
    people.ada.press("9:00", on=old)
    assert notice_of(people.ada) == IMPOSSIBLE
    assert list(appointments(people).values()).count("accepted") == 0


def test_working_time_that_comes_back_makes_the_offer_possible_again(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    shorten_hours(people)
    people.olga.press("Add period")
    people.olga.send("10:00-12:00")
    card = people.ada.cards[-1]
    assert [button.label for row in card.rows for button in row] == [
        "Thu 3 Dec, 11:00",
        "📅 Book another time",
    ]
    people.ada.press("11:00", on=card)

    assert appointments(people) == {"02 10:00": "declined", "03 11:00": "accepted"}


def test_times_within_the_shorter_working_time_can_still_be_taken(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    old = people.ada.cards[-1]
    go_away(people)

    card = people.ada.cards[-1]
    assert "Thu 3 Dec 2026, 9:00: no longer possible\nThu 3 Dec 2026, 11:00\n" in card.text
    assert [button.label for row in card.rows for button in row] == [
        "Thu 3 Dec, 11:00",
        "📅 Book another time",
    ]
    people.olga.press_data(go("appointments.card", appointment=1))
    assert "Thu 3 Dec 2026, 9:00: no longer possible\nThu 3 Dec 2026, 11:00" in people.olga.screen.text
    people.ada.press("9:00", on=old)
    assert notice_of(people.ada) == IMPOSSIBLE
    people.ada.press("11:00", on=card)

    assert appointments(people) == {"02 10:00": "declined", "03 11:00": "accepted"}


def test_old_press_to_offer_says_that_it_was_offered_or_taken(people: People):
    people.request(TEN)
    decline(people)
    before = people.olga.screen
    offer(people, "3", "9:00")
    people.olga.press("Offer other times", on=before)
    assert notice_of(people.olga) == "Other times are offered already."
    people.ada.press("9:00", on=people.ada.cards[-1])
    people.olga.press("Offer other times", on=before)

    assert notice_of(people.olga) == (
        "Ada has already booked one of the offered times: Thu 3 Dec 2026, 9:00."
    )


def test_service_that_is_gone_can_still_be_taken_as_it_was_offered(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    people.delete_service(1)
    people.ada.press("9:00", on=people.ada.cards[-1])

    assert appointments(people)["03 09:00"] == "accepted"


def test_blocking_the_client_ends_the_offer(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    old = people.ada.cards[-1]
    people.block(people.ada)

    assert appointments(people) == {"02 10:00": "declined"}
    assert people.ada.cards[-1].rows == ()
    people.ada.press("9:00", on=old)
    assert notice_of(people.ada) == OVER
    assert list(appointments(people).values()).count("accepted") == 0


def test_three_at_most_and_none_that_overlap(people: People):
    people.request(TEN)
    decline(people)
    people.olga.press("Offer other times")
    tap(people.olga, "3")
    tap(people.olga, "10:00")
    assert people.olga.labels[0] == ["9:00", "☑ 10:00", "11:00"]
    tap(people.olga, "9:00")
    tap(people.olga, "11:00")
    people.olga.press_data(people.olga.screen.back)
    assert sum(label[0].isdigit() for row in people.olga.labels[2:] for label in row) == 1
    people.olga.press("Offer (3)")

    assert sorted(appointments(people).values()) == ["declined", "offered", "offered", "offered"]


def test_chosen_times_stay_in_sight_with_both_clocks_while_others_are_chosen(people: People):
    tom = people.add_client("Tom", "America/New_York")
    people.request(TEN, tom)
    decline(people)
    people.olga.press("Offer other times")
    tap(people.olga, "3")
    tap(people.olga, "10:00")
    chosen = "☑ Thu 3 Dec 2026, 10:00 (Berlin) · 4:00 (New York)"
    assert people.olga.screen.text.split("\n\n")[-2:] == [
        chosen,
        "Free times on <b>Thu 3 Dec 2026</b>:",
    ]
    people.olga.press_data(people.olga.screen.back)
    assert "3•" in str(people.olga.labels)
    tap(people.olga, "4")

    assert people.olga.screen.text.split("\n\n")[-2:] == [chosen, "Free times on <b>Fri 4 Dec 2026</b>:"]


def test_time_taken_while_it_is_chosen_loses_its_tick(people: People):
    ben = people.add_client("Ben")
    people.request(TEN)
    decline(people)
    people.olga.press("Offer other times")
    tap(people.olga, "3")
    for time in ("9:00", "11:00"):
        tap(people.olga, time)
    people.request(TEN + DAY + HOUR, ben)
    people.olga.press("Offer (2)")

    assert notice_of(people.olga) == "Just taken. These times are still free."
    assert people.olga.labels[-1] == ["✉️ Offer (1)"]


@pytest.mark.parametrize("screen", ["appointments.card", "appointments.info", "mine.card"])
def test_offered_times_are_nobodys_appointments(people: People, screen: str):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    offered_id = people.read(
        lambda request: request.dbsession.query(Appointment).filter_by(status="offered").one().id
    )
    person = people.ada if screen.startswith("mine") else people.olga
    person.press_data(go(screen, appointment=offered_id))

    assert notice_of(person) == "Not available."


def test_menus_and_lists_do_not_count_offered_times(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00", "11:00")
    people.olga.send("/menu")
    assert "Today 0 · Requests 0" in people.olga.screen.text
    people.olga.send("/appointments")
    assert "9:00" not in str(people.olga.labels)
    people.olga.press_data(go("calendar.day", day=dt.date(2026, 12, 3)))
    assert [label for row in people.olga.labels for label in row if label[0].isdigit()] == ["10:00"]
    people.ada.send("/appointments")

    assert "9:00" not in str(people.ada.labels)


def test_why_not_says_that_a_time_was_offered(people: People):
    people.request(TEN)
    decline(people)
    offer(people, "3", "9:00")
    people.olga.press_data(go("explain", service=1, starts_at=TEN + DAY - HOUR, client=0))

    assert "Ada has been offered this time: Thu 3 Dec, 9:00 to 10:00." in people.olga.screen.text
