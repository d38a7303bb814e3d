"""After an outage: the latest reminder of each appointment, while it is of use, and none twice."""

import pytest
from sqlalchemy import select
from tests.conftest import MakeApp
from tests.plugins.reminders.people import NIGHT, ReminderPeople, at, run_reminders

from kalenner.clock import FixedClock
from kalenner.delivery.models import Outbox
from kalenner.testing import Stage
from kalenner_reminders.services import ReminderService

FRIDAY = "Fri 4 Dec 2026, 10:00"


def test_the_latest_of_several_comes(people: ReminderPeople) -> None:
    people.prefer(1440, 120)
    appointment_id = people.book("12-04 10:00")

    people.run_at("12-04 08:30")

    assert people.reminded() == [FRIDAY]
    assert [(lead, state) for lead, _due, state in people.planned(appointment_id)] == [
        (1440, "dropped"),
        (120, "sent"),
    ]


@pytest.mark.parametrize("batch", [1, 2])
def test_the_latest_of_several_comes_whatever_the_batch(people: ReminderPeople, batch: int) -> None:
    people.prefer(1440, 120)
    appointment_id = people.book("12-04 10:00")
    people.clock.set(at("12-04 08:30"))

    for _ in range(3):
        people.stage.run(lambda request: request.find_service(ReminderService).send_due(batch))

    assert [(lead, state) for lead, _due, state in people.planned(appointment_id)] == [
        (1440, "dropped"),
        (120, "sent"),
    ]


def test_an_early_one_that_is_late_still_comes_and_the_next_too(people: ReminderPeople) -> None:
    people.prefer(1440, 120)
    people.book("12-04 10:00")

    people.run_at("12-03 20:00", "12-04 08:00")

    assert people.reminded() == [FRIDAY] * 2


@pytest.mark.parametrize(
    ("moment", "comes"), [("12-04 09:54", 1), ("12-04 09:55", 0), ("12-04 10:30", 0), ("12-08 10:00", 0)]
)
def test_until_five_minutes_before(people: ReminderPeople, moment: str, comes: int) -> None:
    appointment_id = people.book("12-04 10:00")

    people.run_at(moment)

    assert len(people.reminded()) == comes
    assert people.waiting(appointment_id) == []


def test_late_ones_wait_for_the_end_of_quiet_hours(people: ReminderPeople) -> None:
    people.prefer(1440, quiet=NIGHT)
    appointment_id = people.book("12-04 10:00")

    people.run_at("12-03 23:30")
    assert people.reminded() == []
    assert people.waiting(appointment_id) == [at("12-04 08:00")]

    people.run_at("12-04 08:00")
    assert people.reminded() == [FRIDAY]


def test_the_next_appointment_comes_first(people: ReminderPeople) -> None:
    people.prefer(1440)
    late, early = people.book("12-04 11:00"), people.book("12-04 09:00")
    people.clock.set(at("12-03 12:00"))

    people.stage.run(lambda request: request.find_service(ReminderService).send_due(1))

    assert [people.planned(appointment_id)[0][2] for appointment_id in (early, late)] == ["sent", "waiting"]


def test_once_though_the_process_starts_anew(make_application: MakeApp, clock: FixedClock) -> None:
    people = ReminderPeople(Stage(make_application()), clock)
    people.book("12-04 10:00")
    people.clock.set(at("12-03 10:00"))
    people.run()

    # Another process, on the same database.
    second = Stage(make_application())
    run_reminders(second)

    def reminders(request):
        keys = request.dbsession.scalars(select(Outbox.dedupe).where(Outbox.dedupe.like("reminder:%")))
        return len(list(keys))

    assert people.reminded() == [FRIDAY]
    assert second.run(reminders) == 1


def test_work_that_fails_promises_nothing(people: ReminderPeople) -> None:
    appointment_id = people.book("12-04 10:00")
    people.clock.set(at("12-03 10:00"))

    def fail(request):
        request.find_service(ReminderService).send_due(10)
        raise RuntimeError("stop here")

    with pytest.raises(RuntimeError, match="stop here"):
        people.stage.run(fail)
    people.stage.settle()

    assert people.reminded() == []
    assert people.waiting(appointment_id) == [at("12-03 10:00")]
