"""The people: two professionals, one of them a client of the other, and five clients in as many zones."""

from dataclasses import dataclass, field
from functools import partial

from pyramid.request import Request

from kalenner.people import Account, AccountService, ClientService, Provider, ProviderService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_invitations.services import InvitationService
from kalenner_scheduling.availability.services import RulesService
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.hours_text import spans_of
from kalenner_scheduling.working_hours.services import WorkingHoursService

OFFERS = {
    "Olga": (("Massage", 60, 5_000), ("Long massage", 90, 8_000), ("Talk", 30, None)),
    "Bill": (("Lesson", 45, 3_000), ("Check", 20, 1_250)),
}
HOURS = {
    "Olga": ["9:00-12:00, 13:00-17:30"] * 5 + ["", ""],
    "Bill": ["8:00-14:00"] * 5 + ["8:00-12:00, 21:00-24:00", "0:00-4:00, 10:15-12:15"],
}
"""From Monday on; Bill works through the hours at which clocks change."""

CLIENTS = (
    ("Ada", "Europe/Berlin", ("Olga", "Bill")),
    ("Ben", "Asia/Kolkata", ("Olga",)),
    ("Cleo", "America/New_York", ("Olga", "Bill")),
    ("Dan", "Australia/Lord_Howe", ("Bill",)),
    ("Eva", "Pacific/Auckland", ("Olga", "Bill")),
)


@dataclass
class Participants:
    """The people, by the ids of accounts and providers, and how somebody becomes a professional's client."""

    people: dict[int, Person] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    professionals: dict[int, Person] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)
    """What follows /start in a professional's invitation."""


def register_participants(stage: Stage, second_zone: str) -> Participants:
    """Register everybody, and let the professionals open their practices."""
    participants = Participants()
    olga = _register(participants, stage, "Olga", "Europe/Berlin")
    bill = _register(participants, stage, "Bill", second_zone, language="ru")
    for person in (olga, bill):
        provider_id, payload = stage.run(partial(_open_practice, person=person))
        participants.professionals[provider_id], participants.links[provider_id] = person, payload
        person.send("/menu")
    stage.run(partial(_connect, client=bill, professional=olga))
    for name, zone, specialists in CLIENTS:
        client = _register(participants, stage, name, zone)
        for one in (olga, bill):
            if one.name in specialists:
                stage.run(partial(_connect, client=client, professional=one))
    return participants


def _register(participants: Participants, stage: Stage, name: str, zone: str, language: str = "en") -> Person:
    person = stage.person(name, language)
    person.send("/start")

    def introduce(request: Request) -> int:
        account = _account(request, person)
        account.client_name, account.timezone = name, zone
        return account.id

    account_id = stage.run(introduce)
    participants.people[account_id], participants.accounts[person.subject] = person, account_id
    return person


def _account(request: Request, person: Person) -> Account:
    found: Account = request.find_service(AccountService).find(NAME, person.subject)
    return found


def _open_practice(request: Request, person: Person) -> tuple[int, str]:
    provider: Provider = request.find_service(ProviderService).open_practice(
        _account(request, person), person.name
    )
    for weekday, hours in enumerate(HOURS[person.name]):
        if hours:
            request.find_service(WorkingHoursService).add_periods(provider, weekday, spans_of(hours))
    for name, minutes, price in OFFERS[person.name]:
        service = request.find_service(CatalogueService).add(
            provider, name=name, minutes=minutes, description=None, price_minor=price
        )
    rules: RulesService = request.find_service(RulesService)
    rules.change(provider, "buffer_before", 15, service)
    rules.change(provider, "buffer_after", 10, service)
    invitations: InvitationService = request.find_service(InvitationService)
    invitation = invitations.create(provider, "Card", days=730, is_single_use=False)
    return provider.id, invitations.payload(invitation)


def _connect(request: Request, client: Person, professional: Person) -> None:
    provider = _account(request, professional).provider
    request.find_service(ClientService).connect(provider, _account(request, client))
