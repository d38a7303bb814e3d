"""The files that both sides of an appointment get for their calendars, through all that happens to it."""

import datetime as dt

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.appointments.test_calendar_files import event_of, written
from tests.plugins.scheduling.people import People, notice_of, tap
from tests.plugins.scheduling.practice import TEN

from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Provider, TranslationService
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


def change(people: People, appointment_id: int, name: str, side: str = "provider", **values: object) -> None:
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

    people.stage.run(work)
    people.stage.settle()


def test_service_is_named_in_the_language_of_whose_calendar_it_is(people: People):
    def translate(request: Request) -> None:
        provider = request.dbsession.query(Provider).one()
        request.find_service(TranslationService).set(provider, "service-1", "name", "fr", "Massage du dos")

    people.stage.run(translate)
    camille = people.add_client("Camille", language="fr")
    appointment = people.request(TEN, camille)
    people.accept(appointment)

    assert event_of(file_of(camille, appointment))["SUMMARY"] == "Massage du dos · Olga"
    assert event_of(file_of(people.olga, appointment, "appointments.file"))["SUMMARY"] == "Camille · Massage"
    people.amend(appointment, lambda amendments, row, olga: amendments.change_minutes(row, 45, olga))
    assert "Massage du dos, 60" in camille.cards[-1].text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Massage du dos, 45" in camille.cards[-1].text.replace("\N{NO-BREAK SPACE}", " ")


def test_client_puts_an_appointment_into_the_calendar(people: People):
    people.accept(people.request(TEN))
    open_card(people.ada)
    shown_before = people.ada.screen
    tap(people.ada, "📆 Add to calendar")

    card = people.ada.cards[-1]
    assert card.text == (
        "Open the file to put the appointment into your calendar. "
        "After a change press again: your calendar updates it."
    )
    assert card.attachment is not None
    assert (card.attachment.name, card.attachment.media_type) == ("appointment.ics", "text/calendar")
    assert people.ada.screen is shown_before
    event = event_of(card.attachment.content)
    assert (event["SUMMARY"], event["STATUS"]) == ("Massage · Olga", "CONFIRMED")
    assert event["DESCRIPTION"] == "🟢 Accepted"


