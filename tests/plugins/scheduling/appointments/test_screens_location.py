"""[Enter location]: a text, a link, or a place on the map."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, is_asked, tap

from kalenner.screens import Place
from kalenner.screens.model import Link
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.screens.location import place_of

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(town: Town) -> int:
    """Ada's appointment, accepted, on show."""
    appointment_id = town.request(TEN)
    town.accept(appointment_id)
    town.olga.press_data(go("appointments.card", appointment=appointment_id))
    return appointment_id


def where(town: Town, appointment: int) -> tuple[str | None, float | None, float | None]:
    def read(request):
        row = request.dbsession.get_one(Appointment, appointment)
        return row.location, row.latitude, row.longitude

    return town.read(read)


def test_location_is_sent_in_words(town: Town, appointment: int):
    tap(town.olga, "📍 Enter location")
    assert is_asked(town.olga, "Send the address, room or link.")
    assert town.olga.labels == [["Cancel"]]
    town.olga.send("Hauptstr. 1 <back>\nRing twice")

    assert town.olga.screen.text.startswith("Saved\n\n🟢 Accepted\nAda")
    assert "📍 Hauptstr. 1 &lt;back&gt;\nRing twice" in town.olga.screen.text
    assert where(town, appointment) == ("Hauptstr. 1 <back>\nRing twice", None, None)
    assert town.ada.cards[-1].text.startswith("📍 Location of 2 Dec, 10:00: Hauptstr. 1")
    town.olga.send("/appointments")
    assert town.olga.labels[0] == ["☐ 🟢 Wed 2 Dec, 10:00 · Ada · Massage 📍"]


def test_location_is_sent_from_the_map(town: Town, appointment: int):
    tap(town.olga, "📍 Enter location")
    town.olga.send_place(52.5, -13.4)

    assert where(town, appointment) == (None, 52.5, -13.4)
    assert "📍 on the map" in town.olga.screen.text
    assert town.olga.labels[-1] == ["🗺 Open map"]


def test_location_of_a_request_is_told_with_the_confirmation(town: Town):
    appointment = town.request(TEN)
    town.olga.press_data(go("appointments.locate", appointment=appointment))
    town.olga.send("Room 5")
    assert town.ada.cards == []
    town.accept(appointment)

    assert "📍 Room 5" in town.ada.cards[-1].text
    assert len(town.ada.cards) == 1


@pytest.mark.parametrize("length", [500, 501])
def test_location_has_500_characters_at_most(town: Town, appointment: int, length: int):
    tap(town.olga, "📍 Enter location")
    town.olga.send("x" * length)

    assert is_asked(town.olga, "Please keep it under 500 characters") == (length == 501)


def test_location_used_last_is_offered_with_its_beginning(town: Town, appointment: int):
    text = "Hauptstr. 1, second floor, ring twice"
    town.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, text))
    other = town.request(TEN + DAY)
    town.olga.press_data(go("appointments.locate", appointment=other))
    assert town.olga.labels == [["Last used: Hauptstr. 1, second floor, rin…"], ["Cancel"]]
    town.olga.press("Last used")

    assert where(town, other) == (text, None, None)


def test_place_used_last_is_taken_as_it_was(town: Town, appointment: int):
    town.amend(
        appointment, lambda amendments, row, olga: amendments.locate(row, olga, place=(-52.517037, 13.38886))
    )
    other = town.request(TEN + DAY)
    town.olga.press_data(go("appointments.locate", appointment=other))
    tap(town.olga, "Last used: on the map")

    assert where(town, other) == (None, -52.517037, 13.38886)


ADDRESS = "Lindenstr. 12\n10969 Berlin"


def enter_address(professional: Person, address: str = ADDRESS) -> None:
    """Let a professional say where the practice is."""
    professional.press_data(go("profile.contact_change", field=3))
    professional.send(address)


def test_address_of_the_practice_is_offered(town: Town, appointment: int):
    enter_address(town.olga)
    town.olga.press_data(go("appointments.locate", appointment=appointment))
    assert town.olga.labels == [["My address"], ["Cancel"]]
    town.olga.press("My address")

    assert where(town, appointment) == (ADDRESS, None, None)
    assert f"📍 {ADDRESS}" in town.olga.screen.text
    assert town.olga.screen.rows[-1][0].target == Link(
        "https://www.google.com/maps/search/?api=1&query=Lindenstr.%2012%2C%2010969%20Berlin"
    )
    assert town.ada.cards[-1].text.startswith("📍 Location of 2 Dec, 10:00: Lindenstr. 12")
    assert town.ada.cards[-1].rows[0] == town.olga.screen.rows[-1]


