"""What plugins hear of a changed appointment and add to what is said of it, and what a fault there undoes."""

import datetime as dt
import logging

import pytest
from sqlalchemy import select

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, go
from kalenner_scheduling.appointments.models import Appointment
from tests.plugins.scheduling.people import People

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class Attentive:
    """Says what it knows, and keeps what it is told."""

    def __init__(self):
        self.heard = []

    @hookimpl
    def scheduling_appointment_amended(self, appointment, before):
        self.heard.append((before, appointment))

    @hookimpl
    def scheduling_info_lines(self, request, appointment):
        who = "client" if request.account.id == appointment.client_account_id else "professional"
        return [
            Contribution("b-last", f"Bring <shoes>, {who}.", weight=70),
            Contribution("a-last", f"{appointment.status.symbol} {appointment.minutes}", weight=70),
            Contribution("first", "This stands first.", weight=10),
        ]


class Broken:
    """Raises in each of these hooks after writing."""

    @hookimpl
    def scheduling_appointment_amended(self, request):
        write_then_raise(request)

    @hookimpl
    def scheduling_info_lines(self, request):
        write_then_raise(request)


def write_then_raise(request):
    request.dbsession.add(Account(created_at=request.clock.now(), client_name="left behind"))
    request.dbsession.flush()
    raise RuntimeError("broken")


@pytest.fixture
def attentive():
    return Attentive()


@pytest.fixture
def people(make_application, attentive):
    """Olga and Ada, with a broken and an attentive plugin and without those that answer these hooks."""
    app = make_application(
        plugin("aaa_broken", Broken()),
        plugin("attentive", attentive),
        off=("payments", "payment_links", "bank_transfer", "reminders"),
    )
    return People(Stage(app))


@pytest.fixture
def appointment(people):
    made = people.request(TEN)
    people.accept(made)
    return made


def names(people):
    return people.read(lambda request: list(request.dbsession.scalars(select(Account.client_name))))


def test_hook_scheduling_appointment_amended_is_told_what_was_and_what_is(people, appointment, attentive):
    people.amend(appointment, lambda amendments, one, olga: amendments.change_minutes(one, 45, olga))
    people.amend(appointment, lambda amendments, one, olga: amendments.move(one, TEN + DAY, olga))

    assert [(before.minutes, before.starts_at) for before, _after in attentive.heard] == [
        (60, TEN),
        (45, TEN),
    ]
    assert [(after.minutes, after.starts_at) for _before, after in attentive.heard] == [
        (45, TEN),
        (45, TEN + DAY),
    ]
    assert {(one.id, one.status) for pair in attentive.heard for one in pair} == {
        (appointment, Status.ACCEPTED)
    }


def test_hook_scheduling_appointment_amended_is_not_told_of_a_location(people, appointment, attentive):
    people.amend(appointment, lambda amendments, one, olga: amendments.locate(one, olga, "Room 5"))

    assert attentive.heard == []


def test_hook_scheduling_appointment_amended_that_raises_leaves_the_change(
    people, appointment, attentive, caplog
):
    with caplog.at_level(logging.ERROR):
        people.amend(appointment, lambda amendments, one, olga: amendments.change_minutes(one, 45, olga))

    assert len(attentive.heard) == 1
    assert people.work(appointment, people.olga, lambda _service, one, _olga: one.minutes) == 45
    assert "left behind" not in names(people)
    assert (
        "plugin aaa_broken raised in the hook scheduling_appointment_amended and was skipped"
        in caplog.messages
    )


def test_hook_scheduling_info_lines_stand_by_weight_for_each_side(people, appointment, caplog):
    with caplog.at_level(logging.ERROR):
        people.olga.press_data(go("appointments.info", appointment=appointment))
    people.ada.press_data(go("mine.card", appointment=appointment))

    said = "This stands first.\n🟢 60\nBring &lt;shoes&gt;, "
    assert f"{said}professional." in people.olga.screen.text
    assert f"{said}client." in people.ada.screen.text
    assert "left behind" not in names(people)
    assert "plugin aaa_broken raised in the hook scheduling_info_lines and was skipped" in caplog.messages


def test_hook_scheduling_info_lines_are_part_of_the_confirmation(people, appointment):
    del appointment

    assert people.ada.cards[-1].text == (
        "🟢 Confirmed: <b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n"
        "This stands first.\n🟢 60\nBring &lt;shoes&gt;, client."
    )


def test_hook_scheduling_find_next_tells_when_the_next_accepted_one_begins(people, appointment):
    def ask(request):
        return request.hooks.scheduling_find_next(client=request.dbsession.get_one(Client, 1))

    found = people.read(ask)

    assert found == people.read(lambda request: request.dbsession.get_one(Appointment, 1).starts_at)
