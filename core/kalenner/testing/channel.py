"""A channel that keeps what it is given."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.delivery import Message, Priority, Reachability, Receipt, enqueue
from kalenner.drawings import Drawing, drawn
from kalenner.files import MAX_BYTES
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import (
    Arrival,
    Button,
    MessageKind,
    Place,
    Press,
    Screen,
    SharedContact,
    Upload,
    Visit,
)
from kalenner.screens.registry import find_press, specs_of

NAME = "fake"
_NO_BREAK = "\N{NO-BREAK SPACE}"


class FakeChannel:
    """Shows screens by keeping them in `shown`, newest last, for each person.

    No-break spaces are kept as plain ones, so that a test is written as it reads.
    """

    name = NAME
    title = "Telegram"
    messages_per_second = 1000.0
    most_file_bytes = MAX_BYTES
    removable_hours = 48

    def __init__(self) -> None:
        self.shown: dict[str, list[Screen]] = {}
        self.composed: dict[int, Screen] = {}
        self.refused: set[str] = set()
        """Beginnings of the addresses that no button may lead to."""
        self.removed: dict[str, list[int]] = {}
        """The messages of each person that were removed from the chat."""
        self.start_links = "https://t.me/kalenner_test_bot?start="
        """What links that start the bot begin with."""

    def renew(self) -> None:
        """Forget everything, for the next test that uses the same application."""
        vars(self).update(vars(type(self)()))

    def has_file(self, payload: dict[str, Any]) -> bool:
        """What people send stands in the file store; the stage makes of it what it is wanted for."""
        del payload
        return False

    async def fetch(self, payload: dict[str, Any], most: int) -> None:
        """Nothing has to be fetched."""
        del payload, most

    def read(self, request: Request, payload: dict[str, Any]) -> Arrival | Reachability | None:
        """Understand what :class:`kalenner.testing.people.Person` wrote."""
        if "reachable" in payload:
            return Reachability(is_reachable=payload["reachable"])
        press, values = payload.pop("press", None), {**payload}
        if press is not None:
            values |= {"is_press": True, "press": self._press(request, press)}
        if "upload" in values:
            sent = {"message": values.get("message"), "sent_at": request.clock.now().timestamp()}
            values["upload"] = Upload.from_json(values["upload"] | sent)
        if "place" in values:
            values["place"] = Place(**values["place"])
        if "contact" in values:
            values["contact"] = SharedContact(**values["contact"])
        if "sent_at" in values:
            values["sent_at"] = dt.datetime.fromtimestamp(values["sent_at"], dt.UTC)
        if "kind" in values:
            values["kind"] = MessageKind(values["kind"])
        return Arrival(**values)

    def _press(self, request: Request, press: dict[str, Any]) -> Press | None:
        found_press = find_press(specs_of(request.registry), press["screen"], press["args"])
        return found_press and dataclasses.replace(found_press, is_effect=press["is_effect"])

    def show(self, request: Request, visit: Visit, payload: dict[str, Any], screen: Screen) -> None:
        """Keep the screen; one with an attachment is sent as a message of its own instead."""
        del payload
        if screen.attachment is not None:
            composed = self.compose(request, visit, screen)
            subject, account_id = visit.arrival.subject, visit.account.id
            enqueue(request, NAME, Message(subject, composed, Priority.ANSWER, account_id=account_id))
            return
        self.shown.setdefault(visit.arrival.subject, []).append(_plain(screen))

    def remove(self, request: Request, visit: Visit, messages: Sequence[int]) -> None:
        """Keep which messages are gone."""
        del request
        self.removed.setdefault(visit.arrival.subject, []).extend(messages)

    def acknowledgement(self, payload: dict[str, Any]) -> None:
        """Nothing waits here."""
        del payload

    def compose(
        self, request: Request, visit: Visit, screen: Screen, earlier: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Keep the screen under a number; the place of the card that it edits goes with it."""
        del request, visit
        number = len(self.composed)
        self.composed[number] = _plain(screen)
        return {"composed": number, **(earlier or {})}

    def removal(self, numbers: Sequence[int]) -> dict[str, Any]:
        """Return what takes the cards of these numbers away."""
        return {"removes": list(numbers)}

    def supersedes(self, later: dict[str, Any], earlier: dict[str, Any]) -> bool:
        """Every screen is seen."""
        del later, earlier
        return False

    def recall(self, dbsession: Session, messages: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Nothing is stored of chats."""
        del dbsession, messages

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Nothing is sent."""
        del address, payload
        return {}

    def sent(
        self, dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]
    ) -> None:
        """Nothing is remembered."""
        del dbsession, address, payload, receipt

    def start_link(self, request: Request, payload: str) -> str | None:
        """Return a link of a bot that does not exist."""
        del request
        return f"{self.start_links}{payload}"

    def opens(self, url: str) -> bool:
        """Refuse the addresses that a test has chosen."""
        return not url.startswith(tuple(self.refused))

    def receive(self, updates: Sequence[bytes]) -> Receipt:
        """Nobody can read anything."""
        return Receipt(stored=0, unreadable=len(updates))

    async def listen(self) -> None:
        """Nothing arrives by itself."""

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""


def as_received(registry: Registry, screen: Screen) -> Screen:
    """Return a screen with what is drawn when it is sent."""
    if isinstance(screen.picture, Drawing):
        return screen.replace(picture=drawn(registry, screen.picture))
    if screen.attachment is not None and isinstance(screen.attachment.content, Drawing):
        content = drawn(registry, screen.attachment.content)
        return screen.replace(attachment=dataclasses.replace(screen.attachment, content=content))
    return screen


def _plain(screen: Screen) -> Screen:
    def plain(button: Button) -> Button:
        return dataclasses.replace(button, label=button.label.replace(_NO_BREAK, " "))

    rows = tuple(tuple(map(plain, row)) for row in screen.rows)
    return screen.replace(text=screen.text.replace(_NO_BREAK, " "), rows=rows)


def includeme(config: Configurator) -> None:
    """Add the channel."""
    config.add_channel(FakeChannel())


class _NoHooks:
    """A plugin object without hook implementations."""


def fake_plugin() -> LoadedPlugin:
    """Return the channel as a plugin, to be loaded instead of an adapter."""
    return LoadedPlugin(Plugin(NAME, "Fake channel", "kalenner.testing.channel", has_texts=False), _NoHooks())
