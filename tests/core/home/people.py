"""How people get where a test begins: by what they would press and type."""

from pyramid.request import Request
from sqlalchemy import insert

from kalenner.people import Account, AccountService, Client, ClientService, Provider
from kalenner.screens import CopyText
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from tests.snapshots import prepared


def professional(stage: Stage, name: str = "Olga", *, city: str = "Berlin", language: str = "en") -> Person:
    """A professional of that nickname, with a time zone, in front of the set-up list."""
    key = ("professional", name, city, language)
    return prepared(stage, key, lambda: _register(stage, name, city=city, language=language))


def _register(stage: Stage, name: str, *, city: str, language: str) -> Person:
    person = stage.person(name, language)
    person.send("/start")
    person.press("I am a professional")
    person.send(name)
    person.send(city)
    if person.labels[0] != ["Yes", "No"]:
        person.follow(person.screen.rows[0][0])
    person.press("Yes")
    return person


def link_of(person: Person, name: str = "Instagram", *, days: str = "30", usage: str = "Multiple use") -> str:
    """A fresh invitation link of a professional."""
    person.send("/menu")
    person.press("Clients")
    person.press("Invite")
    person.press("Add new invitation link")
    person.send(name)
    person.send(days)
    person.press(usage)
    person.press("Get invitation link")
    target = person.screen.rows[0][0].target
    assert isinstance(target, CopyText)
    return target.text


def client(stage: Stage, link: str, name: str = "Ada", *, city: str = "Berlin") -> Person:
    """A client by that link, with name and time zone, in front of the specialist's card."""
    person = stage.person(name)
    person.open(link)
    person.send(name)
    person.send(city)
    if person.labels[0] != ["Yes", "No"]:
        person.follow(person.screen.rows[0][0])
    person.press("Yes")
    return person


def connect(stage: Stage, specialist: Person, *clients: Person) -> None:
    """Make people clients who have answered every question, without pressing anything."""

    def work(request: Request) -> None:
        accounts: AccountService = request.find_service(AccountService)
        found = accounts.find(NAME, specialist.subject)
        assert found is not None
        assert found.provider is not None
        for person in clients:
            account = accounts.get_or_make(NAME, person.subject, person.language)
            account.client_name, account.timezone = person.name, "Europe/London"
            request.find_service(ClientService).connect(found.provider, account)

    stage.run(work)


def add_specialists(person: Person, number: int) -> None:
    """Make a client one of other professionals too, Spec 000, Spec 001 …, who have nothing set up."""

    def work(request: Request) -> None:
        session, now = request.dbsession, request.clock.now()
        account = request.find_service(AccountService).find(NAME, person.subject)
        names = [f"Spec {place:03d}" for place in range(number)]
        accounts = session.scalars(insert(Account).returning(Account.id), [{"created_at": now}] * number)
        rows = [
            {"account_id": id_, "nickname": name, "nickname_folded": name.lower(), "created_at": now}
            for id_, name in zip(accounts, names, strict=True)
        ]
        providers = session.scalars(insert(Provider).returning(Provider.id), rows)
        links = [{"provider_id": id_, "account_id": account.id, "created_at": now} for id_ in providers]
        session.execute(insert(Client), links)

    person.stage.run(work)


def provider_of(request: Request, person: Person) -> Provider:
    """The practice of a professional."""
    account = request.find_service(AccountService).find(NAME, person.subject)
    assert account is not None
    assert account.provider is not None
    provider: Provider = account.provider
    return provider


def client_of(request: Request, specialist: Person, person: Person) -> Client:
    """The link between a professional and a client."""
    account = request.find_service(AccountService).find(NAME, person.subject)
    found = request.find_service(ClientService).find(provider_of(request, specialist).id, account.id)
    assert isinstance(found, Client)
    return found
