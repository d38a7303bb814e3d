"""Which changes of status are allowed: every pair, by everybody, before, during and after."""

import datetime as dt
from itertools import product

import pytest

from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments.transitions import Actor, Phase, Transition, is_allowed, phase_of

# Spelled out: what becomes what, by whom, and when.
ALLOWED = """
pending    accepted   professional  before
pending    declined   professional  before during after
pending    accepted   system        before
pending    declined   system        before during after
pending    cancelled  system        before during after
accepted   cancelled  system        before during after
pending    cancelled  client        before
accepted   cancelled  client        before
accepted   cancelled  professional  before during after
offered    accepted   client        before
accepted   declined   professional  after
accepted   completed  professional  after
accepted   missed     professional  after
declined   cancelled  professional  before during after
declined   completed  professional  before during after
declined   missed     professional  before during after
cancelled  declined   professional  before during after
cancelled  completed  professional  before during after
cancelled  missed     professional  before during after
completed  declined   professional  before during after
completed  cancelled  professional  before during after
completed  missed     professional  before during after
missed     declined   professional  before during after
missed     cancelled  professional  before during after
missed     completed  professional  before during after
"""
PHASES = {"before": Phase.BEFORE, "during": Phase.DURING, "after": Phase.AFTER}
START = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
END = START + dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)


def allowed() -> set[tuple[str, str, str, str]]:
    lines = [line.split() for line in ALLOWED.strip().splitlines()]
    return {(before, after, actor, phase) for before, after, actor, *phases in lines for phase in phases}


def test_every_change_is_allowed_or_refused_as_the_table_says():
    transitions = {
        (before.value, after.value, actor.value, phase)
        for before, after, actor, phase in product(Status, Status, Actor, PHASES)
        if is_allowed(Transition(before, after, actor), PHASES[phase])
    }

    assert transitions == allowed()


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (START - SECOND, Phase.BEFORE),
        (START, Phase.DURING),
        (END - SECOND, Phase.DURING),
        (END, Phase.AFTER),
    ],
)
def test_the_start_belongs_to_the_appointment_and_the_end_does_not(now: dt.datetime, phase: Phase):
    assert phase_of(START, END, now) is phase


def test_symbols_are_those_of_the_specification():
    shown = [status for status in Status if status is not Status.OFFERED]
    assert "".join(status.symbol for status in shown) == "🟡🟢🔴❌✅⭕"
