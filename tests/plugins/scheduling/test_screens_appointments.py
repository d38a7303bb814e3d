"""Office → Appointments: the list with ticks, one appointment, Meeting info."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.testing import Person

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def open_list(person: Person) -> None:
    person.send("/menu")
    person.press("Office")
    person.press("Appointments")


@pytest.fixture
def two_and_one(town: Town) -> Town:
    """Two requests and an accepted appointment, on show."""
    town.request(TEN)
    town.request(TEN + HOUR, town.add_client("Ben"))
    town.accept(town.request(TEN - HOUR, town.add_client("Cleo")))
    open_list(town.olga)
    return town


def test_list_without_appointments_offers_the_invitation_link(town: Town):
    open_list(town.olga)

    assert town.olga.screen.text == "No appointments yet. Share your booking link."
    assert town.olga.labels == [["🔗 Invitation link"]]


def test_list_without_coming_appointments_does_not_deny_the_past_ones(town: Town):
    town.request(TEN)
    open_list(town.olga)
    town.olga.press("Ada")
    tap(town.olga, "❌ Decline (1)")
    tap(town.olga, "Skip")
    open_list(town.olga)

    assert town.olga.screen.text == "No coming appointments. Share your booking link."


def test_list_shows_coming_ones_in_order(two_and_one: Town):
    assert two_and_one.olga.labels == [
        ["☐ 🟢 Wed 2 Dec, 09:00 · Cleo · Massage"],
        ["☐ 🟡 Wed 2 Dec, 10:00 · Ada · Massage"],
        ["☐ 🟡 Wed 2 Dec, 11:00 · Ben · Massage"],
        ["✔ All", "🟡", "🟢"],
    ]


def test_filter(two_and_one: Town):
    olga = two_and_one.olga
    tap(olga, "🟡")
    assert [row[0][:3] for row in olga.labels] == ["☐ 🟡", "☐ 🟡", "All"]
    tap(olga, "🟢")
    assert [row[0][:3] for row in olga.labels] == ["☐ 🟢", "All"]
    tap(olga, "All")
    assert len(olga.labels) == 4


def test_filter_without_a_match_can_be_left(town: Town):
    town.request(TEN)
    open_list(town.olga)
    tap(town.olga, "🟢")
    assert town.olga.screen.text == "No coming appointments with this status."
    tap(town.olga, "All")

    assert len(town.olga.labels) == 2


def test_one_tick_offers_what_can_be_done_with_it(two_and_one: Town):
    olga = two_and_one.olga
    olga.press("Ada")
    assert olga.labels[-2:] == [["✅ Accept (1)", "❌ Decline (1)"], ["Open", "ℹ️ Meeting info"]]
    olga.press("Ada")
    olga.press("Cleo")
    assert olga.labels[-2:] == [["🚫 Cancel (1)"], ["Open", "ℹ️ Meeting info"]]


def test_ticked_requests_are_accepted_together(two_and_one: Town):
    olga, ada = two_and_one.olga, two_and_one.ada
    olga.press("Ada")
    olga.press("Ben")
    assert olga.labels[-1] == ["✅ Accept (2)", "❌ Decline (2)"]
    olga.press("Accept (2)")

    assert notice_of(olga) == "🟢 Accepted"
    assert [row[0][:3] for row in olga.labels] == ["☐ 🟢", "☐ 🟢", "☐ 🟢", "✔ A"]
    assert "🟢 Confirmed" in ada.cards[-1].text


def test_ticked_requests_are_declined_with_one_reason(two_and_one: Town):
    olga, ada = two_and_one.olga, two_and_one.ada
    olga.press("Ada")
    olga.press("Ben")
    olga.press("Decline (2)")
    assert is_asked(olga, "Send the reason")
    olga.send("On holiday")

    assert notice_of(olga) == ""  # it stands above the list
    assert olga.screen.text.startswith("🔴 Declined\n\n")
    assert "Reason: On holiday" in ada.cards[-1].text
    assert len(olga.labels) == 2


def test_ticked_appointments_are_cancelled_and_the_reason_may_be_skipped(two_and_one: Town):
    olga = two_and_one.olga
    olga.press("Cleo")
    olga.press("Cancel (1)")
    assert is_asked(olga, "Send the reason")
    tap(olga, "Skip")

    assert notice_of(olga) == "❌ Cancelled"
    assert len(olga.labels) == 3


@pytest.mark.parametrize("action", ["Accept (2)", "Decline (2)", "Cancel (2)"])
def test_different_statuses_are_refused_with_the_reason(two_and_one: Town, action: str):
    olga = two_and_one.olga
    olga.press("Ada")
    olga.press("Cleo")
    before = olga.labels
    olga.press(action)

    assert notice_of(olga) == "Only appointments with the same status"
    assert olga.labels == before


def test_what_changed_since_the_ticks_is_refused_too(two_and_one: Town):
    olga, ada = two_and_one.olga, two_and_one.ada
    olga.press("Ada")
    olga.press("Ben")
    button = next(button for button in olga.screen.rows[-1] if "Accept" in button.label)
    ada.send("/appointments")
    ada.press("10:00")
    ada.press("Cancel")
    ada.press("Yes, cancel")
    olga.follow(button)

    assert notice_of(olga) == "Only appointments with the same status"
    assert len(olga.labels) == 5


def test_ticks_hold_over_pages(town: Town):
    for number in range(12):
        town.request(TEN + dt.timedelta(days=7 * (number // 3), hours=number % 3 - 1))
    open_list(town.olga)
    town.olga.follow(town.olga.screen.rows[0][0])
    tap(town.olga, "›")
    town.olga.follow(town.olga.screen.rows[0][0])

    assert town.olga.labels[-1] == ["✅ Accept (2)", "❌ Decline (2)"]


def test_one_appointment_is_answered(two_and_one: Town):
    olga = two_and_one.olga
    olga.press("Ada")
    tap(olga, "Open")
    assert olga.screen.text == ("🟡 Pending\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\nPrice 50.00 EUR")
    assert olga.labels == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]
    tap(olga, "✅ Accept")
    assert notice_of(olga) == "🟢 Accepted"
    assert olga.labels == [["🚫 Cancel"], ["ℹ️ Meeting info"]]
    tap(olga, "🚫 Cancel")
    assert olga.labels == [["◀ Back", "Skip"]]
    olga.send("Ill")

    assert olga.screen.text.startswith("❌ Cancelled\nAda")
    assert olga.labels == [["ℹ️ Meeting info"]]


def test_one_request_is_declined(two_and_one: Town):
    olga = two_and_one.olga
    olga.press("Ada")
    tap(olga, "Open")
    tap(olga, "❌ Decline")
    tap(olga, "Skip")

    assert olga.screen.text.startswith("🔴 Declined")


def test_meeting_info_for_both_zones(town: Town):
    tom = town.add_client("Tom", "America/New_York")
    town.request(TEN, tom)
    open_list(town.olga)
    town.olga.press("Tom")
    town.olga.press("Meeting info")

    assert town.olga.screen.text == (
        "<b>Meeting info</b>\nWith Tom\nMassage, 60 min\n"
        "Wed 2 Dec 2026, 10:00 (Berlin) · 04:00 (New York)\n🟡 Pending\nPrice 50.00 EUR"
    )


def test_command_shows_the_appointments_of_the_present_role(two_and_one: Town):
    two_and_one.olga.send("/appointments")
    two_and_one.ada.send("/appointments")

    assert two_and_one.olga.labels[0] == ["☐ 🟢 Wed 2 Dec, 09:00 · Cleo · Massage"]
    assert two_and_one.ada.labels == [["🟡 Wed 2 Dec, 10:00 · Olga · Massage"]]


def test_what_has_ended_is_not_listed(two_and_one: Town, clock: FixedClock):
    clock.set(TEN + HOUR / 2)
    open_list(two_and_one.olga)

    assert [row[0] for row in two_and_one.olga.labels[:-1]] == [
        "☐ 🟡 Wed 2 Dec, 10:00 · Ada · Massage",
        "☐ 🟡 Wed 2 Dec, 11:00 · Ben · Massage",
    ]
