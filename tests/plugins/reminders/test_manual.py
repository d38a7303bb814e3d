"""Reminders by a press: of one appointment, and of those that are ticked."""

from tests.plugins.reminders.people import ReminderPeople, at
from tests.plugins.scheduling.people import notice_of

from kalenner.testing import Person, act, go

FRIDAY = "Fri 4 Dec 2026, 10:00"


def card(people: ReminderPeople, appointment_id: int) -> None:
    """Let Olga open an appointment."""
    people.olga.press_data(go("appointments.card", appointment=appointment_id))


def tick(people: ReminderPeople, *labels: str) -> None:
    """Let Olga tick appointments in her list."""
    people.olga.press_data(go("appointments.select", only=0, page=0))
    for label in labels:
        people.olga.press(label)


def has(person: Person, label: str) -> bool:
    return any(label in labels for row in person.labels for labels in row)


def test_one(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")

    card(people, appointment_id)
    people.olga.press("🔔 Send reminder")

    assert notice_of(people.olga) == "Sent to Ada"
    assert people.reminded() == [FRIDAY]
    assert "Massage" in people.olga.screen.text


def test_a_doubled_press_sends_once_and_a_later_one_again(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    card(people, appointment_id)
    press, version = act("reminders.send", appointment=appointment_id), people.olga.version

    people.olga.press_data(press, version=version)
    people.olga.press_data(press, version=version)
    assert len(people.reminded()) == 1

    card(people, appointment_id)
    people.olga.press("🔔 Send reminder")
    assert len(people.reminded()) == 2


def test_it_does_not_take_the_place_of_the_automatic_one(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    card(people, appointment_id)

    people.olga.press("🔔 Send reminder")
    people.run_at("12-03 10:00")

    assert people.reminded() == [FRIDAY] * 2


def test_who_switched_automatic_ones_off_can_still_be_reminded(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.ada.press_data(act("reminders.choose", choice=0))

    card(people, appointment_id)
    people.olga.press("🔔 Send reminder")

    assert people.reminded() == [FRIDAY]


def test_no_button_for_a_request(people: ReminderPeople) -> None:
    appointment_id = people.request(at("12-04 10:00"))

    card(people, appointment_id)

    assert not has(people.olga, "Send reminder")


def test_no_button_once_it_has_begun(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.clock.set(at("12-04 10:00"))

    card(people, appointment_id)

    assert not has(people.olga, "Send reminder")


def test_cancelled_meanwhile(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    card(people, appointment_id)
    people.cancel(appointment_id, people.ada)

    people.olga.press("🔔 Send reminder")

    assert notice_of(people.olga) == "Reminders can only be sent for coming accepted appointments."
    assert people.reminded() == []


def test_known_to_be_unreachable(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.ada.has_blocked = True
    people.stage.arrive(people.ada.subject, {"reachable": False})
    card(people, appointment_id)

    people.olga.press("🔔 Send reminder")

    assert notice_of(people.olga) == "Ada has blocked the bot"
    assert people.olga.cards == []


def test_found_to_be_unreachable(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.ada.has_blocked = True
    card(people, appointment_id)

    people.olga.press("🔔 Send reminder")

    assert notice_of(people.olga) == "Sent to Ada"
    assert [card.text for card in people.olga.cards] == [
        "Ada has blocked the bot and did not get your message."
    ]


def test_ticked_of_one_client(people: ReminderPeople) -> None:
    for start in ("12-04 10:00", "12-07 11:00"):
        people.book(start)

    tick(people, "Fri 4 Dec", "Mon 7 Dec")
    people.olga.press("🔔 Send reminder (2)")

    assert notice_of(people.olga) == "Sent to Ada"
    assert people.reminded() == [FRIDAY, "Mon 7 Dec 2026, 11:00"]
    assert not has(people.olga, "☑")
    assert has(people.olga, "☐ 🟢 Fri 4 Dec")


def test_ticked_of_many_clients_one_of_whom_has_blocked_the_bot(people: ReminderPeople) -> None:
    bob, cem = people.add_client("Bob"), people.add_client("Cem")
    for start, client in (("12-04 09:00", people.ada), ("12-04 10:00", bob), ("12-04 11:00", cem)):
        people.book(start, client)
    people.stage.arrive(cem.subject, {"reachable": False})

    tick(people, "Ada", "Bob", "Cem")
    people.olga.press("🔔 Send reminder (3)")

    assert notice_of(people.olga) == "Sent to 2 clients · Cem has blocked the bot"
    assert [len(people.reminded(person)) for person in (people.ada, bob, cem)] == [1, 1, 0]


def test_ticked_in_the_client_s_own_list(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    people.olga.press_data(go("clients.appointments.select", client=1, page=0))

    people.olga.press("Fri 4 Dec")
    people.olga.press("🔔 Send reminder (1)")

    assert notice_of(people.olga) == "Sent to Ada"
    assert people.reminded() == [FRIDAY]
    assert has(people.olga, "☐ 🟢 Fri 4 Dec")


def test_ticked_with_a_request_among_them(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    people.request(at("12-04 11:00"))

    tick(people, "10:00", "11:00")

    assert not has(people.olga, "Send reminder")


def test_nothing_ticked(people: ReminderPeople) -> None:
    people.book("12-04 10:00")

    tick(people)
    assert not has(people.olga, "Send reminder")
    people.olga.press_data(act("reminders.send_ticked"))

    assert notice_of(people.olga) == "Reminders can only be sent for coming accepted appointments."
    assert people.reminded() == []


def test_ticked_and_cancelled_meanwhile(people: ReminderPeople) -> None:
    people.book("12-04 10:00")
    off = people.book("12-04 11:00")
    tick(people, "10:00", "11:00")
    people.cancel(off, people.ada)

    people.olga.press("🔔 Send reminder (2)")

    assert notice_of(people.olga) == "Reminders can only be sent for coming accepted appointments."
    assert people.reminded() == []


def test_ticks_of_another_professional_s_appointments(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    nina = people.add_professional("Nina")
    nina.press_data(go("appointments.select", only=0, page=0))

    nina.press_data(act("tick", item=appointment_id))
    nina.press_data(act("reminders.send_ticked"))

    assert people.reminded() == []
