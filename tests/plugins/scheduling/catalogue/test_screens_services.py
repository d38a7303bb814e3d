"""Settings → Service settings: services, Starts every, Currency."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.testing import Person, go

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the services on both databases."""

FINISH = ["🚩 Finish setting up"]
"""Olga has no booking link yet."""


def service_settings(person: Person) -> None:
    person.send("/settings")
    person.press("Service settings")


@pytest.fixture
def olga(people: People) -> Person:
    service_settings(people.olga)
    return people.olga


def test_menu_shows_what_is_set(olga: Person):
    assert olga.labels == [
        ["Services"],
        ["Starts every: 30 min"],
        ["Currency: EUR, shown"],
        ["Booking rules"],
        ["📍 Place: none"],
        ["Unpaid: can book"],
        ["🏦 Bank transfer", "Stripe"],
    ]


def test_first_service_is_added_question_by_question(people: People):
    piotr = people.add_professional("Piotr", is_ready=False)
    service_settings(piotr)
    piotr.press("Services")
    assert "No services yet." in piotr.screen.text

    piotr.press("Add service")
    assert is_asked(piotr, "Send the name of the service.")
    piotr.send("Deep <b> massage")
    assert is_asked(piotr, "How many minutes does it take? For example 60.")
    assert piotr.labels == [["30", "45", "60", "90"], ["Cancel"]]
    tap(piotr, "45")
    assert is_asked(piotr, "Send a description")
    tap(piotr, "Skip")
    assert is_asked(piotr, "Send the price as a number, or - to show none.")
    piotr.send("37.5")

    assert str(piotr.screen.text).splitlines() == [
        "Saved",
        "",
        "<b>Deep &lt;b&gt; massage</b>",
        "Duration 45 min",
        "Price €37.50",
        "",
        "Appointments start every 30 min, so 15 min stay empty between two of these.",
        "With a start every 45 min there is no gap.",
    ]
    assert piotr.labels == [
        ["➕ Add another service"],
        ["✏️ Edit service", "🗑️ Delete"],
        ["▲", "▼"],
        ["Booking rules"],
        ["Starts every: 30 min"],
        FINISH,
    ]
    piotr.press("Add another service")
    assert is_asked(piotr, "Send the name of the service.")


@pytest.mark.parametrize(
    ("minutes", "buffer", "hint"),
    [
        (20, 0, "so 10 min stay empty between two of these.\nWith a start every 20 min there is no gap."),
        (37, 0, "so 23 min stay empty between two of these."),
        (20, 10, None),
        (60, 0, None),
        (50, 15, "so 25 min stay empty between two of these.\nWith a start every 5 min there is no gap."),
    ],
)
def test_interval_that_leaves_time_empty_is_named(
    people: People, minutes: int, buffer: int, hint: str | None
):
    people.change_rule("buffer_after", buffer)
    service = people.add_service(people.olga, "Check", minutes)
    people.olga.press_data(go("services.card", service=service))

    said = people.olga.screen.text.partition("Appointments start every 30 min, ")[2]
    assert said == (hint or "")
    assert (["Starts every: 30 min"] in people.olga.labels) is (hint is not None)


def test_wrong_answers_are_asked_again_with_the_reason(olga: Person):
    olga.press("Services")
    olga.press("Add service")
    olga.send("x" * 61)
    assert is_asked(olga, "Please keep it under 60 characters.")
    olga.send("Yoga")
    olga.send("4")
    assert is_asked(olga, "from 5 to 1440")
    olga.send("an hour")
    assert is_asked(olga, "That is not a number. Send for example 60.")
    olga.send("1440")
    olga.send("Slow.\nVery slow.")
    olga.send("-5")
    assert is_asked(olga, "Send for example 50.00")
    olga.send("-")

    assert "Slow.\nVery slow." in olga.screen.text
    assert "No price shown" in olga.screen.text


def test_amount_that_could_be_two_is_chosen(olga: Person):
    olga.press("Services")
    olga.press("Massage")
    olga.press("Edit service")
    olga.press("Price")
    olga.send("1.200")
    assert is_asked(olga, "This can be read in more than one way.")
    assert olga.labels == [["€1,200.00"], ["€1.20"], ["Cancel", "Keep"]]
    olga.send("1.300 €")
    assert olga.labels == [["€1,300.00"], ["€1.30"], ["Cancel", "Keep"]]

    olga.press("€1.30")

    assert "Price €1.30" in str(olga.screen.text).splitlines()


def test_question_that_is_asked_again_has_its_own_answers(olga: Person):
    olga.press("Services")
    olga.press("Massage")
    olga.press("Edit service")
    olga.press("Price")
    own = olga.labels
    olga.send("1.200")
    olga.send("much")
    assert olga.labels == own


