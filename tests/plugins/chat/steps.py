"""What the tests of the chat have in common."""

from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import select

from kalenner.database import table_of
from kalenner.files import FILES
from kalenner.people import AccountService, Client
from kalenner.tasks import TASKS
from kalenner.tasks import run_task as run
from kalenner.testing import Person, Stage, act
from kalenner.testing.channel import NAME
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.models import ChatMessage

TABLE = table_of(ChatMessage)


@dataclass
class People:
    """Olga is a professional, Ada her client."""

    stage: Stage
    olga: Person
    ada: Person

    def client_id(self, person: Person | None = None) -> int:
        """Return the id of a person's relation to Olga."""
        subject = (person or self.ada).subject

        def find(request: Request) -> int:
            account = request.find_service(AccountService).find(NAME, subject)
            query = select(Client.id).where(Client.account_id == account.id)
            client_id: int = request.dbsession.scalar(query)
            return client_id

        return self.stage.run(find, only_reads=True)

    def open(self, person: Person | None = None) -> None:
        """Let Olga open the chat with somebody."""
        self.olga.press_data(act("chat.open_client", client=self.client_id(person)))

    def open_as_client(self, person: Person | None = None) -> None:
        """Let a client open the chat with Olga."""
        provider = self.olga.provider_id
        (person or self.ada).press_data(act("chat.open_specialist", provider=provider))


def texts(stage: Stage) -> list[str]:
    """Return what all messages say, in their order."""

    def read(request: Request) -> list[str]:
        cipher = request.find_service(ChatCipher)
        order = (ChatMessage.position, ChatMessage.number, ChatMessage.id)
        rows = request.dbsession.scalars(select(ChatMessage).order_by(*order))
        contents = [cipher.content_of(row.thread, row) for row in rows]
        return [content.text for content in contents if content is not None]

    return stage.run(read, only_reads=True)


def got(person: Person) -> list[str]:
    """Return what the cards of a person say, without the names of buttons."""
    return [str(card.text) for card in person.cards]


def put_file(person: Person, data: bytes) -> str:
    """Put bytes where a person's file comes from; return the key."""
    return FILES.of(person.stage.app.registry).put(data)


def send_file(person: Person, kind: str, data: bytes, *, name: str = "a.jpg", **parts: Any) -> None:
    """Send a file of a kind, with a name and perhaps a caption."""
    caption = parts.pop("caption", "")
    upload = {"key": put_file(person, data), "size": len(data), "name": name, "caption": caption}
    person.send_kind(kind, upload=upload, **parts)


def run_task(stage: Stage, name: str) -> None:
    """Run a task of the calendar."""
    run(stage.app, TASKS.of(stage.app.registry)[name])
    stage.settle()