def test_address_used_last_is_offered_once(town: Town, appointment: int):
    enter_address(town.olga)
    town.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, ADDRESS))
    town.olga.press_data(go("appointments.locate", appointment=town.request(TEN + DAY)))
    assert town.olga.labels == [["My address"], ["Cancel"]]

    town.olga.press_data(go("appointments.locate", appointment=appointment))
    assert town.olga.labels == [["My address"], ["Remove"], ["Cancel"]]


def test_what_is_not_the_address_is_on_no_map(town: Town, appointment: int):
    enter_address(town.olga)
    town.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 3"))
    town.olga.press_data(go("appointments.card", appointment=appointment))

    assert not any("map" in label for row in town.olga.labels for label in row)


def test_address_of_another_professional_is_not_offered(town: Town, appointment: int):
    enter_address(town.add_professional("Piotr"))
    tap(town.olga, "📍 Enter location")

    assert town.olga.labels == [["Cancel"]]


def test_location_of_another_professional_is_not_offered(town: Town, appointment: int):
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)
    town.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    piotr.press_data(go("appointments.locate", appointment=town.request(TEN, of=piotr)))

    assert piotr.labels == [["Cancel"]]


def test_location_is_removed_in_silence(town: Town, appointment: int):
    town.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    number = len(town.ada.cards)
    tap(town.olga, "📍 Enter location")
    assert "Room 5" in town.olga.screen.text
    assert town.olga.labels == [["Remove"], ["Cancel"]]
    tap(town.olga, "Remove")

    assert where(town, appointment) == (None, None, None)
    assert len(town.ada.cards) == number


def test_same_location_is_told_once(town: Town, appointment: int):
    for _time in range(2):
        town.olga.press_data(go("appointments.locate", appointment=appointment))
        town.olga.send("Room 5")

    assert sum("Location of" in card.text for card in town.ada.cards) == 1


# What was moved

MOVED = "Thu 3 Dec 2026, 10:00"


@pytest.fixture
def moved(town: Town, appointment: int) -> int:
    """What Ada's appointment was moved to."""
    appointment_id = town.request_move(appointment, TEN + DAY)
    town.accept(appointment_id)
    return appointment_id


def test_card_of_what_was_moved_leads_to_what_it_has_become(town: Town, appointment: int, moved: int):
    town.olga.press_data(go("appointments.card", appointment=appointment))
    assert town.olga.screen.text == (
        "❌ Cancelled\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\n"
        "🔁 It was moved to Thu 3 Dec 2026, 10:00."
    )
    assert town.olga.labels == [[f"🟢 {MOVED}"]]
    tap(town.olga, f"🟢 {MOVED}")

    assert town.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert any("📍 Enter location" in row for row in town.olga.labels)


def test_location_is_that_of_what_it_was_moved_to(town: Town, appointment: int, moved: int):
    town.amend(moved, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    town.olga.press_data(go("appointments.locate", appointment=appointment))
    assert "Room 5" in town.olga.screen.text
    town.olga.send("Room 6")

    assert town.olga.screen.text.startswith("Saved\n\n🟢 Accepted")
    assert [where(town, appointment_id) for appointment_id in (appointment, moved)] == [
        (None,) * 3,
        ("Room 6", None, None),
    ]
    assert town.ada.cards[-1].text.startswith("📍 Location of 3 Dec, 10:00: Room 6")


def test_location_said_while_another_device_moves_it_is_not_lost(town: Town, appointment: int, moved: int):
    town.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))

    assert [where(town, appointment_id)[0] for appointment_id in (appointment, moved)] == [None, "Room 5"]


def test_lists_lead_from_what_was_moved_to_what_it_has_become(town: Town, appointment: int, moved: int):
    client = town.read(lambda request: request.dbsession.get_one(Appointment, moved).client_id)
    for place in (go("clients.appointments", client=client, page=0), go("appointments.past", page=0)):
        town.olga.press_data(place)
        town.olga.press("☐ ❌")
        assert [f"🟢 {MOVED}"] in town.olga.labels
        assert not any("📍 Enter location" in row for row in town.olga.labels)
        town.olga.press("☑ ❌")


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
