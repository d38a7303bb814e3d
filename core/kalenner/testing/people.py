"""People on a stage: ``ada.send("/start")``, ``ada.press("Book")``, ``ada.screen.text``."""

import secrets
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.request import Request
from sqlalchemy import select

from kalenner.people import Account, AccountService
from kalenner.route import dump
from kalenner.screens import Button, Dialog, Press, Screen
from kalenner.testing.channel import NAME, as_received

if TYPE_CHECKING:
    from kalenner.testing.stage import Stage

NOW = object()
"""Instead of a dialog's version: the one it has when the press arrives."""


class Person:
    """One person: what they see, and what they do."""

    def __init__(self, stage: "Stage", subject: str, name: str, language: str) -> None:
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

        return self.stage.run(partial(dialog_version, subject=self.subject), only_reads=True)

    def _do(self, **payload: Any) -> Screen:
        message = {"language": self.language, "first_name": self.name, **payload}
        self.stage.arrive(self.subject, message)
        return self.screen


def dialog_version(request: Request, subject: str) -> int:
    """Return the version of a person's dialog, which presses name."""
    account = request.find_service(AccountService).find(NAME, subject)
    query = select(Dialog.version).where(Dialog.account_id == account.id)
    return request.dbsession.scalar(query) or 0


def _buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]
