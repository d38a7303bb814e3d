"""Neither side of an appointment reaches what is the other side's: every screen that names a thing."""

import datetime as dt

import pytest
from sqlalchemy import select
from tests.plugins.scheduling.people import People, notice_of

from kalenner.people import Client
from kalenner.screens import Press
from kalenner.screens.registry import ScreenSpec, specs_of
from kalenner_scheduling.appointments.models import Amendment, StatusChange
from kalenner_scheduling.working_hours.models import WorkingPeriod

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
NAMES_A_THING = {"service", "period", "appointment", "amendment", "change", "provider", "appointments"}
OF_ONES_OWN = {"mine.list", "mine.past"}
"""Names a specialist only to choose among the person's own appointments."""


def screens(people: People) -> list[ScreenSpec]:
    prefixes = ("services", "calendar", "hours", "book", "appointments", "mine", "requests")
    specs = specs_of(people.stage.app.registry).values()
    return [spec for spec in specs if spec.name.startswith(prefixes) and NAMES_A_THING & set(spec.args)]


def things(people: People, appointment: int) -> dict[str, object]:
    """The arguments that name Olga's and Ada's things."""

    def find(request):
        client = request.dbsession.scalars(select(Client)).first()
        return {
            "service": 1,
            "provider": client.provider_id,
            "period": request.dbsession.scalars(select(WorkingPeriod.id)).first(),
            "change": request.dbsession.scalars(select(StatusChange.id)).first(),
            "amendment": request.dbsession.scalars(select(Amendment.id)).first(),
        }

    return {
        **people.read(find),
        "appointment": appointment,
        "page": 0,
        "month": dt.date(2026, 12, 1),
        "day": dt.date(2026, 12, 2),
        "starts_at": TEN,
        "weekday": 0,
        "minutes": 45,
        "appointments": str(appointment),
        "number": 0,
        "is_day": 1,
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_client_reaches_nothing_of_the_professional_and_the_other_way_round(people: People):
    appointment = people.request(TEN)
    people.amend(appointment, lambda amendments, row, olga: amendments.change_minutes(row, 45, olga))
    objects, specs = things(people, appointment), screens(people)
    assert len(specs) > 20
    for spec in specs:
        press = Press(spec.name, {name: objects[name] for name in spec.args}, is_effect=spec.is_effect)
        for_client = spec.name.startswith(("book", "mine"))
        stranger = people.olga if for_client else people.ada
        stranger.press_data(press)

        expected = "" if spec.name in OF_ONES_OWN else "Not available."
        assert (spec.name, notice_of(stranger)) == (spec.name, expected)
    assert people.status(appointment) == "pending"
