"""What the tests of support have in common."""

from dataclasses import dataclass

from sqlalchemy import select

from kalenner.files import FILES
from kalenner.testing import Person, Stage, go
from kalenner_support.models import Ticket


@dataclass
class People:
    """Sonia answers tickets; Ada is a client of somebody else's."""

    stage: Stage
    sonia: Person
    ada: Person

    def ticket(self, number: int = 1) -> Ticket:
        """Return a ticket, detached."""

        def read(request) -> Ticket:  # type: ignore[no-untyped-def]
            ticket = request.dbsession.scalars(select(Ticket).where(Ticket.number == number)).one()
            request.dbsession.expunge(ticket)
            return ticket

        return self.stage.run(read)


def send_file(person: Person, data: bytes, name: str) -> None:
    """Send a file to the bot."""
    person.upload(FILES.of(person.stage.app.registry).put(data), len(data), name)


def ask(person: Person, *texts: str) -> None:
    """Send a ticket of these messages."""
    person.press_data(go("support.write"))
    for text in texts:
        person.send(text)
    person.press("Send")
