"""What the tests of documents have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pyramid.request import Request
from sqlalchemy import select

from kalenner.files import FILES, PrivateFileService
from kalenner.files.models import PrivateFile
from kalenner.people import AccountService, Client
from kalenner.testing import Person, Stage, go
from kalenner.testing.channel import NAME
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.document_service import DocumentService
from kalenner_documents.models import Consent, Decision, Document
from kalenner_documents.sample import sample_file
from kalenner_documents.words import Words

T = TypeVar("T")
TERMS = b"%PDF-1.7 who comes late pays all the same"


@dataclass
class People:
    """Olga is a professional, Ada her client."""

    stage: Stage
    olga: Person
    ada: Person

    def run(self, work: Callable[[Request], T]) -> T:
        """Run a function as a unit of work, and what follows from it."""
        result = self.stage.run(work)
        self.stage.settle()
        return result

    def client_id(self, person: Person | None = None) -> int:
        """Return the id of a person's relation to Olga."""
        account = (person or self.ada).account
        assert account is not None
        query = select(Client.id).where(
            Client.account_id == account.id, Client.provider_id == self.olga.provider_id
        )
        return self.stage.run(lambda request: request.dbsession.scalars(query).one())


def send_file(person: Person, data: bytes, name: str = "terms.pdf") -> None:
    """Send a file to the bot."""
    store = FILES.of(person.stage.app.registry)
    person.upload(store.put(data), len(data), name)


def send_album(person: Person, *files: tuple[bytes | int, str, str], is_whole: bool = True) -> None:
    """Send an album of files, each with its bytes or only its size, its name and its caption."""
    store = FILES.of(person.stage.app.registry)
    parts = person.album_parts(
        *(
            ("big", data, caption) if isinstance(data, int) else (store.put(data), len(data), caption)
            for data, _name, caption in files
        )
    )
    for part, (_data, name, _caption) in zip(parts, files, strict=True):
        part["upload"]["name"] = name
    person.stage.arrive(person.subject, *parts)
    if is_whole:
        person.stage.fall_silent()


def upload(people: People, data: bytes = TERMS, *, name: str = "Terms", with_consent: bool = True) -> int:
    """Let Olga upload a document; return its id."""
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_file(olga, data)
    olga.send(name)
    olga.press("Yes" if with_consent else "No")
    olga.press("Confirm")
    return people.stage.run(
        lambda request: request.dbsession.scalars(
            select(Document.id).order_by(Document.id.desc()).limit(1)
        ).one()
    )


def make_documents(people: People, count: int, *, with_consent: bool = True) -> list[int]:
    """Make documents of Olga's; return their ids."""

    def make(request: Request) -> list[int]:
        provider = request.find_service(AccountService).find(NAME, people.olga.subject).provider
        service = request.find_service(DocumentService)
        made = []
        for number in range(count):
            file = sample_file(request, provider.account, "text", str(number))
            made.append(service.create(provider, f"No. {number}", file, needs_consent=with_consent))
        return [document.id for document in made]

    return people.stage.run(make)


def decide(people: People, document_id: int, decision: Decision, person: Person | None = None) -> Consent:
    """Let a client say something about the present version, without a screen."""
    client_id = people.client_id(person)

    def say(request: Request) -> Consent:
        client = request.dbsession.get_one(Client, client_id)
        document = request.dbsession.get_one(Document, document_id)
        words = Words("Ada", "Terms", "Please agree.", "en")
        service = request.find_service(ConsentService)
        consent = service.decide(client, document, document.version, decision, words)
        request.dbsession.expunge(consent)
        return consent

    return people.stage.run(say)


def kept_files(people: People) -> list[bytes]:
    """Return what every private file holds that was taken and not destroyed, in the order of arrival."""

    def read(request: Request) -> list[bytes]:
        rows = request.dbsession.scalars(
            select(PrivateFile).where(PrivateFile.state == "kept").order_by(PrivateFile.id)
        )
        service = request.find_service(PrivateFileService)
        return [b"".join(service.open(row).read()) for row in rows]

    return people.stage.run(read)
