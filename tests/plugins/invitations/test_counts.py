"""What came of each link: opened, registered, booked."""

from datetime import timedelta

from pyramid.request import Request
from tests.core.home.people import client, client_of, link_of, professional, provider_of

from kalenner.hooks.platform import SampleProfessional
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.people import AccountService, ClientService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_invitations.queries import InvitationCounts, counts_of, list_links


def counts(stage: Stage, person: Person) -> dict[str, InvitationCounts]:
    """The counts of each link by its name."""

    def read(request: Request) -> dict[str, InvitationCounts]:
        links = list_links(request.dbsession, provider_of(request, person).id, start=0, limit=9)
        found = counts_of(request.dbsession, [link.id for link in links])
        return {link.name: found.get(link.id, InvitationCounts()) for link in links}

    return stage.run(read)


def change(stage: Stage, specialist: Person, person: Person, before: Status | None, after: Status) -> None:
    """Let the status of an appointment have changed."""

    def work(request: Request) -> None:
        found, now = client_of(request, specialist, person), request.clock.now()
        fact = AppointmentFact(
            id=1,
            provider_id=found.provider_id,
            account_id=found.provider.account_id,
            client_id=found.id,
            client_account_id=found.account_id,
            service_id=1,
            service_name="Massage",
            minutes=60,
            status=after,
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            price_minor=None,
            currency="EUR",
        )
        request.hooks.scheduling_appointment_changed(appointment=fact, before=before, after=after)

    stage.run(work)


def test_each_link_counts_its_own(stage: Stage) -> None:
    olga = professional(stage)
    card, post = link_of(olga, "Card"), link_of(olga, "Post")
    ada, _bob = client(stage, card), client(stage, card, "Bob")
    ada.open(post)
    ada.open(post)

    assert counts(stage, olga) == {"Card": InvitationCounts(2, 2, 0), "Post": InvitationCounts(1, 0, 0)}


def test_first_request_counts_as_booked_once(stage: Stage) -> None:
    olga = professional(stage)
    ada = client(stage, link_of(olga))

    for _again in range(2):
        change(stage, olga, ada, None, Status.PENDING)
        change(stage, olga, ada, Status.PENDING, Status.ACCEPTED)

    assert counts(stage, olga) == {"Instagram": InvitationCounts(1, 1, 1)}


def test_what_the_professional_books_is_no_request(stage: Stage) -> None:
    olga = professional(stage)
    ada = client(stage, link_of(olga))

    change(stage, olga, ada, None, Status.ACCEPTED)

    assert counts(stage, olga) == {"Instagram": InvitationCounts(1, 1, 0)}


def test_request_to_another_specialist_does_not_count(stage: Stage) -> None:
    olga, ivan = professional(stage), professional(stage, "Ivan")
    ada = client(stage, link_of(olga))
    ada.open(link_of(ivan))

    change(stage, ivan, ada, None, Status.PENDING)

    assert (counts(stage, olga), counts(stage, ivan)) == (
        {"Instagram": InvitationCounts(1, 1, 0)},
        {"Instagram": InvitationCounts(1, 1, 1)},
    )


def test_request_counts_for_the_link_that_brought_the_client(stage: Stage) -> None:
    olga = professional(stage)
    ada = client(stage, link_of(olga, "Card"))
    ada.open(link_of(olga, "Post"))

    change(stage, olga, ada, None, Status.PENDING)

    assert counts(stage, olga) == {"Card": InvitationCounts(1, 1, 1), "Post": InvitationCounts(1, 0, 0)}


def test_sample_clients_came_by_the_links(stage: Stage) -> None:
    olga = professional(stage)
    people = [stage.person(f"Client {number}") for number in range(4)]
    for person in people:
        person.send("/start")

    def work(request: Request) -> None:
        provider, service = provider_of(request, olga), request.find_service(ClientService)
        accounts = [provider_account(request, person) for person in people]
        links = [service.connect(provider, account) for account in accounts]
        request.hooks.platform_sample_filled(sample=SampleProfessional("olga", provider, links))

    stage.run(work)

    assert counts(stage, olga) == {
        "Instagram": InvitationCounts(2, 2, 0),
        "Business card": InvitationCounts(1, 1, 0),
        "PROFILE": InvitationCounts(1, 1, 0),
    }


def provider_account(request: Request, person: Person) -> object:
    """The account of a person."""
    return request.find_service(AccountService).find(NAME, person.subject)
