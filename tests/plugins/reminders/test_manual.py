"""Reminders by a press: of one appointment, and of those that are ticked."""

from tests.plugins.reminders.bell import Bell, at
from tests.plugins.scheduling.town import notice_of

from kalenner.testing import Person, act, go

FRIDAY = "Fri 4 Dec 2026, 10:00"


def card(bell: Bell, appointment_id: int) -> None:
    """Let Olga open an appointment."""
    bell.olga.press_data(go("appointments.card", appointment=appointment_id))


def tick(bell: Bell, *labels: str) -> None:
    """Let Olga tick appointments in her list."""
    bell.olga.press_data(go("appointments.list", only=0, page=0))
    for label in labels:
        bell.olga.press(label)


def has(person: Person, label: str) -> bool:
    return any(label in labels for row in person.labels for labels in row)


def test_one(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")

    card(bell, appointment_id)
    bell.olga.press("🔔 Send reminder")

    assert notice_of(bell.olga) == "Sent to Ada"
    assert bell.reminded() == [FRIDAY]
    assert "Massage" in bell.olga.screen.text


def test_a_doubled_press_sends_once_and_a_later_one_again(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    card(bell, appointment_id)
    press, version = act("reminders.send", appointment=appointment_id), bell.olga.version

    bell.olga.press_data(press, version=version)
    bell.olga.press_data(press, version=version)
    assert len(bell.reminded()) == 1

    card(bell, appointment_id)
    bell.olga.press("🔔 Send reminder")
    assert len(bell.reminded()) == 2


def test_it_does_not_take_the_place_of_the_automatic_one(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    card(bell, appointment_id)

    bell.olga.press("🔔 Send reminder")
    bell.run_at("12-03 10:00")

    assert bell.reminded() == [FRIDAY] * 2


def test_who_switched_automatic_ones_off_can_still_be_reminded(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.ada.press_data(act("reminders.choose", choice=0))

    card(bell, appointment_id)
    bell.olga.press("🔔 Send reminder")

    assert bell.reminded() == [FRIDAY]


def test_no_button_for_a_request(bell: Bell) -> None:
    appointment_id = bell.request(at("12-04 10:00"))

    card(bell, appointment_id)

    assert not has(bell.olga, "Send reminder")


def test_no_button_once_it_has_begun(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.clock.set(at("12-04 10:00"))

    card(bell, appointment_id)

    assert not has(bell.olga, "Send reminder")


def test_cancelled_meanwhile(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    card(bell, appointment_id)
    bell.cancel(appointment_id, bell.ada)

    bell.olga.press("🔔 Send reminder")

    assert notice_of(bell.olga) == "Reminders can only be sent for coming accepted appointments."
    assert bell.reminded() == []


def test_known_to_be_unreachable(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.ada.has_blocked = True
    bell.stage.arrive(bell.ada.subject, {"reachable": False})
    card(bell, appointment_id)

    bell.olga.press("🔔 Send reminder")

    assert notice_of(bell.olga) == "Ada has blocked the bot"
    assert bell.olga.cards == []


def test_found_to_be_unreachable(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    bell.ada.has_blocked = True
    card(bell, appointment_id)

    bell.olga.press("🔔 Send reminder")

    assert notice_of(bell.olga) == "Sent to Ada"
    assert [card.text for card in bell.olga.cards] == [
        "Ada has blocked the bot and did not get your message."
    ]


def test_ticked_of_one_client(bell: Bell) -> None:
    for start in ("12-04 10:00", "12-07 11:00"):
        bell.book(start)

    tick(bell, "Fri 4 Dec", "Mon 7 Dec")
    bell.olga.press("🔔 Send reminder (2)")

    assert notice_of(bell.olga) == "Sent to Ada"
    assert bell.reminded() == [FRIDAY, "Mon 7 Dec 2026, 11:00"]
    assert not has(bell.olga, "☑")
    assert has(bell.olga, "☐ 🟢 Fri 4 Dec")


def test_ticked_of_many_clients_one_of_whom_has_blocked_the_bot(bell: Bell) -> None:
    bob, cem = bell.add_client("Bob"), bell.add_client("Cem")
    for start, client in (("12-04 09:00", bell.ada), ("12-04 10:00", bob), ("12-04 11:00", cem)):
        bell.book(start, client)
    bell.stage.arrive(cem.subject, {"reachable": False})

    tick(bell, "Ada", "Bob", "Cem")
    bell.olga.press("🔔 Send reminder (3)")

    assert notice_of(bell.olga) == "Sent to 2 clients · Cem has blocked the bot"
    assert [len(bell.reminded(person)) for person in (bell.ada, bob, cem)] == [1, 1, 0]


def test_ticked_in_the_client_s_own_list(bell: Bell) -> None:
    bell.book("12-04 10:00")
    bell.olga.press_data(go("clients.appointments", client=1, page=0))

    bell.olga.press("Fri 4 Dec")
    bell.olga.press("🔔 Send reminder (1)")

    assert notice_of(bell.olga) == "Sent to Ada"
    assert bell.reminded() == [FRIDAY]
    assert has(bell.olga, "☐ 🟢 Fri 4 Dec")


def test_ticked_with_a_request_among_them(bell: Bell) -> None:
    bell.book("12-04 10:00")
    bell.request(at("12-04 11:00"))

    tick(bell, "10:00", "11:00")

    assert not has(bell.olga, "Send reminder")


def test_nothing_ticked(bell: Bell) -> None:
    bell.book("12-04 10:00")

    tick(bell)
    assert not has(bell.olga, "Send reminder")
    bell.olga.press_data(act("reminders.send_ticked"))

    assert notice_of(bell.olga) == "Reminders can only be sent for coming accepted appointments."
    assert bell.reminded() == []


def test_ticked_and_cancelled_meanwhile(bell: Bell) -> None:
    bell.book("12-04 10:00")
    off = bell.book("12-04 11:00")
    tick(bell, "10:00", "11:00")
    bell.cancel(off, bell.ada)

    bell.olga.press("🔔 Send reminder (2)")

    assert notice_of(bell.olga) == "Reminders can only be sent for coming accepted appointments."
    assert bell.reminded() == []


def test_ticks_of_another_professional_s_appointments(bell: Bell) -> None:
    appointment_id = bell.book("12-04 10:00")
    nina = bell.add_professional("Nina")
    nina.press_data(go("appointments.list", only=0, page=0))

    nina.press_data(act("tick", item=appointment_id))
    nina.press_data(act("reminders.send_ticked"))

    assert bell.reminded() == []
