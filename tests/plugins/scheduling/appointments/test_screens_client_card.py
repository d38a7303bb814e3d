"""One appointment as its client sees it."""

import datetime as dt
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from tests.plugins.scheduling.appointments.test_screens_client_list import open_past
from tests.plugins.scheduling.many_appointments import HOUR, stand
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.people import AccountService, ClientService
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import Link
from kalenner.testing import Stage, go
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_details_and_cancelling(people: People):
    appointment = people.request(TEN)
    people.ada.send("/menu")
    people.ada.press("My appointments")
    people.ada.press("10:00")
    assert people.ada.screen.text.startswith(
        "<b>Meeting info</b>\nWith Olga\nMassage, 60 min\nWed 2 Dec 2026, 10:00\n🟡 Pending"
    )
    assert people.ada.labels == [["🔁 Reschedule", "🚫 Cancel"]]
    tap(people.ada, "🚫 Cancel")
    assert people.ada.screen.text == "Cancel <b>Massage, 60 min</b> with Olga?\n\nWed 2 Dec 2026, 10:00"
    tap(people.ada, "No")
    assert people.status(appointment) == "pending"
    tap(people.ada, "🚫 Cancel")
    tap(people.ada, "Yes, cancel")

    assert notice_of(people.ada) == "❌ Cancelled"
    assert people.ada.labels == [["📅 Book again"]]
    assert people.status(appointment) == "cancelled"


def test_what_the_location_says_can_be_opened(people: People):
    stand(people, [TEN], location="Room 3, https://meet.example/abc.")
    people.ada.send("/appointments")
    people.ada.press("10:00")

    assert "📍 Room 3, https://meet.example/abc." in people.ada.screen.text
    assert people.ada.screen.rows[1][0].target == Link("https://meet.example/abc")


class MenuPlugin:
    """A plugin that offers something for the client's appointments."""

    @hookimpl
    def platform_menu_entries(self, request: Request, menu: str, subject: Any) -> list[MenuEntry]:
        del request
        if menu != "my_appointment":
            return []
        assert isinstance(subject, AppointmentFact)
        args = {"appointment": subject.id}
        return [MenuEntry("more", f"{subject.service_name}!", go("mine.file", **args))]


def includeme(config: Configurator) -> None:
    """The plugin has nothing of its own."""


def test_plugins_add_buttons_for_an_appointment(make_application):
    plugin = Plugin("plug", "Plug", __name__, has_texts=False)
    people = People(Stage(make_application(LoadedPlugin(plugin, MenuPlugin()), off=("chat",))))
    people.request(TEN)
    people.ada.send("/appointments")
    people.ada.press("10:00")

    assert people.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["Massage!"]]


@pytest.mark.parametrize("status", ["pending", "accepted"])
def test_cancelling_is_offered_until_the_start(people: People, clock: FixedClock, status: str):
    appointment = people.request(TEN)
    if status == "accepted":
        people.accept(appointment)
    clock.set(TEN - dt.timedelta(seconds=1))
    people.ada.send("/appointments")
    people.ada.press("10:00")
    tap(people.ada, "🚫 Cancel")
    yes = people.ada.screen.rows[0][0]
    clock.set(TEN)
    people.ada.follow(yes)

    assert notice_of(people.ada) == "This time has passed."
    assert people.ada.labels == ([["📆 Add to calendar"]] if status == "accepted" else [])
    assert people.status(appointment) == status


def test_what_was_accepted_can_be_cancelled_until_the_limit(people: People, clock: FixedClock):
    people.change_rule("cancel_notice", 120)
    appointment = people.request(TEN)
    people.ada.send("/appointments")
    people.ada.press("10:00")
    assert "until" not in people.ada.screen.text  # what nobody has accepted can be cancelled until its start
    people.accept(appointment)
    clock.set(TEN - 2 * HOUR)
    people.ada.send("/appointments")
    people.ada.press("10:00")
    assert people.ada.screen.text.endswith("\n\nIt can be moved or cancelled until Wed 2 Dec 2026, 8:00.")
    cancel = people.ada.screen.rows[0][1]
    tap(people.ada, "🚫 Cancel")
    yes = people.ada.screen.rows[0][0]
    clock.set(TEN - 2 * HOUR + dt.timedelta(seconds=1))
    sentence = "It could be moved or cancelled until Wed 2 Dec 2026, 8:00."
    for button in (yes, cancel):
        people.ada.follow(button)
        assert notice_of(people.ada) == sentence
        assert people.ada.screen.text.endswith(f"\n\n{sentence}")
        assert people.ada.labels == [["📆 Add to calendar"]]
    assert people.status(appointment) == "accepted"


