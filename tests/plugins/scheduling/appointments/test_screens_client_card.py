"""One appointment as its client sees it."""

import datetime as dt
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from tests.plugins.scheduling.appointments.test_screens_client_list import open_past
from tests.plugins.scheduling.many_appointments import HOUR, stand
from tests.plugins.scheduling.town import Town, notice_of, tap

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


def test_details_and_cancelling(town: Town):
    appointment = town.request(TEN)
    town.ada.send("/menu")
    town.ada.press("My appointments")
    town.ada.press("10:00")
    assert town.ada.screen.text.startswith(
        "<b>Meeting info</b>\nWith Olga\nMassage, 60 min\nWed 2 Dec 2026, 10:00\n🟡 Pending"
    )
    assert town.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]
    tap(town.ada, "🚫 Cancel")
    assert town.ada.screen.text == "Cancel <b>Massage, 60 min</b> with Olga?\n\nWed 2 Dec 2026, 10:00"
    tap(town.ada, "No")
    assert town.status(appointment) == "pending"
    tap(town.ada, "🚫 Cancel")
    tap(town.ada, "Yes, cancel")

    assert notice_of(town.ada) == "❌ Cancelled"
    assert town.ada.labels == [["📆 Remove from calendar"], ["📅 Book again"]]
    assert town.status(appointment) == "cancelled"


def test_what_the_location_says_can_be_opened(town: Town):
    stand(town, [TEN], location="Room 3, https://meet.example/abc.")
    town.ada.send("/appointments")
    town.ada.press("10:00")

    assert "📍 Room 3, https://meet.example/abc." in town.ada.screen.text
    assert town.ada.screen.rows[1][0].target == Link("https://meet.example/abc")


class Plug:
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
    town = Town(Stage(make_application(LoadedPlugin(plugin, Plug()))))
    town.request(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")

    assert town.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["Massage!"], ["📆 Add to calendar"]]


@pytest.mark.parametrize("status", ["pending", "accepted"])
def test_cancelling_is_offered_until_the_start(town: Town, clock: FixedClock, status: str):
    appointment = town.request(TEN)
    if status == "accepted":
        town.accept(appointment)
    clock.set(TEN - dt.timedelta(seconds=1))
    town.ada.send("/appointments")
    town.ada.press("10:00")
    tap(town.ada, "🚫 Cancel")
    yes = town.ada.screen.rows[0][0]
    clock.set(TEN)
    town.ada.follow(yes)

    assert notice_of(town.ada) == "This time has passed."
    assert town.ada.labels == [["📆 Add to calendar"]]
    assert town.status(appointment) == status


def test_what_was_accepted_can_be_cancelled_until_the_limit(town: Town, clock: FixedClock):
    town.change_rule("cancel_notice", 120)
    appointment = town.request(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    assert "until" not in town.ada.screen.text  # what nobody has accepted can be cancelled until its start
    town.accept(appointment)
    clock.set(TEN - 2 * HOUR)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    assert town.ada.screen.text.endswith("\n\nIt can be moved or cancelled until Wed 2 Dec 2026, 08:00.")
    cancel = town.ada.screen.rows[0][1]
    tap(town.ada, "🚫 Cancel")
    yes = town.ada.screen.rows[0][0]
    clock.set(TEN - 2 * HOUR + dt.timedelta(seconds=1))
    sentence = "It could be moved or cancelled until Wed 2 Dec 2026, 08:00. Please write to Olga."
    for button in (yes, cancel):
        town.ada.follow(button)
        assert notice_of(town.ada) == sentence
        assert town.ada.screen.text.endswith(f"\n\n{sentence}")
        assert town.ada.labels == [["📆 Add to calendar"]]
    assert town.status(appointment) == "accepted"


def test_cancelling_what_was_declined_meanwhile_says_so(town: Town):
    town.request(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    tap(town.ada, "🚫 Cancel")
    yes = town.ada.screen.rows[0][0]
    town.olga.press("Decline", on=town.olga.cards[-1])
    town.ada.follow(yes)

    assert notice_of(town.ada) == "Already declined."


def test_reason_of_a_refusal_stands_in_the_details(town: Town):
    town.request(TEN)
    town.olga.send("/appointments")
    town.olga.press("Ada")
    town.olga.press("Decline (1)")
    town.olga.send("<b>Ill</b>")
    town.ada.press("Book another time", on=town.ada.cards[-1])

    assert "Reason: &lt;b&gt;Ill&lt;/b&gt;" in town.ada.cards[-1].text


def test_booking_again_leads_to_the_days_of_the_same_service(town: Town):
    town.add_service(town.olga, "Yoga")
    stand(town, [TEN - DAY], Status.COMPLETED)
    open_past(town)
    town.ada.press("10:00")
    assert town.ada.labels == [["📅 Book again"]]
    tap(town.ada, "📅 Book again")
    assert town.ada.screen.text.startswith("<b>Massage, 60 min</b> with Olga")
    tap(town.ada, "2")

    assert "Free times on" in town.ada.screen.text


def test_booking_again_what_is_no_longer_offered_leads_to_the_services(town: Town):
    for name in ("Yoga", "Sauna"):
        town.add_service(town.olga, name)
    stand(town, [TEN - DAY], Status.COMPLETED)
    town.olga.send("/settings")
    for label in ("Service settings", "Services", "Massage", "Delete", "Yes, delete"):
        town.olga.press(label)
    open_past(town)
    town.ada.press("10:00")
    tap(town.ada, "📅 Book again")

    assert notice_of(town.ada) == "This service is no longer offered. Choose another one."
    assert town.ada.labels == [["Yoga, 60 min"], ["Sauna, 60 min"]]


@pytest.mark.parametrize("how", ["block", "remove"])
def test_booking_again_with_whom_one_has_parted_is_refused(town: Town, how: str):
    stand(town, [TEN - DAY], Status.COMPLETED)

    def part(request: Request) -> None:
        account = request.find_service(AccountService).find("fake", town.ada.subject)
        clients = request.find_service(ClientService)
        getattr(clients, how)(clients.find(1, account.id))

    town.stage.run(part)
    open_past(town)
    town.ada.press("10:00")
    tap(town.ada, "📅 Book again")

    assert notice_of(town.ada) == (
        "Olga does not take bookings from you at the moment. Please write to them directly."
    )


def test_an_appointment_under_way_can_only_be_looked_at(town: Town, clock: FixedClock):
    stand(town, [TEN])
    clock.set(TEN + HOUR / 2)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    assert town.ada.labels == [["📆 Add to calendar"]]
    clock.set(TEN + HOUR)
    open_past(town)
    town.ada.press("10:00")

    assert town.ada.labels == [["📅 Book again"]]


def test_a_card_is_nobody_elses(town: Town):
    ben = town.add_client("Ben")
    appointment = town.request(TEN)
    for press in (
        go("mine.card", appointment=appointment),
        go("mine.open", appointment=appointment, provider=1, page=0),
        go("mine.again", appointment=appointment),
    ):
        ben.press_data(press)
        assert notice_of(ben) == "Not available."
    assert town.read(lambda request: request.dbsession.get_one(Appointment, appointment).status) == "pending"
