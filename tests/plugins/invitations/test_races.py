"""Thirty people open a link at the same instant: by a one-time link, one of them comes in."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from pyramid.request import Request
from sqlalchemy import func, select
from tests.core.home.people import link_of, professional
from tests.figures import RecordFigure

from kalenner.people import AccountService, Client
from kalenner.screens import Arrival, Dialog, Visit, answer
from kalenner.testing import Stage
from kalenner.testing.channel import NAME
from kalenner_invitations.models import Invitation, Opening

PEOPLE = 30


def start(request: Request, subject: str, payload: str) -> str:
    """Answer one person's ``/start``; return the first line they see."""
    account = request.find_service(AccountService).get_or_make(NAME, subject, "en")
    arrival = Arrival(subject, language="en", command="start", payload=payload)
    visit = Visit(account, NAME, arrival, Dialog.of(request, account, NAME))
    request.visit = visit
    return answer(request, visit).text.splitlines()[0]


def start_together(stage: Stage, payload: str) -> Counter[str]:
    """Let everybody's ``/start`` be answered at once, each in a thread and a transaction of its own."""
    together = Barrier(PEOPLE)

    def work(subject: str) -> str:
        together.wait(20)
        return stage.run(partial(start, subject=subject, payload=payload))

    with ThreadPoolExecutor(PEOPLE) as pool:
        return Counter(pool.map(work, [f"person-{number}" for number in range(PEOPLE)]))


def counted(stage: Stage) -> tuple[int, int, int]:
    """Clients, uses of links, openings."""

    def count(request: Request) -> tuple[int, int, int]:
        session = request.dbsession
        return (
            session.scalar(select(func.count(Client.id))),
            session.scalar(select(func.sum(Invitation.uses))),
            session.scalar(select(func.count(Opening.id))),
        )

    return stage.run(count)


@pytest.mark.figure("F13")
@pytest.mark.parametrize("time", [1, *(pytest.param(time, marks=pytest.mark.slow) for time in range(2, 21))])
def test_one_of_thirty_comes_in_by_a_one_time_link(
    stage: Stage, time: int, record_figure: RecordFigure
) -> None:
    payload = link_of(professional(stage), usage="One-time").rpartition("=")[2]

    answers = start_together(stage, payload)

    clients, _uses, _openings = counted(stage)
    what = f"people, {PEOPLE} of whom open a one-time link at once"
    record_figure("F13", PEOPLE, what, links=1, came_in=clients)
    assert answers == {
        "You are connected with <b>Olga</b>.": 1,
        "This link was already used. Please ask your specialist for a new one.": PEOPLE - 1,
    }
    assert counted(stage) == (1, 1, 1)


def test_thirty_come_in_by_a_link_for_many(stage: Stage) -> None:
    payload = link_of(professional(stage)).rpartition("=")[2]

    assert start_together(stage, payload) == {"You are connected with <b>Olga</b>.": PEOPLE}
    assert counted(stage) == (PEOPLE, PEOPLE, PEOPLE)