def test_cancelling_what_was_declined_meanwhile_says_so(people: People):
    people.request(TEN)
    people.ada.send("/appointments")
    people.ada.press("10:00")
    tap(people.ada, "🚫 Cancel")
    yes = people.ada.screen.rows[0][0]
    people.olga.press("Decline", on=people.olga.cards[-1])
    people.ada.follow(yes)

    assert notice_of(people.ada) == "Already declined."


def test_reason_of_a_refusal_stands_in_the_details(people: People):
    people.request(TEN)
    people.olga.send("/appointments")
    people.olga.press("Select")
    people.olga.press("Ada")
    people.olga.press("Decline (1)")
    people.olga.press("Give a reason")
    people.olga.send("<b>Ill</b>")
    people.ada.press("Book another time", on=people.ada.cards[-1])

    assert "Reason: &lt;b&gt;Ill&lt;/b&gt;" in people.ada.cards[-1].text


def test_booking_again_leads_to_the_days_of_the_same_service(people: People):
    people.add_service(people.olga, "Yoga")
    stand(people, [TEN - DAY], Status.COMPLETED)
    open_past(people)
    people.ada.press("10:00")
    assert people.ada.labels == [["📅 Book again"]]
    tap(people.ada, "📅 Book again")
    assert people.ada.screen.text.startswith("<b>Massage, 60 min</b> with Olga")
    tap(people.ada, "2")

    assert "Free times on" in people.ada.screen.text


def test_booking_again_what_is_no_longer_offered_leads_to_the_services(people: People):
    for name in ("Yoga", "Sauna"):
        people.add_service(people.olga, name)
    stand(people, [TEN - DAY], Status.COMPLETED)
    people.olga.send("/settings")
    for label in ("Service settings", "Services", "Massage", "Delete", "Yes, delete"):
        people.olga.press(label)
    open_past(people)
    people.ada.press("10:00")
    tap(people.ada, "📅 Book again")

    assert notice_of(people.ada) == "This service is no longer offered. Choose another one."
    assert people.ada.labels == [["Yoga, 60 min"], ["Sauna, 60 min"]]


@pytest.mark.parametrize("how", ["block", "remove"])
def test_booking_again_with_whom_one_has_parted_is_refused(people: People, how: str):
    stand(people, [TEN - DAY], Status.COMPLETED)

    def part(request: Request) -> None:
        account = request.find_service(AccountService).find("fake", people.ada.subject)
        clients = request.find_service(ClientService)
        getattr(clients, how)(clients.find(1, account.id))

    people.stage.run(part)
    open_past(people)
    people.ada.press("10:00")
    tap(people.ada, "📅 Book again")

    assert notice_of(people.ada) == ("Olga does not take bookings from you at the moment.")


def test_an_appointment_under_way_can_only_be_looked_at(people: People, clock: FixedClock):
    stand(people, [TEN])
    clock.set(TEN + HOUR / 2)
    people.ada.send("/appointments")
    people.ada.press("10:00")
    assert people.ada.labels == [["📆 Add to calendar"]]
    clock.set(TEN + HOUR)
    open_past(people)
    people.ada.press("10:00")

    assert people.ada.labels == [["📅 Book again"]]


def test_a_card_is_nobody_elses(people: People):
    ben = people.add_client("Ben")
    appointment = people.request(TEN)
    for press in (
        go("mine.card", appointment=appointment),
        go("mine.open", appointment=appointment, provider=1, page=0),
        go("mine.again", appointment=appointment),
    ):
        ben.press_data(press)
        assert notice_of(ben) == "Not available."
    assert (
        people.read(lambda request: request.dbsession.get_one(Appointment, appointment).status) == "pending"
    )
