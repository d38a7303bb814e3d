"""People on the stand-in for Telegram: each does one thing at a time, on purpose or at random."""

import io
import random
from collections.abc import Iterator
from itertools import cycle

from PIL import Image
from tests.bot_adapter.telegram.broken_updates import broken, samples
from tests.hostile_strings import HOSTILE
from tools.soak.flows import CLIENT, PROFESSIONAL, Press, Send, Step

from kalenner_playground import person_actions
from kalenner_playground.errors import NotPossible
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import FileUpload
from kalenner_playground.store import JsonObject

UNWISE = (
    "Delete",
    "Remove",
    "Revoke",
    "Block",
    "Unpublish",
    "Yes,",
    "Vacation",
    "Away",
    "Holiday",
    "language",
)
"""What nobody presses at random: it would end the practice, and with it the load."""
TEXTS = [text for text in HOSTILE if text.strip()]


class Participant:
    """Somebody with a phone, who is under way somewhere."""

    def __init__(self, telegram: FakeTelegram, chance: random.Random, name: str) -> None:
        self.telegram, self.chance = telegram, chance
        self.id = telegram.persons.add(name, language="en").id
        self.ways = CLIENT
        self._steps: list[Step] = []
        self._broken = cycle(self._broken_updates())

    def act(self) -> None:
        """Do the next thing."""
        if self._steps:
            self._take(self._steps.pop(0))
            return
        lot = self.chance.random()
        if lot < 0.5:
            self.begin(self.chance.choice(self.ways))
        elif lot < 0.85:
            self.press_anything()
        else:
            self.chance.choice((self.send_junk, self.send_file, self.send_broken, self.send_place))()

    def begin(self, way: tuple[Step, ...]) -> None:
        """Start going a way."""
        self._steps = [*way]

    @property
    def is_under_way(self) -> bool:
        """Whether something is left of the way."""
        return bool(self._steps)

    def press_anything(self) -> None:
        """Press one of the buttons of the newest message; who sees none asks for the menu."""
        buttons = [place for place in self._buttons() if not any(word in place[0] for word in UNWISE)]
        if buttons:
            self._press(*self.chance.choice(buttons)[1:])
        else:
            self._send("/menu")

    def send_junk(self) -> None:
        """Write something that has broken software."""
        self._send(self.chance.choice(TEXTS)[:4_000])

    def send_file(self) -> None:
        """Send a file that nobody asked for."""
        upload = FileUpload("notes.pdf", "application/pdf", self.chance.randbytes(2_000))
        person_actions.send_files(self.telegram, self.id, "document", [upload])

    def send_place(self) -> None:
        """Send where one is."""
        person_actions.send_location(self.telegram, self.id, 52.5, self.chance.uniform(13, 14))

    def send_photo(self) -> None:
        """Send a photo, each of another colour."""
        file = io.BytesIO()
        colour = (self.chance.randrange(256), self.chance.randrange(256), 90)
        Image.new("RGB", (320, 240), colour).save(file, "JPEG")
        upload = FileUpload("photo.jpg", "image/jpeg", file.getvalue())
        person_actions.send_files(self.telegram, self.id, "photo", [upload])

    def send_broken(self) -> None:
        """Send an update that is broken in one field."""
        for kind, content in next(self._broken).items():
            self.telegram.updates.add(kind, content)

    def _take(self, step: Step) -> None:
        if isinstance(step, Send):
            self._send(step.text)
        elif isinstance(step, Press):
            wanted = [place for place in self._buttons() if step.is_wanted(place[0])]
            if wanted:
                self._press(*self.chance.choice(wanted)[1:])
            else:
                self._steps.clear()
        else:
            self.send_photo()

    def _buttons(self) -> list[tuple[str, int, int, int]]:
        """Return the label, message, row and column of each button of the newest message."""
        newest = self.telegram.messages.newest(self.id, from_bot=True)
        if newest is None:
            return []
        return [
            (str(button["text"]), newest.id, row, column)
            for row, buttons in enumerate(newest.rows)
            for column, button in enumerate(buttons)
        ]

    def _press(self, message: int, row: int, column: int) -> None:
        try:
            person_actions.press_button(self.telegram, self.id, message, row, column)
        except NotPossible:  # the message has changed since we looked at it
            self._steps.clear()

    def _send(self, text: str) -> None:
        person_actions.send_text(self.telegram, self.id, text)

    def _broken_updates(self) -> Iterator[JsonObject]:
        person: JsonObject = {"id": self.id, "is_bot": False, "first_name": "Broken", "language_code": "en"}
        updates = [changed for sample in samples(person) for _name, changed in broken(sample)]
        self.chance.shuffle(updates)
        return iter(updates)


class Professional(Participant):
    """Somebody who answers requests first."""

    def __init__(self, telegram: FakeTelegram, chance: random.Random, name: str) -> None:
        super().__init__(telegram, chance, name)
        self.ways = PROFESSIONAL

    def act(self) -> None:
        """Accept what is asked for, most of the time; else do the next thing."""
        accept = [place for place in self._buttons() if place[0] == "✅ Accept"]
        if accept and self.chance.random() < 0.8:
            self._press(*accept[0][1:])
        else:
            super().act()
