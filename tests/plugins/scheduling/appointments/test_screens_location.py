"""[Enter location]: a text, a link, or a place on the map."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.hooks.scheduling import Status
from kalenner.screens import Place
from kalenner.screens.model import Link
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.screens.location import place_of

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(people: People) -> int:
    """Ada's appointment, accepted, on show."""
    appointment_id = people.request(TEN)
    people.accept(appointment_id)
    people.olga.press_data(go("appointments.card", appointment=appointment_id))
    return appointment_id


def where(people: People, appointment: int) -> tuple[str | None, float | None, float | None]:
    def read(request):
        row = request.dbsession.get_one(Appointment, appointment)
        return row.location, row.latitude, row.longitude

    return people.read(read)


def test_location_is_sent_in_words(people: People, appointment: int):
    tap(people.olga, "📍 Enter location")
    assert is_asked(people.olga, "Send the address, room or link.")
    assert people.olga.labels == [["Cancel"]]
    people.olga.send("Hauptstr. 1 <back>\nRing twice")

    assert people.olga.screen.text.startswith("Saved\n\n🟢 Accepted\nAda")
    assert "📍 Hauptstr. 1 &lt;back&gt;\nRing twice" in people.olga.screen.text
    assert where(people, appointment) == ("Hauptstr. 1 <back>\nRing twice", None, None)
    assert people.ada.cards[-1].text.startswith("📍 Location of 2 Dec, 10:00: Hauptstr. 1")
    people.olga.send("/appointments")
    assert people.olga.labels[0] == ["🟢 Wed 2 Dec, 10:00 · Ada · Massage 📍"]


def test_location_is_sent_from_the_map(people: People, appointment: int):
    tap(people.olga, "📍 Enter location")
    people.olga.send_place(52.5, -13.4)

    assert where(people, appointment) == (None, 52.5, -13.4)
    assert "📍 on the map" in people.olga.screen.text
    assert people.olga.labels[-1] == ["🗺 Open map"]


def test_location_of_a_request_is_told_with_the_confirmation(people: People):
    appointment = people.request(TEN)
    people.olga.press_data(go("appointments.locate", appointment=appointment))
    people.olga.send("Room 5")
    assert people.ada.cards == []
    people.accept(appointment)

    assert "📍 Room 5" in people.ada.cards[-1].text
    assert len(people.ada.cards) == 1


@pytest.mark.parametrize("length", [500, 501])
def test_location_has_500_characters_at_most(people: People, appointment: int, length: int):
    tap(people.olga, "📍 Enter location")
    people.olga.send("x" * length)

    assert is_asked(people.olga, "Please keep it under 500 characters") == (length == 501)


def test_location_used_last_is_offered_with_its_beginning(people: People, appointment: int):
    text = "Hauptstr. 1, second floor, ring twice"
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, text))
    other = people.request(TEN + DAY)
    people.olga.press_data(go("appointments.locate", appointment=other))
    assert people.olga.labels == [["Last used: Hauptstr. 1, second floor, rin…"], ["Cancel"]]
    people.olga.press("Last used")

    assert where(people, other) == (text, None, None)


def test_place_used_last_is_taken_as_it_was(people: People, appointment: int):
    people.amend(
        appointment, lambda amendments, row, olga: amendments.locate(row, olga, place=(-52.517037, 13.38886))
    )
    other = people.request(TEN + DAY)
    people.olga.press_data(go("appointments.locate", appointment=other))
    tap(people.olga, "Last used: on the map")

    assert where(people, other) == (None, -52.517037, 13.38886)


ADDRESS = "Lindenstr. 12\n10969 Berlin"


def enter_address(professional: Person, address: str = ADDRESS) -> None:
    """Let a professional say where the practice is."""
    professional.press_data(go("profile.contact_change", field=3))
    professional.send(address)


def test_address_of_the_practice_is_offered(people: People, appointment: int):
    enter_address(people.olga)
    people.olga.press_data(go("appointments.locate", appointment=appointment))
    assert people.olga.labels == [["My address"], ["Cancel"]]
    people.olga.press("My address")

    assert where(people, appointment) == (ADDRESS, None, None)
    assert f"📍 {ADDRESS}" in people.olga.screen.text
    assert people.olga.screen.rows[-1][0].target == Link(
        "https://www.google.com/maps/search/?api=1&query=Lindenstr.%2012%2C%2010969%20Berlin"
    )
    assert people.ada.cards[-1].text.startswith("📍 Location of 2 Dec, 10:00: Lindenstr. 12")
    assert people.ada.cards[-1].rows[0] == people.olga.screen.rows[-1]


def test_address_used_last_is_offered_once(people: People, appointment: int):
    enter_address(people.olga)
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, ADDRESS))
    people.olga.press_data(go("appointments.locate", appointment=people.request(TEN + DAY)))
    assert people.olga.labels == [["My address"], ["Cancel"]]

    people.olga.press_data(go("appointments.locate", appointment=appointment))
    assert people.olga.labels == [["My address"], ["Remove"], ["Cancel"]]


