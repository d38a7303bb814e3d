"""[Change service] and [Change duration] of an appointment, and when neither they nor [Reschedule] can be."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import go
from kalenner_scheduling.appointments.models import Amendment, Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(people: People) -> int:
    """Ada's appointment, accepted, on show."""
    appointment_id = people.request(TEN)
    people.accept(appointment_id)
    people.olga.press_data(go("appointments.card", appointment=appointment_id))
    return appointment_id


def what_is_booked(people: People, appointment: int) -> tuple[str, int, int | None, dt.datetime]:
    def read(request):
        row = request.dbsession.get_one(Appointment, appointment)
        return row.service_name, row.minutes, row.price_minor, row.starts_at

    return people.read(read)


def amendments(people: People) -> int:
    return people.read(lambda request: request.dbsession.scalar(select(func.count(Amendment.id))))


# The service


def test_service_is_chosen_of_those_that_fit(people: People, appointment: int):
    people.add_service(people.olga, "Short massage", 30, 3_000)
    people.add_service(people.olga, "Long massage", 90, 8_000)
    people.add_service(people.olga, "Half a day", 240, None)
    people.add_service(people.olga, "Reading", 60)
    people.request(TEN + HOUR, people.add_client("Ben"))
    tap(people.olga, "Change service")

    assert people.olga.screen.text == "<b>Massage, 60 min</b> becomes which service? These fit at that time."
    assert people.olga.labels == [["✔ Massage, 60 min"], ["Short massage, 30 min"], ["Reading, 60 min"]]


def test_service_is_changed_with_its_price(people: People, appointment: int):
    people.add_service(people.olga, "Long massage", 90, 8_000)
    tap(people.olga, "Change service")
    tap(people.olga, "Long massage, 90 min")
    assert people.olga.screen.text == (
        "Change this appointment?\n\nAda\nWed 2 Dec 2026, 10:00\n"
        "Massage, 60 min → <b>Long massage, 90 min</b>\nPrice €50.00 → €80.00"
    )
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "Saved"
    assert people.olga.screen.text.startswith("🟢 Accepted\nAda · Long massage, 90 min\n")
    assert what_is_booked(people, appointment) == ("Long massage", 90, 8_000, TEN)
    assert people.ada.cards[-1].text.startswith(
        "✏️ Changed by Olga: Massage, 60 min → <b>Long massage, 90 min</b>"
    )


@pytest.mark.parametrize(
    ("price", "line"),
    [(5_000, None), (None, "Price €50.00 → none"), (0, "Price €50.00 → €0.00")],
)
def test_price_is_named_where_it_changes(
    people: People, appointment: int, price: int | None, line: str | None
):
    people.add_service(people.olga, "Shiatsu", 60, price)
    tap(people.olga, "Change service")
    tap(people.olga, "Shiatsu, 60 min")

    assert people.olga.screen.text.splitlines()[5:] == ([line] if line else [])


def test_present_service_leads_back(people: People, appointment: int):
    tap(people.olga, "Change service")
    tap(people.olga, "✔ Massage, 60 min")

    assert people.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert amendments(people) == 0


def test_present_service_gives_an_appointment_its_length_back(people: People, appointment: int):
    people.amend(appointment, lambda service, row, olga: service.change_minutes(row, 45, olga))
    tap(people.olga, "Change service")
    tap(people.olga, "✔ Massage, 60 min")
    tap(people.olga, "Confirm")

    assert what_is_booked(people, appointment) == ("Massage", 60, 5_000, TEN)


def test_service_for_which_there_is_no_longer_room(people: People, appointment: int):
    people.add_service(people.olga, "Long massage", 90, 8_000)
    tap(people.olga, "Change service")
    tap(people.olga, "Long massage, 90 min")
    people.request(TEN + HOUR, people.add_client("Ben"))
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "There is no longer room for that."
    assert people.olga.labels == [["✔ Massage, 60 min"]]


def test_deleted_service_is_not_available(people: People, appointment: int):
    other = people.add_service(people.olga, "Long massage", 90, 8_000)
    tap(people.olga, "Change service")
    people.delete_service(other)
    people.olga.press("Long massage")

    assert notice_of(people.olga) == "Not available."


def test_second_press_on_confirm_changes_nothing(people: People, appointment: int):
    people.add_service(people.olga, "Long massage", 90, 8_000)
    tap(people.olga, "Change service")
    tap(people.olga, "Long massage, 90 min")
    confirm, version = people.olga.screen.rows[0][0].target, people.olga.version
    for _time in range(2):
        people.olga.press_data(confirm, version=version)

    assert notice_of(people.olga) == "This step is over."
    assert amendments(people) == 1


# The length


