"""Meeting info is the same from all three places that lead to it."""

import pytest
from tests.plugins.scheduling.many_appointments import TEN, labels_of
from tests.plugins.scheduling.people import People, tap

from kalenner.screens.model import Link
from kalenner.testing import Person

INFO = """\
<b>Meeting info</b>
With Tom
Massage, 60 min
Wed 2 Dec 2026, 10:00 (Berlin) · 4:00 (New York)
🟢 Accepted
📍 Hauptstr. 1, https://example.org/way
Price €50.00 · paid 20.00 · due 30.00
Note: My &lt;left&gt; knee"""
BUTTONS = [["🔗 Open link", "🗺 Open map"], ["📆 Add to calendar"]]
LINKS = [
    "https://example.org/way",
    "https://www.google.com/maps/search/?api=1&query=52.500000%2C13.400000",
]
LINE = "Wed 2 Dec, 10:00 · "

WAYS = {
    "appointments": ["🏢 Office", "🗓️ Appointments", f"🟢 {LINE}Tom · Massage 📍", "ℹ️ Meeting info"],
    "calendar": ["🏢 Office", "📅 Calendar", "2•", "🟢 10:00 · Tom · Massage 📍", "ℹ️ Meeting info"],
    "client": ["👥 Clients", "Tom", "🗓️ Appointments", f"🟢 {LINE}Massage 📍", "ℹ️ Meeting info"],
}
"""What is pressed, from the menu on."""


@pytest.fixture
def olga(people: People) -> Person:
    """Olga, with an appointment of which there is everything to say."""
    tom = people.add_client("Tom", "America/New_York")
    appointment_id = people.request(TEN, tom, note="My <left> knee")
    people.accept(appointment_id)
    where = "Hauptstr. 1, https://example.org/way"
    people.amend(
        appointment_id, lambda amendments, row, olga: amendments.locate(row, olga, where, (52.5, 13.4))
    )
    olga = walk(people.olga, [*WAYS["calendar"][:-1], "💰 Payment", "➕ Add payment"])
    olga.send("20")
    return olga


def walk(person: Person, labels: list[str]) -> Person:
    """Press one button after the other, from the menu on."""
    person.send("/menu")
    for label in labels:
        tap(person, label)
    return person


def test_meeting_info_is_the_same_from_three_places(olga: Person):
    screens = {way: walk(olga, labels).screen for way, labels in WAYS.items()}

    texts = {way: str(screen.text).replace("\N{NO-BREAK SPACE}", " ") for way, screen in screens.items()}
    assert texts == dict.fromkeys(WAYS, INFO)
    assert {way: labels_of(screen) for way, screen in screens.items()} == dict.fromkeys(WAYS, BUTTONS)
    targets = {
        way: [button.target for row in screen.rows for button in row] for way, screen in screens.items()
    }
    assert targets == dict.fromkeys(WAYS, targets["appointments"])
    assert [target.url for target in targets["appointments"] if isinstance(target, Link)] == LINKS