def test_professional_puts_an_appointment_into_the_calendar(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.olga.press_data(go("appointments.info", appointment=appointment))
    tap(people.olga, "📆 Add to calendar")

    attachment = people.olga.cards[-1].attachment
    assert attachment is not None
    assert (event_of(attachment.content)["SUMMARY"], event_of(attachment.content)["STATUS"]) == (
        "Ada · Massage",
        "CONFIRMED",
    )


def test_the_texts_are_in_the_readers_language(people: People):
    lea = people.add_client("Léa", language="de")
    appointment = people.request(TEN, client=lea)
    change(people, appointment, "locate", text="Hauptstr. 1")
    event = event_of(file_of(lea, appointment))

    assert event["DESCRIPTION"] == "🟡 Ausstehend\n📍 Hauptstr. 1"


def test_note_place_and_link_stand_in_the_file(people: People):
    people.ada.press_data(go("book.note", service=1, starts_at=TEN))
    people.ada.send("My neck,\nplease")
    change(people, 1, "locate", text="https://meet.example/abc")
    event = event_of(file_of(people.ada, 1))
    assert event["DESCRIPTION"] == "🟡 Pending\nNote: My neck,\nplease\n📍 https://meet.example/abc"
    assert (event["LOCATION"], event["URL"]) == ("https://meet.example/abc", "https://meet.example/abc")

    change(people, 1, "locate", place=(52.5, 13.4))
    event = event_of(file_of(people.ada, 1))
    assert (event["LOCATION"], event["GEO"].to_ical()) == ("52.500000, 13.400000", "52.5;13.4")


def test_uid_stays_and_sequence_grows_with_every_change(people: People):
    first = people.request(TEN)
    files = [file_of(people.ada, first)]
    for step in (
        lambda: people.accept(first),
        lambda: change(people, first, "locate", text="Hauptstr. 1"),
        lambda: change(people, first, "move", starts_at=TEN + DAY),
        lambda: change(people, first, "change_minutes", minutes=90),
    ):
        step()
        files.append(file_of(people.ada, first))
    change(people, first, "request_move", "client", starts_at=TEN + 2 * DAY)
    assert (
        file_of(people.ada, first + 1) == file_of(people.ada, first) == files[-1]
    )  # not before it is accepted
    people.accept(first + 1)
    files.append(file_of(people.ada, first))
    assert file_of(people.ada, first + 1) == files[-1] == file_of(people.ada, first)
    change(people, first + 1, "cancel", "client")
    files.append(file_of(people.ada, first))

    events = [event_of(content) for content in files]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == sorted({event["SEQUENCE"] for event in events})
    assert [event["STATUS"] for event in events] == ["TENTATIVE", *["CONFIRMED"] * 5, "CANCELLED"]
    starts = [TEN, TEN, TEN, TEN + DAY, TEN + DAY, TEN + 2 * DAY, TEN + 2 * DAY]
    assert [event.start for event in events] == starts
    assert file_of(people.olga, first, "appointments.file").startswith(b"BEGIN:VCALENDAR")


def test_a_declined_move_leaves_the_file_as_it_was(people: People):
    first = people.request(TEN)
    people.accept(first)
    before = file_of(people.ada, first)
    change(people, first, "request_move", "client", starts_at=TEN + 2 * DAY)
    change(people, first + 1, "decline")

    assert file_of(people.ada, first + 1) == file_of(people.ada, first) == before


def test_what_is_cancelled_can_be_cancelled_in_the_calendar(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    uid = event_of(file_of(people.ada, appointment))["UID"]
    change(people, appointment, "cancel", "client")
    people.ada.press_data(go("mine.card", appointment=appointment))
    tap(people.ada, "📆 Cancel in calendar")

    card = people.ada.cards[-1]
    assert card.text == "Open the file: your calendar removes the appointment or shows it as cancelled."
    assert card.attachment is not None
    assert b"\r\nMETHOD:CANCEL\r\n" in card.attachment.content
    assert event_of(card.attachment.content)["UID"] == uid


def test_the_file_says_nothing_of_who_somebody_is_on_the_channel(people: People):
    appointment = people.request(TEN)
    for person, screen in ((people.ada, "mine.file"), (people.olga, "appointments.file")):
        content = file_of(person, appointment, screen).decode()
        assert set(written(content.encode())) == {
            *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "DESCRIPTION"),
            *("LAST-MODIFIED", "STATUS", "TRANSP", "ORGANIZER"),
        }


def test_the_file_is_nobody_elses_and_no_effect(people: People):
    ben = people.add_client("Ben")
    piotr = people.add_professional("Piotr")
    appointment = people.request(TEN)
    for person, screen in (
        (ben, "mine.file"),
        (piotr, "appointments.file"),
        (people.ada, "appointments.file"),
        (people.olga, "mine.file"),
    ):
        for press in (go(screen, appointment=appointment), act(screen, appointment=appointment)):
            person.press_data(press)
            assert notice_of(person) == "Not available."
            assert all(card.attachment is None for card in person.cards)


@pytest.mark.parametrize("after", [None, Status.DECLINED, Status.CANCELLED])
def test_what_nobody_has_agreed_to_has_no_way_to_a_calendar(people: People, after: Status | None):
    appointment = people.request(TEN)
    if after is not None:
        people.change(appointment, after, people.ada if after is Status.CANCELLED else people.olga)
    for person, screen in ((people.ada, "mine.card"), (people.olga, "appointments.info")):
        person.press_data(go(screen, appointment=appointment))

        assert "Massage" in person.screen.text
        assert "alendar" not in str(person.labels)
