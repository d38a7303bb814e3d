"""Office → Appointments: the list with ticks, and what can be done with the ticked ones."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pyramid.router import Router
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.scheduling import Status
from kalenner.plugins import LoadedPlugin
from kalenner.plugins import Plugin as Declaration
from kalenner.testing import Person, Stage, act, go

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def open_list(person: Person) -> None:
    person.send("/menu")
    person.press("Office")
    person.press("Appointments")
    if ["☑️ Select"] in person.labels:
        person.press("Select")


@pytest.fixture
def two_and_one(people: People) -> People:
    """Two requests and an accepted appointment, on show."""
    people.request(TEN)
    people.request(TEN + HOUR, people.add_client("Ben"))
    people.accept(people.request(TEN - HOUR, people.add_client("Cleo")))
    open_list(people.olga)
    return people


def test_list_without_appointments_offers_the_invitation_link(people: People):
    open_list(people.olga)

    assert people.olga.screen.text == "No appointments yet. Share your booking link."
    assert people.olga.labels == [["🔗 Invitation link"]]


def test_long_names_leave_time_and_signs_on_the_button(people: People):
    appointment = people.request(TEN, people.add_client("Konstantin Konstantinopolski"))
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    people.add_service(people.olga, "Classical massage of the whole body with oil", 90)
    people.olga.press_data(go("appointments.list", only=0, page=0))
    label = next(row[0] for row in people.olga.labels if "Konst" in row[0])

    assert label == "🟡 Wed 2 Dec, 10:00 · Konstan… · Massage 📍"
    people.olga.press_data(go("services.list"))
    assert ["Classical massage of the whole…, 90 min"] in people.olga.labels


def test_list_without_coming_appointments_does_not_deny_the_past_ones(people: People):
    people.request(TEN)
    open_list(people.olga)
    people.olga.press("Ada")
    tap(people.olga, "❌ Decline (1)")
    open_list(people.olga)

    assert people.olga.screen.text == "No coming appointments. Share your booking link."
    assert people.olga.labels == [["🔗 Invitation link"], ["Past appointments"]]


def test_list_shows_coming_ones_in_order(two_and_one: People):
    assert two_and_one.olga.labels == [
        ["☐ 🟢 Wed 2 Dec, 9:00 · Cleo · Massage"],
        ["☐ 🟡 Wed 2 Dec, 10:00 · Ada · Massage"],
        ["☐ 🟡 Wed 2 Dec, 11:00 · Ben · Massage"],
        ["✔ All", "🟡", "🟢"],
        ["Past appointments"],
    ]


def test_filter(two_and_one: People):
    olga = two_and_one.olga
    tap(olga, "🟡")
    assert [row[0][:3] for row in olga.labels] == ["☐ 🟡", "☐ 🟡", "All", "Pas"]
    tap(olga, "🟢")
    assert [row[0][:3] for row in olga.labels] == ["☐ 🟢", "All", "Pas"]
    tap(olga, "All")
    assert len(olga.labels) == 5


def test_filter_without_a_match_can_be_left(people: People):
    people.request(TEN)
    open_list(people.olga)
    tap(people.olga, "🟢")
    assert people.olga.screen.text == "No coming appointments with this status."
    tap(people.olga, "All")

    assert len(people.olga.labels) == 3


OF_ONE = [["📍 Enter location", "ℹ️ Meeting info"], ["Open"], ["Past appointments"]]


def test_one_tick_offers_what_can_be_done_with_it(two_and_one: People):
    olga = two_and_one.olga
    olga.press("Ada")
    assert olga.labels[4] == ["✅ Accept (1)", "❌ Decline (1)"]
    assert olga.labels[-3:] == OF_ONE
    olga.press("Ada")
    olga.press("Cleo")
    assert olga.labels[4] == ["🚫 Cancel (1)"]
    assert olga.labels[-3:] == OF_ONE


def test_ticked_requests_are_accepted_together(two_and_one: People):
    olga, ada = two_and_one.olga, two_and_one.ada
    olga.press("Ada")
    olga.press("Ben")
    assert olga.labels[4] == ["✅ Accept (2)", "❌ Decline (2)"]
    olga.press("Accept (2)")

    assert notice_of(olga) == "🟢 Accepted"
    assert [row[0][:3] for row in olga.labels] == ["☐ 🟢", "☐ 🟢", "☐ 🟢", "✔ A", "Pas"]
    assert "🟢 Confirmed" in ada.cards[-1].text


def test_ticked_requests_are_declined_with_one_reason(two_and_one: People):
    olga, ada = two_and_one.olga, two_and_one.ada
    olga.press("Ada")
    olga.press("Ben")
    olga.press("Decline (2)")
    assert notice_of(olga) == "🔴 Declined"
    olga.press("Give a reason")
    olga.send("On holiday")

    assert olga.screen.text.startswith("🔴 Declined: 2")
    assert "Reason: On holiday" in ada.cards[-1].text


def test_ticked_appointments_are_cancelled_and_the_reason_may_be_skipped(two_and_one: People):
    olga = two_and_one.olga
    olga.press("Cleo")
    olga.press("Cancel (1)")
    assert is_asked(olga, "Send the reason")
    tap(olga, "Skip")

    assert notice_of(olga) == "❌ Cancelled"
    assert len(olga.labels) == 4


@pytest.mark.parametrize("action", ["Accept (2)", "Decline (2)", "Cancel (2)"])
def test_different_statuses_are_refused_with_the_reason(two_and_one: People, action: str):
    olga = two_and_one.olga
    olga.press("Ada")
    olga.press("Cleo")
    before = olga.labels
    olga.press(action)

    assert notice_of(olga) == "Only appointments with the same status"
    assert olga.labels == before


def test_what_changed_since_the_ticks_is_refused_too(two_and_one: People):
    olga, ada = two_and_one.olga, two_and_one.ada
    olga.press("Ada")
    olga.press("Ben")
    button = next(button for button in olga.screen.rows[4] if "Accept" in button.label)
    ada.send("/appointments")
    ada.press("10:00")
    ada.press("Cancel")
    ada.press("Yes, cancel")
    olga.follow(button)

    assert notice_of(olga) == "Only appointments with the same status"
    assert olga.labels[:2] == [
        ["☐ 🟢 Wed 2 Dec, 9:00 · Cleo · Massage"],
        ["☑ 🟡 Wed 2 Dec, 11:00 · Ben · Massage"],
    ]


def test_what_the_client_has_cancelled_since_the_tick_is_not_declined(two_and_one: People):
    olga = two_and_one.olga
    olga.press("Ada")
    two_and_one.ada.send("/appointments")
    for label in ("10:00", "Cancel", "Yes, cancel"):
        two_and_one.ada.press(label)
    olga.press("Decline (1)")

    assert notice_of(olga) == "Already cancelled."


def test_what_the_filter_hides_is_not_changed_with_the_rest(two_and_one: People):
    olga = two_and_one.olga
    olga.press("Ada")
    olga.press("Cleo")
    tap(olga, "🟡")
    tap(olga, "✅ Accept (1)")

    assert notice_of(olga) == "🟢 Accepted"


def test_what_has_ended_since_the_tick_is_not_cancelled_with_the_rest(two_and_one: People, clock: FixedClock):
    olga = two_and_one.olga
    two_and_one.accept(two_and_one.request(TEN + dt.timedelta(days=1)))
    open_list(olga)
    olga.press("Cleo")
    clock.set(TEN + HOUR / 2)
    olga.press("Thu 3 Dec")
    tap(olga, "🚫 Cancel (1)")
    tap(olga, "Skip")

    tap(olga, "Past appointments")

    assert ["🟢 Wed 2 Dec, 9:00 · Cleo · Massage"] in olga.labels
    assert ["❌ Thu 3 Dec, 10:00 · Ada · Massage"] in olga.labels


def test_ticks_hold_over_pages(people: People):
    ben = people.add_client("Ben")
    for number in range(12):
        starts_at = TEN + dt.timedelta(days=7 * (number // 3), hours=number % 3 - 1)
        people.request(starts_at, ben if number % 2 else people.ada)
    open_list(people.olga)
    people.olga.follow(people.olga.screen.rows[0][0])
    tap(people.olga, "›")
    people.olga.follow(people.olga.screen.rows[0][0])

    assert ["✅ Accept (2)", "❌ Decline (2)"] in people.olga.labels


class Plugin:
    """Offers something for single appointments, and for several of one status."""

    def __init__(self) -> None:
        self.subjects: list[Any] = []

    @hookimpl
    def platform_menu_entries(self, menu: str, subject: Any) -> list[MenuEntry]:
        self.subjects.append((menu, subject))
        if menu == "appointment":
            arguments = {"appointment": subject.id}
            return [
                MenuEntry("bell", "Ring once", act("appointments.accept", **arguments)),
                MenuEntry("bill", "Bill", go("appointments.info", **arguments), weight=60),
            ]
        if menu == "appointments_ticked":
            return [MenuEntry("bell", f"Ring ({len(subject)})", act("appointments.mixed"))]
        return []


@pytest.fixture
def plugin() -> Plugin:
    return Plugin()


@pytest.fixture
def extended(make_application: Callable[..., Router], plugin: Plugin) -> People:
    """People with that plugin: a request, and an accepted appointment, on show."""
    implementation = LoadedPlugin(
        Declaration("extra", "extra", "tests.core.hooks.empty_package", has_texts=False), plugin
    )
    people = People(
        Stage(make_application(implementation, off=("payments", "payment_links", "reminders", "chat")))
    )
    people.request(TEN)
    people.accept(people.request(TEN - HOUR, people.add_client("Cleo")))
    open_list(people.olga)
    return people


def test_plugins_offer_something_for_the_ticked_ones_of_one_status(extended: People, plugin: Plugin):
    olga = extended.olga
    olga.press("Ada")

    assert olga.labels[3:-1] == [
        ["✅ Accept (1)", "❌ Decline (1)"],
        ["Ring (1)"],
        ["Bill"],
        ["📍 Enter location", "ℹ️ Meeting info"],
        ["Open"],
    ]
    calls = [
        (menu, subject) for menu, subject in plugin.subjects if menu in {"appointment", "appointments_ticked"}
    ]
    (_menu, [ticked]), (_also, single) = calls[0], calls[-1]
    assert (ticked, single.status, single.service_name) == (single, Status.PENDING, "Massage")
    tap(olga, "Ring (1)")
    assert notice_of(olga) == "Only appointments with the same status"  # the effect of this entry


def test_plugins_offer_nothing_for_ticked_ones_of_different_statuses(extended: People):
    extended.olga.press("Ada")
    extended.olga.press("Cleo")

    assert extended.olga.labels[3:-1] == [["✅ Accept (2)", "❌ Decline (2)"], ["🚫 Cancel (2)"]]


def test_card_offers_what_the_plugins_have_for_it(extended: People):
    olga = extended.olga
    olga.press("Ada")
    tap(olga, "Open")
    assert ["Ring once", "Bill"] in olga.labels
    tap(olga, "Ring once")

    assert notice_of(olga) == "🟢 Accepted"  # pressing it acts at once


def test_command_shows_the_appointments_of_the_present_role(two_and_one: People):
    two_and_one.olga.send("/appointments")
    two_and_one.olga.press("Select")
    two_and_one.ada.send("/appointments")

    assert two_and_one.olga.labels[0] == ["☐ 🟢 Wed 2 Dec, 9:00 · Cleo · Massage"]
    assert two_and_one.ada.labels[0] == ["🟡 Wed 2 Dec, 10:00 · Olga · Massage"]


def test_what_has_ended_is_not_listed(two_and_one: People, clock: FixedClock):
    clock.set(TEN + HOUR / 2)
    open_list(two_and_one.olga)

    assert [row[0] for row in two_and_one.olga.labels[:-2]] == [
        "☐ 🟡 Wed 2 Dec, 10:00 · Ada · Massage",
        "☐ 🟡 Wed 2 Dec, 11:00 · Ben · Massage",
    ]


def test_a_press_opens_an_appointment_and_back_leads_to_the_list(two_and_one: People):
    olga = two_and_one.olga
    olga.send("/appointments")
    assert olga.labels == [
        ["🟢 Wed 2 Dec, 9:00 · Cleo · Massage"],
        ["🟡 Wed 2 Dec, 10:00 · Ada · Massage"],
        ["🟡 Wed 2 Dec, 11:00 · Ben · Massage"],
        ["✔ All", "🟡", "🟢"],
        ["☑️ Select"],
        ["Past appointments"],
    ]
    place = olga.screen.at
    olga.press("Ada")

    assert olga.screen.text.startswith("🟡 Pending\nAda")
    assert olga.screen.back == place


def test_ticks_end_with_their_mode(two_and_one: People):
    olga = two_and_one.olga
    olga.press("Ada")
    olga.press_data(olga.screen.back)
    olga.press("Select")

    assert "☑ " not in str(olga.labels)