def test_what_is_not_the_address_is_on_no_map(people: People, appointment: int):
    enter_address(people.olga)
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 3"))
    people.olga.press_data(go("appointments.card", appointment=appointment))

    assert not any("map" in label for row in people.olga.labels for label in row)


def test_address_of_another_professional_is_not_offered(people: People, appointment: int):
    enter_address(people.add_professional("Piotr"))
    tap(people.olga, "📍 Enter location")

    assert people.olga.labels == [["Cancel"]]


def test_location_of_another_professional_is_not_offered(people: People, appointment: int):
    piotr = people.add_professional("Piotr")
    people.connect(people.ada, piotr)
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    piotr.press_data(go("appointments.locate", appointment=people.request(TEN, of=piotr)))

    assert piotr.labels == [["Cancel"]]


def test_location_is_removed_in_silence(people: People, appointment: int):
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    number = len(people.ada.cards)
    tap(people.olga, "📍 Enter location")
    assert "Room 5" in people.olga.screen.text
    assert people.olga.labels == [["Remove"], ["Cancel"]]
    tap(people.olga, "Remove")

    assert where(people, appointment) == (None, None, None)
    assert len(people.ada.cards) == number


def test_same_location_is_told_once(people: People, appointment: int):
    for _time in range(2):
        people.olga.press_data(go("appointments.locate", appointment=appointment))
        people.olga.send("Room 5")

    assert sum("Location of" in card.text for card in people.ada.cards) == 1


# What was moved

MOVED = "Thu 3 Dec 2026, 10:00"


@pytest.fixture
def moved(people: People, appointment: int) -> int:
    """What Ada's appointment was moved to."""
    appointment_id = people.request_move(appointment, TEN + DAY)
    people.accept(appointment_id)
    return appointment_id


def test_card_of_what_was_moved_leads_to_what_it_has_become(people: People, appointment: int, moved: int):
    people.olga.press_data(go("appointments.card", appointment=appointment))
    assert people.olga.screen.text == (
        "🔁 Moved\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\n🔁 It was moved to Thu 3 Dec 2026, 10:00."
    )
    assert people.olga.labels == [[f"🟢 {MOVED}"]]
    tap(people.olga, f"🟢 {MOVED}")

    assert people.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert any("📍 Enter location" in row for row in people.olga.labels)


def test_location_is_that_of_what_it_was_moved_to(people: People, appointment: int, moved: int):
    people.amend(moved, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    people.olga.press_data(go("appointments.locate", appointment=appointment))
    assert "Room 5" in people.olga.screen.text
    people.olga.send("Room 6")

    assert people.olga.screen.text.startswith("Saved\n\n🟢 Accepted")
    assert [where(people, appointment_id) for appointment_id in (appointment, moved)] == [
        (None,) * 3,
        ("Room 6", None, None),
    ]
    assert people.ada.cards[-1].text.startswith("📍 Location of 3 Dec, 10:00: Room 6")


def test_location_said_while_another_device_moves_it_is_not_lost(
    people: People, appointment: int, moved: int
):
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))

    assert [where(people, appointment_id)[0] for appointment_id in (appointment, moved)] == [None, "Room 5"]


def test_what_was_moved_stands_in_lists_once_at_its_present_time(
    people: People, appointment: int, moved: int
):
    client = people.read(lambda request: request.dbsession.get_one(Appointment, moved).client_id)
    people.olga.press_data(go("clients.appointments", client=client, page=0))
    assert people.olga.labels[:2] == [["🟢 Thu 3 Dec, 10:00 · Massage"], ["☑️ Select"]]
    people.olga.press_data(go("appointments.past", page=0))
    assert people.olga.labels == []
    people.ada.press_data(go("mine.past", provider=0, page=0))
    assert people.ada.labels == [["📅 Book"]]
    people.change(moved, Status.CANCELLED)
    people.ada.press_data(go("mine.past", provider=0, page=0))

    assert people.ada.labels == [["❌ Thu 3 Dec, 10:00 · Olga · Massage"]]


def test_old_buttons_of_what_was_moved_say_so(people: People, appointment: int, moved: int):
    people.ada.press_data(go("mine.cancel", appointment=appointment))
    assert notice_of(people.ada) == "Already moved to another time."
    assert "🔁 Moved\n" in people.ada.screen.text
    people.olga.press_data(go("appointments.move", appointment=appointment))

    assert notice_of(people.olga) == "Already moved to another time."


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("geo:52.5,13.4", Place(52.5, 13.4)),
        ("GEO:-90,180", Place(-90.0, 180.0)),
        ("geo:91,0", None),
        ("geo:0,181", None),
        ("geo:1.,2", None),
        ("see geo:1,2", None),
        ("Room 5", None),
    ],
)
def test_place_that_a_text_names(text: str, place: Place | None):
    assert place_of(text) == place
