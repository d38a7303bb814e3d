"""People on a stage: ``ada.send("/start")``, ``ada.press("Book")``, ``ada.screen.text``."""

import math
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias, TypeVar

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import func, select

from kalenner.clock import CLOCK, FixedClock
from kalenner.delivery import channels_of, keep_received, note_files, outcomes
from kalenner.delivery.albums import SILENCE, list_open
from kalenner.delivery.inbox import Update, answer_silent_album, handle, store
from kalenner.delivery.models import Inbox
from kalenner.delivery.preparer import wanted_file
from kalenner.delivery.queries import BEFORE_ALL, OpenUpdate, WaitingMessage, due_page, list_next
from kalenner.delivery.renderer import NotUnderstood, Obsolete, ReaderUnreachable, Rendering, render_all
from kalenner.file_use import FileUse
from kalenner.files import FILES, MAX_BYTES, FileFault
from kalenner.people import Account, AccountService
from kalenner.route import dump
from kalenner.screens import Button, Dialog, Press, Screen
from kalenner.testing.channel import NAME, FakeChannel, as_received
from kalenner.units import run_unit

T = TypeVar("T")

# Asked more often than anything else in a test: as text, it costs a tenth of the two questions it saves.
_IS_ANYTHING_LEFT = (
    "SELECT EXISTS (SELECT 1 FROM core_inbox WHERE state = 'open')"
    " OR EXISTS (SELECT 1 FROM core_outbox WHERE state = 'waiting')"
)


OpenWork: TypeAlias = tuple[list[OpenUpdate], list[WaitingMessage]]
"""The updates whose turn it is, and the messages that wait."""

NOW = object()
"""Instead of a dialog's version: the one it has when the press arrives."""


class Stage:
    """An application with the fake channel, and the people who use it."""

    def __init__(self, app: Router) -> None:
        self.app = app
        channel = channels_of(app.registry)[NAME]
        assert isinstance(channel, FakeChannel)  # noqa: S101 -- a stage is made of one
        self.channel = channel
        self.people: dict[str, Person] = {}
        # Another stage on the same database may have had updates before.
        self._keys: int = self.run(lambda request: request.dbsession.scalar(select(func.max(Inbox.key))) or 0)

    @property
    def clock(self) -> FixedClock:
        """The clock of the application, which stands still until it is moved."""
        clock = CLOCK.of(self.app.registry)
        assert isinstance(clock, FixedClock)  # noqa: S101 -- a stage of tests is made with one
        return clock

    def person(self, name: str, language: str = "en") -> "Person":
        """Return a new person who has not said anything yet."""
        person = Person(self, str(len(self.people) + 1), name, language)
        self.people[person.subject] = person
        return person

    def run(self, work: Callable[[Request], T], *, only_reads: bool = False) -> T:
        """Run a function as a unit of work."""
        return run_unit(self.app, "command/test", work, only_reads=only_reads)

    def arrive(self, subject: str, *payloads: dict[str, Any]) -> None:
        """Let updates arrive together, and everything that follows from them happen."""

        def take(request: Request) -> OpenWork:
            updates = []
            for payload in payloads:
                self._keys += 1
                if payload.get("version") is NOW:
                    payload["version"] = _dialog_version(request, subject)
                updates.append(Update(self._keys, subject, {"subject": subject, **payload}))
            store(request, NAME, updates)
            return _open_work(request)

        self._finish(self.run(take))

    def fall_silent(self) -> None:
        """Let a while pass in which nobody does anything, so that albums are whole and are answered."""
        self.clock.move(math.ceil(SILENCE.total_seconds()))
        for album in self.run(lambda request: list_open(request.dbsession, request.clock), only_reads=True):
            self.run(partial(answer_silent_album, album=album))
        self.settle()

    def settle(self) -> None:
        """Handle what came in and deliver what must go out, until nothing is left."""
        self._finish(self.run(_open_work, only_reads=True))

    def _finish(self, waiting: OpenWork) -> None:
        while any(waiting):
            updates, messages = waiting
            steps: list[Callable[[Request], object]] = [
                *(partial(handle, open_update=one, payload=self._prepared(one)) for one in updates),
                *(partial(self._deliver, message=message) for message in messages),
            ]
            for step in steps[:-1]:
                self.run(step)
            waiting = self.run(partial(_last, step=steps[-1]))

    def _prepared(self, update: OpenUpdate) -> dict[str, Any]:
        """Return the payload, the file noted or made into the picture that is wanted, as by the bot."""
        sent = update.payload.get("upload")
        if sent is None:
            return update.payload
        find = partial(wanted_file, channel=NAME, subject=update.subject, payload=update.payload)
        wanted = self.run(find, only_reads=True)
        if wanted is None:
            return update.payload
        if sent["size"] > MAX_BYTES:
            return {**update.payload, "upload": {**sent, "fault": FileFault.TOO_BIG}}
        if wanted.use is FileUse.FILE:
            self.run(partial(note_files, keys=[sent["key"]]))
            return update.payload
        files = FILES.of(self.app.registry)
        try:
            content = files.get(sent["key"])
        except KeyError:
            return {**update.payload, "upload": {**sent, "fault": FileFault.BROKEN}}
        files.delete(sent["key"])
        kept = keep_received(self.app, content, wanted.use, wanted.account_id).to_json()
        named = {"name": sent.get("name", ""), "caption": sent.get("caption", "")}
        return {**update.payload, "upload": {**kept, **named}}

    def _deliver(self, request: Request, message: WaitingMessage) -> None:
        rendering: Rendering | None = message.payload
        if not message.is_rendered:
            (rendering,) = render_all(request, self.channel, [message])
        person = self.people.get(message.address)
        if isinstance(rendering, NotUnderstood):
            outcomes.wait_for_screen(request, message.id, 1, str(rendering), days=7)
        elif isinstance(rendering, Obsolete) or person is None:
            outcomes.mark_obsolete(request, message.id, str(rendering))
        elif isinstance(rendering, ReaderUnreachable) or person.has_blocked:
            outcomes.mark_unreachable(request, message.id)
        elif isinstance(rendering, dict) and "removes" in rendering:
            person.lose(rendering["removes"])
            outcomes.mark_sent(
                request, self.channel, outcomes.Sent(message.id, message.address, rendering, {})
            )
        elif isinstance(rendering, dict):
            card = as_received(self.app.registry, self.channel.composed[rendering["composed"]])
            receipt = person.receive(card, rendering)
            sent = outcomes.Sent(message.id, message.address, rendering, receipt)
            outcomes.mark_sent(request, self.channel, sent)


