"""One press from receiving to recording, step by step as the processes take it, and what it asks the database."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event

from kalenner.database import SESSIONS
from kalenner.delivery import channels_of, outcomes
from kalenner.delivery.inbox import handle, handle_all
from kalenner.delivery.looks import look
from kalenner.delivery.queries import BEFORE_ALL, OpenUpdate, WaitingMessage, due_page, list_next
from kalenner.delivery.renderer import render_all
from kalenner.units import run_unit

NAME = "telegram"


@dataclass(frozen=True)
class Cost:
    """Statements, SAVEPOINT and RELEASE among them, BEGIN and COMMIT not; and the commits that wrote."""

    statements: int
    writing_commits: int
    handling: int = field(default=0, compare=False)
    """How many of the statements the update's own unit of work has."""


class CountedBot:
    """The steps of receiver, dispatcher and sender, without the looks that find nothing."""

    def __init__(self, app: Router) -> None:
        self.app = app
        self.engine = SESSIONS.of(app.registry).engine.dialect.name
        self.channel: Any = channels_of(app.registry)[NAME]
        self._statements = 0
        self._writing_commits = 0
        self._handling = 0
        self._number = 0
        sessions = SESSIONS.of(app.registry)
        event.listen(sessions.engine, "before_cursor_execute", self._note_statement)
        event.listen(sessions, "after_commit", self._note_commit)

    def close(self) -> None:
        """Count no more."""
        sessions = SESSIONS.of(self.app.registry)
        event.remove(sessions.engine, "before_cursor_execute", self._note_statement)
        event.remove(sessions, "after_commit", self._note_commit)

    def _note_statement(self, *_of_the_statement: Any) -> None:
        self._statements += 1

    def _note_commit(self, session: Any) -> None:
        is_whole = not session.in_nested_transaction()
        self._writing_commits += is_whole and not session.info.get("readonly")

    def run(self, work: Any) -> Any:
        """Run a function as a unit of work."""
        return run_unit(self.app, "command/test", work)

    def send(self, person: int, text: str) -> list[dict[str, Any]]:
        """Let somebody type; return what is sent."""
        return self.serve([{"message": {**_message(person), "from": _person(person), "text": text}}])

    def press(self, person: int, sent: list[dict[str, Any]], label: str) -> tuple[list[dict[str, Any]], Cost]:
        """Let somebody press a button of what was sent; return what is sent then, and what it cost."""
        update = self.pressed(person, sent, label)
        self._statements = self._writing_commits = 0
        answered = self.serve([update])
        return answered, Cost(self._statements, self._writing_commits, self._handling)

    def press_together(self, presses: list[tuple[int, list[dict[str, Any]], str]]) -> Cost:
        """Let several people press before the dispatcher looks; return what all of it cost."""
        updates = [self.pressed(*press) for press in presses]
        self._statements = self._writing_commits = 0
        self.serve(updates)
        return Cost(self._statements, self._writing_commits)

    def pressed(self, person: int, sent: list[dict[str, Any]], label: str) -> dict[str, Any]:
        """Return the update of a press."""
        buttons = [button for payload in sent for row in payload.get("rows", ()) for button in row]
        data = next(button["callback_data"] for button in buttons if label in button["text"])
        query = {"id": f"{person}-{data}-{self._number}", "from": _person(person), "data": data}
        return {"callback_query": {**query, "chat_instance": "1", "message": _message(person)}}

    def serve(self, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Store updates, handle them, and deliver what is to be sent, until nothing is left."""
        numbered = [{"update_id": self._number + place, **update} for place, update in enumerate(updates, 1)]
        self._number += len(updates)
        self.channel.store(numbered)
        open_updates = look(self.app, "inbox/open", lambda request: list_next(request, 64))
        before = self._statements
        self._handle(open_updates)
        self._handling = self._statements - before
        sent: list[dict[str, Any]] = []
        while self._is_anything_due():
            sent += self._deliver()
        return sent

    def _handle(self, updates: list[OpenUpdate]) -> None:
        if self.engine == "sqlite" and len(updates) > 1:
            run_unit(self.app, "inbox/1", partial(handle_all, updates=updates))
            return
        for update in updates:
            run_unit(self.app, "inbox/1", partial(handle, open_update=update, payload=update.payload))

    def _is_anything_due(self) -> bool:
        counted = self._statements
        found = look(self.app, "outbox/due", lambda request: due_page(request, NAME, BEFORE_ALL, 1))
        self._statements = counted
        return bool(found)

    def _deliver(self) -> list[dict[str, Any]]:
        messages: list[WaitingMessage] = look(self.app, "outbox/look", self._look)
        notifications = [message for message in messages if not message.is_rendered]
        payloads = [(message, message.payload) for message in messages if message.is_rendered]
        if notifications:
            work = partial(render_all, channel=self.channel, messages=notifications)
            payloads += zip(notifications, self._read("outbox/render", work), strict=True)
        run_unit(self.app, "outbox/record", partial(self._record, payloads=payloads))
        return [payload for _message, payload in payloads]

    def _look(self, request: Request) -> list[WaitingMessage]:
        messages = due_page(request, NAME, BEFORE_ALL, 64)
        rendered = [(message.address, message.payload) for message in messages if message.is_rendered]
        self.channel.recall(request.dbsession, rendered)
        return messages

    def _record(self, request: Request, payloads: list[tuple[WaitingMessage, Any]]) -> None:
        sent = [
            outcomes.Sent(message.id, message.address, payload, _receipt(payload))
            for message, payload in payloads
        ]
        outcomes.mark_sent(request, self.channel, *sent)

    def _read(self, name: str, work: Any) -> Any:
        return run_unit(self.app, name, work, only_reads=True)


def _receipt(payload: dict[str, Any]) -> dict[str, Any]:
    return {"menu": 1} if payload["do"] in {"menu", "edit"} else {}


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Somebody", "language_code": "en"}


def _message(person: int) -> dict[str, Any]:
    return {"message_id": 1, "date": 1, "chat": {"id": person, "type": "private"}}
