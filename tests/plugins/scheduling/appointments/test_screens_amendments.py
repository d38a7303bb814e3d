"""[Change service] and [Change duration] of an appointment, and when neither they nor [Reschedule] can be."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from tests.plugins.scheduling.town import Town, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import go
from kalenner_scheduling.appointments.models import Amendment, Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(town: Town) -> int:
    """Ada's appointment, accepted, on show."""
    appointment_id = town.request(TEN)
    town.accept(appointment_id)
    town.olga.press_data(go("appointments.card", appointment=appointment_id))
    return appointment_id


def what_is_booked(town: Town, appointment: int) -> tuple[str, int, int | None, dt.datetime]:
    def read(request):
        row = request.dbsession.get_one(Appointment, appointment)
        return row.service_name, row.minutes, row.price_minor, row.starts_at

    return town.read(read)


def amendments(town: Town) -> int:
    return town.read(lambda request: request.dbsession.scalar(select(func.count(Amendment.id))))


# The service


def test_service_is_chosen_of_those_that_fit(town: Town, appointment: int):
    town.add_service(town.olga, "Short massage", 30, 3_000)
    town.add_service(town.olga, "Long massage", 90, 8_000)
    town.add_service(town.olga, "Half a day", 240, None)
    town.add_service(town.olga, "Reading", 60)
    town.request(TEN + HOUR, town.add_client("Ben"))
    tap(town.olga, "Change service")

    assert town.olga.screen.text == "<b>Massage, 60 min</b> becomes which service? These fit at that time."
    assert town.olga.labels == [["✔ Massage, 60 min"], ["Short massage, 30 min"], ["Reading, 60 min"]]


def test_service_is_changed_with_its_price(town: Town, appointment: int):
    town.add_service(town.olga, "Long massage", 90, 8_000)
    tap(town.olga, "Change service")
    tap(town.olga, "Long massage, 90 min")
    assert town.olga.screen.text == (
        "Change this appointment?\n\nAda\nWed 2 Dec 2026, 10:00\n"
        "Massage, 60 min → <b>Long massage, 90 min</b>\nPrice 50.00 EUR → 80.00 EUR"
    )
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "Saved"
    assert town.olga.screen.text.startswith("🟢 Accepted\nAda · Long massage, 90 min\n")
    assert what_is_booked(town, appointment) == ("Long massage", 90, 8_000, TEN)
    assert town.ada.cards[-1].text.startswith(
        "✏️ Changed by Olga: Massage, 60 min → <b>Long massage, 90 min</b>"
    )


@pytest.mark.parametrize(
    ("price", "line"),
    [(5_000, None), (None, "Price 50.00 EUR → none"), (0, "Price 50.00 EUR → 0.00 EUR")],
)
def test_price_is_named_where_it_changes(town: Town, appointment: int, price: int | None, line: str | None):
    town.add_service(town.olga, "Shiatsu", 60, price)
    tap(town.olga, "Change service")
    tap(town.olga, "Shiatsu, 60 min")

    assert town.olga.screen.text.splitlines()[5:] == ([line] if line else [])


def test_present_service_leads_back(town: Town, appointment: int):
    tap(town.olga, "Change service")
    tap(town.olga, "✔ Massage, 60 min")

    assert town.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert amendments(town) == 0


def test_present_service_gives_an_appointment_its_length_back(town: Town, appointment: int):
    town.amend(appointment, lambda service, row, olga: service.change_minutes(row, 45, olga))
    tap(town.olga, "Change service")
    tap(town.olga, "✔ Massage, 60 min")
    tap(town.olga, "Confirm")

    assert what_is_booked(town, appointment) == ("Massage", 60, 5_000, TEN)


def test_service_for_which_there_is_no_longer_room(town: Town, appointment: int):
    town.add_service(town.olga, "Long massage", 90, 8_000)
    tap(town.olga, "Change service")
    tap(town.olga, "Long massage, 90 min")
    town.request(TEN + HOUR, town.add_client("Ben"))
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "There is no longer room for that."
    assert town.olga.labels == [["✔ Massage, 60 min"]]


def test_deleted_service_is_not_available(town: Town, appointment: int):
    other = town.add_service(town.olga, "Long massage", 90, 8_000)
    tap(town.olga, "Change service")
    town.delete_service(other)
    town.olga.press("Long massage")

    assert notice_of(town.olga) == "Not available."


def test_second_press_on_confirm_changes_nothing(town: Town, appointment: int):
    town.add_service(town.olga, "Long massage", 90, 8_000)
    tap(town.olga, "Change service")
    tap(town.olga, "Long massage, 90 min")
    confirm, version = town.olga.screen.rows[0][0].target, town.olga.version
    for _time in range(2):
        town.olga.press_data(confirm, version=version)

    assert notice_of(town.olga) == "This step is over."
    assert amendments(town) == 1


