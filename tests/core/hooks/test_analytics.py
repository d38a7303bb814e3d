"""What plugins contribute to the figures of a practice."""

import datetime as dt

import pytest
from pyramid.request import Request

from kalenner.hooks.analytics import Debt, Figure, LinkFigures
from kalenner.people import AccountService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of, professional
from kalenner_invitations.services import InvitationService
from tests.plugins.analytics.steps import fill

DAY = dt.timedelta(days=1)


def test_hook_analytics_links_counts_each_person_once_by_link(stage: Stage) -> None:
    olga = professional(stage)

    def invite(request: Request) -> str:
        provider = request.find_service(AccountService).find(NAME, olga.subject).provider
        service = request.find_service(InvitationService)
        return service.payload(service.create(provider, "Flyer", days=30, is_single_use=False))

    payload = stage.run(invite)
    ada = stage.person("Ada")
    for _time in range(2):
        ada.send(f"/start {payload}")

    def read(request: Request) -> list[LinkFigures]:
        provider = request.find_service(AccountService).find(NAME, olga.subject).provider
        now = request.clock.now()
        return request.hooks.analytics_links(provider=provider, start=now - DAY, end=now + DAY)

    assert stage.run(read) == [LinkFigures("Flyer", False, 1, 1, ())]


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional with a client who has paid in part."""
    person = professional(stage)
    client_of(person)
    fill(stage, person, stage.people["2"], 0)
    return person


def test_hook_analytics_figures_say_what_was_paid_within_the_time(stage: Stage, olga: Person) -> None:
    def read(request: Request) -> list[list[Figure]]:
        provider = request.find_service(AccountService).find(NAME, olga.subject).provider
        now = request.clock.now()
        spans = ((now - DAY, now + DAY), (now - 3 * DAY, now - DAY))
        return [
            request.hooks.analytics_figures(provider=provider, start=start, end=end) for start, end in spans
        ]

    within, before = stage.run(read)
    assert [(figure.value, figure.kind, figure.currency) for figure in within] == [(2_000, "money", "EUR")]
    assert before == []


def test_hook_analytics_debts_name_who_owes(stage: Stage, olga: Person) -> None:
    def read(request: Request) -> list[Debt]:
        provider = request.find_service(AccountService).find(NAME, olga.subject).provider
        return request.hooks.analytics_debts(provider=provider)

    (debt,) = stage.run(read)
    assert (debt.name, debt.currency, debt.amount_minor) == ("Ada", "EUR", 3_050)
