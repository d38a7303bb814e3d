"""What plugins say of an appointment, and times that they close, on a stage with a plugin that does both."""

import datetime as dt

import pytest

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.scheduling import ClosedTime
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.catalogue.models import Service
from tests.plugins.scheduling.people import People

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Neighbour:
    """Knows that the room is taken from ten to eleven, and what an appointment is worth."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int | None, bool]] = []

    @hookimpl
    def scheduling_closed_times(self, provider_id, client_id, starts_at, ends_at):
        self.asked.append((provider_id, client_id, starts_at < ends_at))
        return [ClosedTime(TEN, TEN + HOUR, "room", "The room is taken.")]

    @hookimpl
    def scheduling_info_lines(self, request, appointment):
        return [
            Contribution("z", f"Last of <{appointment.service_name}>", weight=90),
            Contribution("a", request.label("First"), weight=10),
        ]


class Broken:
    """Raises instead of answering."""

    @hookimpl
    def scheduling_closed_times(self):
        raise ValueError("closed")

    @hookimpl
    def scheduling_info_lines(self):
        raise ValueError("lines")


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


@pytest.fixture
def neighbour() -> Neighbour:
    return Neighbour()


@pytest.fixture
def people(make_application, neighbour) -> People:
    return People(Stage(make_application(plugin("neighbour", neighbour), plugin("broken", Broken()))))


def test_hook_scheduling_closed_times_keeps_a_time_from_being_booked(people, neighbour, caplog):
    with pytest.raises(SlotTaken):
        people.request(TEN)
    made = people.request(TEN + HOUR)

    client_id = people.read(lambda request: request.dbsession.get_one(Appointment, made).client_id)
    assert set(neighbour.asked) == {(1, client_id, True)}
    assert {record.getMessage() for record in caplog.records} == {
        f"plugin broken raised in the hook {hook} and was skipped"
        for hook in ("scheduling_closed_times", "scheduling_info_lines")
    }


def test_hook_scheduling_closed_times_is_asked_without_a_client_when_the_professional_books(
    people, neighbour
):
    first = people.request(TEN + HOUR)
    neighbour.asked.clear()

    def book(request):
        one = request.dbsession.get_one(Appointment, first)
        massage = request.dbsession.get_one(Service, one.service_id)
        owner = one.provider.account
        return request.find_service(AppointmentService).book_for(one.client, massage, TEN, owner)

    with pytest.raises(SlotTaken):
        people.stage.run(book)
    assert set(neighbour.asked) == {(1, None, True)}


def test_hook_scheduling_info_lines_are_said_by_weight_in_meeting_info(people, caplog):
    made = people.request(TEN + HOUR)
    people.olga.press_data(go("appointments.info", appointment=made))

    lines = str(people.olga.screen.text).splitlines()
    ours = [line for line in lines if line in {"First", "Last of &lt;Massage&gt;"}]
    assert ours == ["First", "Last of &lt;Massage&gt;"]
    assert "plugin broken raised in the hook scheduling_info_lines and was skipped" in caplog.text
