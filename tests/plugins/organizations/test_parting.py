"""A member leaves: what becomes of clients who came to them through the organization."""

import pytest
from sqlalchemy import func, select
from tests.plugins.organizations.steps import organization_of

from kalenner.home import routes
from kalenner.home.sample import BEYOND_REAL_IDS, make_sample
from kalenner.people import Client
from kalenner.people.models import Identity
from kalenner.requests import Request
from kalenner.testing import Person, Stage
from kalenner_organizations.models import Member
from kalenner_organizations.parting import PartingService
from kalenner_organizations.sample import NAME, OWNER
from kalenner_organizations.services import MemberService
from kalenner_scheduling.api import IS_ACTIVE, Appointment

LENA = str(BEYOND_REAL_IDS + 1001)


def on_stage(stage: Stage, subject: str, name: str) -> Person:
    person = Person(stage, subject, name, "en")
    stage.people[subject] = person
    person.send("/menu")
    person.press_data(routes.language_set(language=1))
    return person


@pytest.fixture
def robin(stage: Stage) -> Person:
    stage.run(make_sample)
    return on_stage(stage, OWNER.subject, OWNER.name)


def come_through(stage: Stage, *, has_coming: bool) -> int:
    """Let one client of the first member have come through the organization; return the link."""

    def work(request: Request) -> int:
        organization = organization_of(request, NAME)
        coming = select(Appointment.client_id).where(IS_ACTIVE, Appointment.starts_at > request.clock.now())
        query = select(Client).where(Client.provider_id == 1, Client.id.in_(coming) == has_coming)
        client = request.dbsession.scalars(query.order_by(Client.id)).first()
        assert client is not None
        client.organization_id = organization.id
        client.account.language = "en"
        return client.id

    return stage.run(work)


def remove_lena(stage: Stage) -> None:
    def work(request: Request) -> None:
        request.find_service(MemberService).end(request.dbsession.get_one(Member, 1))

    stage.run(work)
    stage.settle()


def relation(stage: Stage, link: int) -> tuple[bool, bool]:
    """Whether the relation lasts, and whether it is the organization's."""

    def read(request: Request) -> tuple[bool, bool]:
        client = request.dbsession.get_one(Client, link)
        return client.removed_at is None, client.organization_id is not None

    return stage.run(read, only_reads=True)


def active(stage: Stage, link: int) -> int:
    def read(request: Request) -> int:
        query = select(func.count(Appointment.id)).where(
            Appointment.client_id == link, IS_ACTIVE, Appointment.starts_at > request.clock.now()
        )
        return request.dbsession.scalar(query) or 0

    return stage.run(read, only_reads=True)


def client_person(stage: Stage, link: int) -> Person:
    def read(request: Request) -> str:
        client = request.dbsession.get_one(Client, link)
        subject = request.dbsession.scalar(
            select(Identity.subject).where(Identity.account_id == client.account_id)
        )
        assert subject is not None
        return subject

    return on_stage(stage, stage.run(read, only_reads=True), "Client")


def test_relation_with_nothing_to_come_ends_and_the_client_may_stay(stage: Stage, robin: Person) -> None:
    link = come_through(stage, has_coming=False)
    client = client_person(stage, link)

    remove_lena(stage)

    assert relation(stage, link) == (False, True)
    card = client.cards[-1]
    assert "has left the team" in card.text
    client.press("Stay with", on=card)
    assert relation(stage, link) == (True, False)
    assert robin.cards[-1].text.endswith("does not belong to the team any more.")


def test_coming_appointments_are_shown_and_kept_until_they_are_over(stage: Stage, robin: Person) -> None:
    link = come_through(stage, has_coming=True)
    before = active(stage, link)

    remove_lena(stage)

    assert relation(stage, link) == (True, True)
    card = robin.cards[-1]
    assert "still to come" in card.text
    robin.press("Keep them", on=card)
    assert active(stage, link) == before
    stage.clock.move(400 * 24 * 3600)
    stage.run(lambda request: request.find_service(PartingService).close_ended())
    assert relation(stage, link)[0] is False


def test_coming_appointments_are_cancelled_where_an_owner_says_so(stage: Stage, robin: Person) -> None:
    link = come_through(stage, has_coming=True)
    remove_lena(stage)

    robin.press("Cancel them", on=robin.cards[-1])
    robin.press("Yes, cancel")

    assert active(stage, link) == 0
    assert relation(stage, link)[0] is False


def test_own_clients_of_who_leaves_stay_as_they_are(stage: Stage, robin: Person) -> None:
    def count(request: Request) -> int:
        return request.dbsession.scalar(
            select(func.count(Client.id)).where(Client.provider_id == 1, Client.removed_at.is_(None))
        )

    before = stage.run(count, only_reads=True)

    remove_lena(stage)

    assert stage.run(count, only_reads=True) == before > 0