def test_length_is_sent_or_chosen(people: People, appointment: int):
    tap(people.olga, "Change duration")
    assert is_asked(people.olga, "How many minutes does this appointment take? For example 60.")
    assert people.olga.labels[0] == ["30", "45", "90"]
    tap(people.olga, "45")
    assert people.olga.screen.text == (
        "Change this appointment?\n\nAda\nWed 2 Dec 2026, 10:00\nMassage, 60 min → <b>Massage, 45 min</b>"
    )
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "Saved"
    assert what_is_booked(people, appointment) == ("Massage", 45, 5_000, TEN)
    assert people.ada.cards[-1].text.startswith("✏️ Changed by Olga: Massage, 60 min → <b>Massage, 45 min</b>")


def test_length_beyond_the_room_is_refused_with_the_reason(people: People, appointment: int):
    people.request(TEN + HOUR, people.add_client("Ben"))
    people.olga.press_data(go("appointments.card", appointment=appointment))
    tap(people.olga, "Change duration")
    assert people.olga.labels[0] == ["30", "45"]
    people.olga.send("61")
    assert is_asked(people.olga, "There is room for 60 minutes only.")
    for wrong in ("4", "1441", "an hour"):
        people.olga.send(wrong)
        assert is_asked(people.olga, "How many minutes")
    people.olga.send("50")

    assert "<b>Massage, 50 min</b>" in people.olga.screen.text


def test_same_length_changes_nothing(people: People, appointment: int):
    tap(people.olga, "Change duration")
    people.olga.send("60")

    assert people.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert amendments(people) == 0


def test_length_for_which_there_is_no_longer_room(people: People, appointment: int):
    tap(people.olga, "Change duration")
    tap(people.olga, "90")
    people.request(TEN + HOUR, people.add_client("Ben"))
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "There is no longer room for that."
    assert is_asked(people.olga, "How many minutes")


# What can no longer be changed


@pytest.mark.parametrize("label", ["Change service", "Change duration", "🔁 Reschedule"])
def test_what_was_cancelled_meanwhile_is_not_changed(people: People, appointment: int, label: str):
    button = next(button for row in people.olga.screen.rows for button in row if button.label == label)
    people.change(appointment, Status.CANCELLED, people.ada)
    people.olga.follow(button)
    if label == "Change duration":
        people.olga.send("45")

    assert notice_of(people.olga) == "Already cancelled." or people.olga.screen.text.startswith(
        "Already cancelled."
    )
    assert "❌ Cancelled\nAda" in people.olga.screen.text


def test_what_was_cancelled_before_confirm_is_not_changed(people: People, appointment: int):
    for steps in (
        [go("appointments.confirm_minutes", appointment=appointment, minutes=45)],
        [go("appointments.confirm_move", appointment=appointment, starts_at=TEN + DAY)],
    ):
        people.olga.press_data(*steps)
        if people.status(appointment) == "accepted":
            people.change(appointment, Status.CANCELLED, people.ada)
        tap(people.olga, "Confirm")

        assert notice_of(people.olga) == "Already cancelled."
    assert amendments(people) == 0


@pytest.mark.parametrize("label", ["Change service", "Change duration", "🔁 Reschedule"])
def test_what_the_client_has_asked_to_move_is_answered_first(people: People, appointment: int, label: str):
    button = next(button for row in people.olga.screen.rows for button in row if button.label == label)
    people.request_move(appointment, TEN + DAY)
    people.olga.follow(button)
    if label == "Change duration":
        people.olga.send("45")

    shown_text = f"{notice_of(people.olga)}{people.olga.screen.text}"
    assert shown_text.startswith("The client has asked to move this appointment. Please answer that first.")
    tap(people.olga, "🔁 moves: 2 Dec 10:00 → 3 Dec 10:00")
    assert people.olga.screen.text.startswith("🟡 Pending\nAda")


def test_what_the_client_asks_to_move_before_confirm_is_answered_first(people: People, appointment: int):
    for step in (
        go("appointments.confirm_minutes", appointment=appointment, minutes=45),
        go("appointments.confirm_move", appointment=appointment, starts_at=TEN + 2 * DAY),
    ):
        people.olga.press_data(step)
        people.request_move(appointment, TEN + DAY)
        tap(people.olga, "Confirm")

        assert (
            notice_of(people.olga)
            == "The client has asked to move this appointment. Please answer that first."
        )
    assert amendments(people) == 0


def test_what_is_over_is_not_changed(people: People, clock: FixedClock, appointment: int):
    button = next(
        button for row in people.olga.screen.rows for button in row if button.label == "Change service"
    )
    clock.set(TEN + HOUR)
    people.olga.follow(button)

    assert notice_of(people.olga) == "This time has passed."