@pytest.mark.parametrize(
    ("field", "answer", "line"),
    [
        ("Name", "Shiatsu", "<b>Shiatsu</b>"),
        ("Duration", "75", "Duration 75 min"),
        ("Duration", "1 h 15", "Duration 75 min"),
        ("Duration", "1:15", "Duration 75 min"),
        ("Price", "€60", "Price €60.00"),
        ("Price", "1.200,50 EUR", "Price €1,200.50"),
        ("Description", "From head to toe", "From head to toe"),
        ("Price", "60", "Price €60.00"),
        ("Price", "-", "No price shown"),
    ],
)
def test_each_field_can_be_changed(olga: Person, field: str, answer: str, line: str):
    olga.press("Services")
    olga.press("Massage")
    olga.press("Edit service")
    assert olga.labels == [
        ["Name", "Duration"],
        ["Description", "Price"],
        ["📍 Place", "🌐 Languages"],
        ["Payment link"],
        ["Is package?: Not a package"],
    ]

    olga.press(field)
    olga.send(answer)

    assert line in str(olga.screen.text).splitlines()


@pytest.mark.parametrize("field", ["Name", "Duration", "Description", "Price"])
def test_each_field_can_be_kept(olga: Person, field: str):
    olga.press("Services")
    before = olga.press("Massage").text
    olga.press("Edit service")
    olga.press(field)
    tap(olga, "Keep")

    assert (olga.screen.text, notice_of(olga)) == (before, "Saved")


def test_description_can_be_removed(olga: Person):
    olga.press("Services")
    olga.press("Massage")
    assert "Back and neck" in olga.screen.text
    olga.press("Edit service")
    olga.press("Description")
    assert is_asked(olga, "Send the new description (up to 1000 characters), or - to remove it.")
    olga.press("Remove")

    assert "Back and neck" not in olga.screen.text


def test_description_is_asked_for_as_a_first_one_where_there_is_none(people: People):
    people.add_service(people.olga, "Yoga")
    service_settings(people.olga)
    for label in ("Services", "Yoga", "Edit service", "Description"):
        people.olga.press(label)

    assert is_asked(people.olga, "Send a description (up to 1000 characters).")
    assert people.olga.labels == [["Cancel"]]


def test_services_are_moved(people: People):
    people.add_service(people.olga, "Yoga")
    service_settings(people.olga)
    people.olga.press("Services")
    assert people.olga.labels == [["Massage, 60 min"], ["Yoga, 60 min"], ["➕ Add service"], FINISH]

    people.olga.press("Yoga")
    tap(people.olga, "▲")
    assert notice_of(people.olga) == "Place 1 of 2"
    service_settings(people.olga)
    people.olga.press("Services")

    assert people.olga.labels[:2] == [["Yoga, 60 min"], ["Massage, 60 min"]]


def test_deleting_asks_and_counts_the_appointments_that_stay(people: People):
    appointment = people.request(TEN)
    service_settings(people.olga)
    people.olga.press("Services")
    people.olga.press("Massage")
    people.olga.press("Delete")
    assert "1 coming appointment of this service stays." in people.olga.screen.text
    assert people.olga.labels == [["Yes, delete", "No"]]

    tap(people.olga, "No")
    assert "Duration 60 min" in people.olga.screen.text
    people.olga.press("Delete")
    tap(people.olga, "Yes, delete")

    assert notice_of(people.olga) == "Removed"
    assert "No services yet." in people.olga.screen.text
    assert people.status(appointment) == "pending"


def test_lists_of_services_have_pages(people: People):
    for number in range(2, 11):
        people.add_service(people.olga, f"Service {number}")
    service_settings(people.olga)
    people.olga.press("Services")
    assert people.olga.labels[-3:] == [["‹", "1/2", "›"], ["➕ Add service"], FINISH]

    tap(people.olga, "›")

    assert people.olga.labels[:2] == [["Service 9, 60 min"], ["Service 10, 60 min"]]


def test_starts_every(olga: Person):
    olga.press("Starts every")
    assert olga.labels == [["5", "10", "15", "20"], ["30", "45", "60"], ["Cancel", "Keep"]]
    olga.send("4")
    assert is_asked(olga, "from 5 to 480")
    tap(olga, "45")

    assert olga.labels[1] == ["Starts every: 45 min"]


def test_prices_are_hidden_and_shown(olga: Person):
    olga.press("Currency")
    assert olga.labels == [["✔ Show", "Hide"], ["✔ EUR"]]
    tap(olga, "Hide")
    assert olga.labels == [["Show", "✔ Hide"], ["✔ EUR"]]
    assert "Prices are hidden" in olga.screen.text
    service_settings(olga)

    assert olga.labels[2] == ["Currency: EUR, hidden"]


def test_speakers_of_russian_choose_between_two_currencies(people: People):
    ivan = people.add_professional("Иван", "Europe/Moscow", "ru")
    ivan.send("/settings")
    ivan.follow(ivan.screen.rows[0][0])
    ivan.follow(ivan.screen.rows[2][0])
    assert ivan.labels[1] == ["✔ EUR", "RUB"]
    tap(ivan, "RUB")

    assert ivan.labels[1] == ["EUR", "✔ RUB"]