# The length


def test_length_is_sent_or_chosen(town: Town, appointment: int):
    tap(town.olga, "Change duration")
    assert is_asked(town.olga, "How many minutes does this appointment take? For example 60.")
    assert town.olga.labels[0] == ["30", "45", "90"]
    tap(town.olga, "45")
    assert town.olga.screen.text == (
        "Change this appointment?\n\nAda\nWed 2 Dec 2026, 10:00\nMassage, 60 min → <b>Massage, 45 min</b>"
    )
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "Saved"
    assert what_is_booked(town, appointment) == ("Massage", 45, 5_000, TEN)
    assert town.ada.cards[-1].text.startswith("✏️ Changed by Olga: Massage, 60 min → <b>Massage, 45 min</b>")


def test_length_beyond_the_room_is_refused_with_the_reason(town: Town, appointment: int):
    town.request(TEN + HOUR, town.add_client("Ben"))
    town.olga.press_data(go("appointments.card", appointment=appointment))
    tap(town.olga, "Change duration")
    assert town.olga.labels[0] == ["30", "45"]
    town.olga.send("61")
    assert is_asked(town.olga, "There is room for 60 minutes only.")
    for wrong in ("4", "1441", "an hour"):
        town.olga.send(wrong)
        assert is_asked(town.olga, "How many minutes")
    town.olga.send("50")

    assert "<b>Massage, 50 min</b>" in town.olga.screen.text


def test_same_length_changes_nothing(town: Town, appointment: int):
    tap(town.olga, "Change duration")
    town.olga.send("60")

    assert town.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert amendments(town) == 0


def test_length_for_which_there_is_no_longer_room(town: Town, appointment: int):
    tap(town.olga, "Change duration")
    tap(town.olga, "90")
    town.request(TEN + HOUR, town.add_client("Ben"))
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "There is no longer room for that."
    assert is_asked(town.olga, "How many minutes")


# What can no longer be changed


@pytest.mark.parametrize("label", ["Change service", "Change duration", "🔁 Reschedule"])
def test_what_was_cancelled_meanwhile_is_not_changed(town: Town, appointment: int, label: str):
    button = next(button for row in town.olga.screen.rows for button in row if button.label == label)
    town.change(appointment, Status.CANCELLED, town.ada)
    town.olga.follow(button)
    if label == "Change duration":
        town.olga.send("45")

    assert notice_of(town.olga) == "Already cancelled." or town.olga.screen.text.startswith(
        "Already cancelled."
    )
    assert "❌ Cancelled\nAda" in town.olga.screen.text


def test_what_was_cancelled_before_confirm_is_not_changed(town: Town, appointment: int):
    for steps in (
        [go("appointments.confirm_minutes", appointment=appointment, minutes=45)],
        [go("appointments.confirm_move", appointment=appointment, starts_at=TEN + DAY)],
    ):
        town.olga.press_data(*steps)
        if town.status(appointment) == "accepted":
            town.change(appointment, Status.CANCELLED, town.ada)
        tap(town.olga, "Confirm")

        assert notice_of(town.olga) == "Already cancelled."
    assert amendments(town) == 0


@pytest.mark.parametrize("label", ["Change service", "Change duration", "🔁 Reschedule"])
def test_what_the_client_has_asked_to_move_is_answered_first(town: Town, appointment: int, label: str):
    button = next(button for row in town.olga.screen.rows for button in row if button.label == label)
    town.request_move(appointment, TEN + DAY)
    town.olga.follow(button)
    if label == "Change duration":
        town.olga.send("45")

    shown_text = f"{notice_of(town.olga)}{town.olga.screen.text}"
    assert shown_text.startswith("The client has asked to move this appointment. Please answer that first.")
    tap(town.olga, "🔁 moves: 2 Dec 10:00 → 3 Dec 10:00")
    assert town.olga.screen.text.startswith("🟡 Pending\nAda")


def test_what_the_client_asks_to_move_before_confirm_is_answered_first(town: Town, appointment: int):
    for step in (
        go("appointments.confirm_minutes", appointment=appointment, minutes=45),
        go("appointments.confirm_move", appointment=appointment, starts_at=TEN + 2 * DAY),
    ):
        town.olga.press_data(step)
        town.request_move(appointment, TEN + DAY)
        tap(town.olga, "Confirm")

        assert (
            notice_of(town.olga) == "The client has asked to move this appointment. Please answer that first."
        )
    assert amendments(town) == 0


def test_what_is_over_is_not_changed(town: Town, clock: FixedClock, appointment: int):
    button = next(
        button for row in town.olga.screen.rows for button in row if button.label == "Change service"
    )
    clock.set(TEN + HOUR)
    town.olga.follow(button)

    assert notice_of(town.olga) == "This time has passed."
