"""The files that both sides of an appointment get for their calendars, through all that happens to it."""

import datetime as dt

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.appointments.test_calendar_files import event_of, written
from tests.plugins.scheduling.practice import TEN
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.people import Account
from kalenner.testing import Person, act, go
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService

pytestmark = pytest.mark.slow_on_postgresql

DAY = dt.timedelta(days=1)


def open_card(person: Person) -> None:
    person.send("/appointments")
    person.press(":00")


def file_of(person: Person, appointment: int, screen: str = "mine.file") -> bytes:
    person.press_data(go(screen, appointment=appointment))
    attachment = person.cards[-1].attachment
    assert attachment is not None
    return attachment.content


def change(town: Town, appointment_id: int, name: str, side: str = "provider", **values: object) -> None:
    """Let the professional, or the client, do something with an appointment."""

    def work(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, appointment_id)
        account: Account = getattr(appointment, side).account
        for kind in (AppointmentService, AmendmentService):
            verb = getattr(request.find_service(kind), name, None)
            if verb is not None:
                verb(appointment, by=account, **values)
                return
        raise LookupError(name)

    town.stage.run(work)
    town.stage.settle()


def test_client_puts_an_appointment_into_the_calendar(town: Town):
    town.request(TEN)
    open_card(town.ada)
    shown_before = town.ada.screen
    tap(town.ada, "📆 Add to calendar")

    card = town.ada.cards[-1]
    assert card.text == (
        "Open the file to put the appointment into your calendar. "
        "After a change press again: your calendar updates it."
    )
    assert card.attachment is not None
    assert (card.attachment.name, card.attachment.media_type) == ("appointment.ics", "text/calendar")
    assert town.ada.screen is shown_before
    event = event_of(card.attachment.content)
    assert (event["SUMMARY"], event["STATUS"]) == ("Massage · Olga", "TENTATIVE")
    assert event["DESCRIPTION"] == "🟡 Pending"


def test_professional_puts_an_appointment_into_the_calendar(town: Town):
    appointment = town.request(TEN)
    town.accept(appointment)
    town.olga.press_data(go("appointments.info", appointment=appointment))
    tap(town.olga, "📆 Add to calendar")

    attachment = town.olga.cards[-1].attachment
    assert attachment is not None
    assert (event_of(attachment.content)["SUMMARY"], event_of(attachment.content)["STATUS"]) == (
        "Ada · Massage",
        "CONFIRMED",
    )


def test_the_texts_are_in_the_readers_language(town: Town):
    lea = town.add_client("Léa", language="de")
    appointment = town.request(TEN, client=lea)
    change(town, appointment, "locate", text="Hauptstr. 1")
    event = event_of(file_of(lea, appointment))

    assert event["DESCRIPTION"] == "🟡 Ausstehend\n📍 Hauptstr. 1"


def test_note_place_and_link_stand_in_the_file(town: Town):
    town.ada.press_data(go("book.note", service=1, starts_at=TEN))
    town.ada.send("My neck,\nplease")
    change(town, 1, "locate", text="https://meet.example/abc")
    event = event_of(file_of(town.ada, 1))
    assert event["DESCRIPTION"] == "🟡 Pending\nNote: My neck,\nplease\n📍 https://meet.example/abc"
    assert (event["LOCATION"], event["URL"]) == ("https://meet.example/abc", "https://meet.example/abc")

    change(town, 1, "locate", place=(52.5, 13.4))
    event = event_of(file_of(town.ada, 1))
    assert (event["LOCATION"], event["GEO"].to_ical()) == ("52.500000, 13.400000", "52.5;13.4")


def test_uid_stays_and_sequence_grows_with_every_change(town: Town):
    first = town.request(TEN)
    files = [file_of(town.ada, first)]
    for step in (
        lambda: town.accept(first),
        lambda: change(town, first, "locate", text="Hauptstr. 1"),
        lambda: change(town, first, "move", starts_at=TEN + DAY),
        lambda: change(town, first, "change_minutes", minutes=90),
    ):
        step()
        files.append(file_of(town.ada, first))
    change(town, first, "request_move", "client", starts_at=TEN + 2 * DAY)
    assert file_of(town.ada, first + 1) == file_of(town.ada, first) == files[-1]  # not before it is accepted
    town.accept(first + 1)
    files.append(file_of(town.ada, first))
    assert file_of(town.ada, first + 1) == files[-1] == file_of(town.ada, first)
    change(town, first + 1, "cancel", "client")
    files.append(file_of(town.ada, first))

    events = [event_of(content) for content in files]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == sorted({event["SEQUENCE"] for event in events})
    assert [event["STATUS"] for event in events] == ["TENTATIVE", *["CONFIRMED"] * 5, "CANCELLED"]
    starts = [TEN, TEN, TEN, TEN + DAY, TEN + DAY, TEN + 2 * DAY, TEN + 2 * DAY]
    assert [event.start for event in events] == starts
    assert file_of(town.olga, first, "appointments.file").startswith(b"BEGIN:VCALENDAR")


def test_a_declined_move_leaves_the_file_as_it_was(town: Town):
    first = town.request(TEN)
    town.accept(first)
    before = file_of(town.ada, first)
    change(town, first, "request_move", "client", starts_at=TEN + 2 * DAY)
    change(town, first + 1, "decline")

    assert file_of(town.ada, first + 1) == file_of(town.ada, first) == before


def test_what_is_cancelled_can_be_taken_out(town: Town):
    appointment = town.request(TEN)
    uid = event_of(file_of(town.ada, appointment))["UID"]
    change(town, appointment, "cancel", "client")
    town.ada.press_data(go("mine.card", appointment=appointment))
    tap(town.ada, "📆 Remove from calendar")

    card = town.ada.cards[-1]
    assert card.text == "Open the file to take the appointment out of your calendar."
    assert card.attachment is not None
    assert b"\r\nMETHOD:CANCEL\r\n" in card.attachment.content
    assert event_of(card.attachment.content)["UID"] == uid


def test_the_file_says_nothing_of_who_somebody_is_on_the_channel(town: Town):
    appointment = town.request(TEN)
    for person, screen in ((town.ada, "mine.file"), (town.olga, "appointments.file")):
        content = file_of(person, appointment, screen).decode()
        assert set(written(content.encode())) == {
            *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "DESCRIPTION"),
            *("LAST-MODIFIED", "STATUS", "TRANSP"),
        }


def test_the_file_is_nobody_elses_and_no_effect(town: Town):
    ben = town.add_client("Ben")
    piotr = town.add_professional("Piotr")
    appointment = town.request(TEN)
    for person, screen in (
        (ben, "mine.file"),
        (piotr, "appointments.file"),
        (town.ada, "appointments.file"),
        (town.olga, "mine.file"),
    ):
        for press in (go(screen, appointment=appointment), act(screen, appointment=appointment)):
            person.press_data(press)
            assert notice_of(person) == "Not available."
            assert all(card.attachment is None for card in person.cards)