class Person:
    """One person: what they see, and what they do."""

    def __init__(self, stage: Stage, subject: str, name: str, language: str) -> None:
        self.stage = stage
        self.subject = subject
        self.name = name
        self.language = language
        self.cards: list[Screen] = []
        """Messages of their own, newest last, as they read now: notifications, screens with an attachment."""
        self.has_blocked = False
        self.messages = 0
        """How many texts were typed, which are numbered from 1."""
        self._received: tuple[Screen, Screen] | None = None  # drawn once, however often it is looked at
        self._editable: dict[int, Screen] = {}
        """The cards that can be edited, by the numbers in their receipts."""

    def receive(self, card: Screen, rendering: dict[str, Any]) -> dict[str, Any]:
        """Get a message of its own, or an edit of an earlier one while that is there; return the receipt."""
        earlier = self._editable.get(rendering.get("card", 0))
        place = next((n for n, one in enumerate(self.cards) if one is earlier), len(self.cards))
        self.cards[place : place + 1] = [card]
        if not rendering.get("is_editable") and "trace" not in rendering and earlier is None:
            return {}
        number = rendering.get("card", -len(self._editable) - 1)
        self._editable[number] = card
        return {"card": number, "message": number}

    def lose(self, numbers: Sequence[int]) -> None:
        """See cards taken away; numbers of what the person has typed change nothing here."""
        gone = [self._editable.pop(number) for number in numbers if number in self._editable]
        self.cards = [card for card in self.cards if not any(card is one for one in gone)]

    def number_of(self, card: Screen) -> int:
        """Return the number of a card that can be replied to, which is below 0."""
        return next(number for number, one in self._editable.items() if one is card)

    @property
    def screens(self) -> list[Screen]:
        """Every screen shown so far, newest last."""
        return self.stage.channel.shown.get(self.subject, [])

    @property
    def screen(self) -> Screen:
        """The screen shown last; one with an attachment is among the `cards` and leaves this as it is."""
        shown = self.screens[-1]
        if self._received is None or self._received[0] is not shown:
            self._received = shown, as_received(self.stage.app.registry, shown)
        return self._received[1]

    @property
    def labels(self) -> list[list[str]]:
        """The labels of the buttons on show, row by row."""
        return [[button.label for button in row] for row in self.screen.rows]

    @property
    def account(self) -> Account | None:
        """The account behind the person, detached, for its columns."""

        def find(request: Request) -> Account | None:
            account = request.find_service(AccountService).find(NAME, self.subject)
            if account is not None:
                request.dbsession.expunge(account)
            return account

        return self.stage.run(find, only_reads=True)

    @property
    def provider_id(self) -> int:
        """The id of the person's practice."""

        def find(request: Request) -> int:
            account = request.find_service(AccountService).find(NAME, self.subject)
            provider_id: int = account.provider.id
            return provider_id

        return self.stage.run(find, only_reads=True)

    def send(self, text: str, *, formatted: str | None = None, reply_to: int | None = None) -> Screen:
        """Type a text or a command; `formatted` is the text with what was marked in it as tags.

        With `reply_to` it replies to a message, of their own or a card's (`number_of`).
        """
        if text.startswith("/"):
            command, _space, payload = text[1:].partition(" ")
            return self._do(command=command, payload=payload)
        self.messages += 1
        return self._do(text=text, formatted=formatted, message=self.messages, reply_to=reply_to)

    def edit(self, message: int | None = None, text: str | None = None) -> Screen:
        """Edit a text that was sent, the last one by default; the first is 1."""
        return self._do(edits=message or self.messages, text=text)

    def send_kind(self, kind: str, **parts: Any) -> Screen:
        """Send a message of a kind, with its parts as an :class:`Arrival` has them."""
        self.messages += 1
        return self._do(kind=kind, message=self.messages, **parts)

    def open(self, link: str) -> Screen:
        """Follow a start link."""
        return self.send(f"/start {link.rpartition('start=')[2]}")

    def upload(self, key: str, size: int, name: str = "", caption: str = "") -> Screen:
        """Send a file that stands in the file store, under a name, perhaps with a text below it."""
        self.messages += 1
        upload = {"key": key, "size": size, "name": name, "caption": caption}
        return self._do(upload=upload, message=self.messages)

    def upload_album(self, *files: tuple[str, int] | tuple[str, int, str]) -> Screen:
        """Send files, each (key, size) or (key, size, caption), as one album of messages."""
        self.stage.arrive(self.subject, *self.album_parts(*files))
        return self.screen

    def album_parts(self, *files: tuple[str, int] | tuple[str, int, str]) -> list[dict[str, Any]]:
        """Return the messages of an album, for ``Stage.arrive`` in any order."""
        sender = {"language": self.language, "first_name": self.name, "album": secrets.token_hex(4)}
        parts = []
        for key, size, *caption in files:
            self.messages += 1
            upload = {"key": key, "size": size, "caption": "".join(caption)}
            parts.append({**sender, "upload": upload, "message": self.messages})
        return parts

    def send_place(self, latitude: float, longitude: float) -> Screen:
        """Send a place, in degrees."""
        return self._do(place={"latitude": latitude, "longitude": longitude})

    def send_contact(self, phone: str) -> Screen:
        """Share a contact."""
        return self._do(phone=phone)

    def press(self, label: str, *, on: Screen | None = None) -> Screen:
        """Press the first button whose label holds `label`: of `on`, else of the screen, else of a card."""
        places = [on] if on is not None else [self.screen, *reversed(self.cards)]
        buttons = (button for place in places for button in _buttons(place))
        target = next((button for button in buttons if label in button.label), None)
        if target is None:
            labels = [[button.label for button in _buttons(place)] for place in places]
            raise LookupError(f"{self.name} sees no button {label!r} among {labels}")
        return self.follow(target)

    def follow(self, button: Button) -> Screen:
        """Press this very button, as old as it may be."""
        if not isinstance(button.target, Press):
            raise TypeError(f"{button.label!r} leads out of the bot")
        return self.press_data(button.target)

    def press_data(self, press: Press, *, version: int | None = None) -> Screen:
        """Press what a button with this target sends; the dialog's present `version` is the default."""
        args = {name: dump(value) for name, value in press.args.items()}
        return self._do(
            press={"screen": press.screen, "args": args, "is_effect": press.is_effect},
            version=NOW if version is None else version,
        )

    @property
    def version(self) -> int:
        """The version of the person's dialog now."""

        return self.stage.run(partial(_dialog_version, subject=self.subject), only_reads=True)

    def _do(self, **payload: Any) -> Screen:
        message = {"language": self.language, "first_name": self.name, **payload}
        self.stage.arrive(self.subject, message)
        return self.screen


def _dialog_version(request: Request, subject: str) -> int:
    account = request.find_service(AccountService).find(NAME, subject)
    query = select(Dialog.version).where(Dialog.account_id == account.id)
    return request.dbsession.scalar(query) or 0


def _last(request: Request, step: Callable[[Request], object]) -> OpenWork:
    """Take the last of several steps, and look for what is left then, in one unit of work."""
    step(request)
    request.dbsession.flush()
    return _open_work(request)


def _open_work(request: Request) -> OpenWork:
    is_anything_left = request.dbsession.connection().exec_driver_sql(_IS_ANYTHING_LEFT).scalar()
    if not is_anything_left:
        return [], []
    messages = due_page(request, NAME, BEFORE_ALL, 500)
    return list_next(request, 50), messages


def _buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]
