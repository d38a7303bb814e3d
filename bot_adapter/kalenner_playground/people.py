"""A person with a phone, for tests and sample data: writes, presses and reads as a person would."""

from dataclasses import dataclass

from kalenner_playground import doings
from kalenner_playground.entities import to_html
from kalenner_playground.errors import NotPossible
from kalenner_playground.files import Upload
from kalenner_playground.ground import Json
from kalenner_playground.messages import Message
from kalenner_playground.persons import PersonCard
from kalenner_playground.presses import Press
from kalenner_playground.world import World


@dataclass(frozen=True)
class Shown:
    """A message as a person sees it: `buttons` are rows of labels, `raw` is the Bot API's `Message`."""

    id: int
    text: str
    html: str
    buttons: list[list[str]]
    from_bot: bool
    media: str | None
    raw: Json

    @property
    def labels(self) -> list[str]:
        """All labels of its buttons, row by row."""
        return [label for row in self.buttons for label in row]


class Phone:
    """What a person does and sees. Two objects for one person are the same person."""

    def __init__(self, world: World, person: int) -> None:
        self.world = world
        self.id = world.persons.get(person).id
        self.copied = ""
        self.followed = ""

    @classmethod
    def of_new(
        cls, world: World, first_name: str, *, last_name: str = "", username: str = "", language: str = "en"
    ) -> "Phone":
        """Add a person to the world; they have not started the bot yet."""
        card = world.persons.add(first_name, last_name=last_name, username=username, language=language)
        world.tell_person(card.id)
        return cls(world, card.id)

    @property
    def card(self) -> PersonCard:
        """Who they are, and whether they started or blocked the bot."""
        return self.world.persons.get(self.id)

    @property
    def messages(self) -> list[Shown]:
        """All messages of the chat, oldest first."""
        return [_shown(message) for message in self.world.messages.list_chat(self.id)]

    @property
    def screen(self) -> Shown:
        """The newest message of the bot; raises `LookupError` if there is none."""
        newest = self.world.messages.newest(self.id, from_bot=True)
        if newest is None:
            raise LookupError("the bot has not written yet")
        return _shown(newest)

    @property
    def alerts(self) -> list[str]:
        """The texts shown as an alert after a press, oldest first."""
        return [
            answer["text"] for answer in self._answers() if answer.get("text") and answer.get("show_alert")
        ]

    @property
    def toasts(self) -> list[str]:
        """The texts shown in passing after a press, oldest first."""
        return [
            answer["text"]
            for answer in self._answers()
            if answer.get("text") and not answer.get("show_alert")
        ]

    def send(self, text: str, *, reply_to: int | None = None) -> Shown:
        """Write a text."""
        return _shown(doings.send_text(self.world, self.id, text, reply_to)[-1])

    def edit(self, message: int, text: str) -> Shown:
        """Change a text written before."""
        return _shown(doings.edit_text(self.world, self.id, message, text))

    def press(self, label: str, *, on: Shown | int | None = None) -> Press | None:
        """Press the button whose label is or contains `label`, on the newest message that has one.

        A link to the bot is opened, another one kept as `followed`, a text to copy as `copied`; then there is
        no press and None is returned. Raises `NotPossible` naming the buttons there are.
        """
        wanted = on.id if isinstance(on, Shown) else on
        there: list[str] = []
        for message in reversed(self.world.messages.list_chat(self.id)):
            if wanted in (None, message.id):
                places = sorted(_places(message), key=lambda place: place[0] != label)
                there += [text for text, _row, _column in places]
                for text, row, column in places:
                    if label in text:
                        return self._press(message.id, row, column)
        below = self.card.keyboard or {}
        for button in (button for buttons in below.get("keyboard", []) for button in buttons):
            if label in button["text"]:
                self._press_below(button)
                return None
        raise NotPossible(f"no button says {label!r}; there are {there[:40]}")

    def press_data(self, data: str, *, on: Shown | int) -> Press:
        """Press with data of one's own making, as a forged client can."""
        return doings.press_data(self.world, self.id, on.id if isinstance(on, Shown) else on, data)

    def answer_to(self, press: Press, timeout: float = 5.0) -> Json:
        """Return the bot's answer to a press, once there is one; raises `TimeoutError`."""

        def answer() -> Json | None:
            found = self.world.presses.find(press.id)
            return {"there": found.answer} if found and found.answer is not None else None

        found = self.world.wait(answer, timeout)
        whole: Json = found["there"] if found else {}
        return whole

    def sees(self, text: str, timeout: float = 5.0) -> Shown:
        """Return the newest message of the bot once it contains `text`; raises `TimeoutError`."""

        def arrived() -> bool:
            newest = self.world.messages.newest(self.id, from_bot=True)
            return newest is not None and text in newest.formatted.text

        try:
            self.world.wait(arrived, timeout)
        except TimeoutError:
            newest = self.world.messages.newest(self.id, from_bot=True)
            there = newest.formatted.text if newest else "nothing"
            raise TimeoutError(f"waited {timeout} s for {text!r}; the screen says {there!r}") from None
        return self.screen

    def open(self, link: str) -> Shown | None:
        """Follow a link to the bot; None for a link that leads elsewhere."""
        sent = doings.open_link(self.world, self.id, link)
        return _shown(sent) if sent else None

    def send_photo(self, *contents: bytes, caption: str = "") -> list[Shown]:
        """Send one picture, or several as an album."""
        uploads = [Upload("photo.jpg", "image/jpeg", content) for content in contents]
        return [_shown(sent) for sent in doings.send_files(self.world, self.id, "photo", uploads, caption)]

    def send_document(self, content: bytes, name: str, *, mime: str = "", caption: str = "") -> Shown:
        """Send a file as it is."""
        upload = Upload(name, mime, content)
        return _shown(doings.send_files(self.world, self.id, "document", [upload], caption)[0])

    def send_contact(self, phone: str = "+4915112345678") -> Shown:
        """Share the own contact."""
        return _shown(doings.send_contact(self.world, self.id, phone))

    def send_location(self, latitude: float, longitude: float) -> Shown:
        """Share a place."""
        return _shown(doings.send_location(self.world, self.id, latitude, longitude))

    def file(self, shown: Shown) -> bytes:
        """Return the bytes of the picture (in its largest size), video or document of a message."""
        if shown.media is None:
            raise NotPossible("this message has no file")
        about = shown.raw[shown.media]
        return self.world.files.read((about[-1] if shown.media == "photo" else about)["file_id"])

    def block(self) -> None:
        """Block the bot."""
        doings.set_blocked(self.world, self.id, blocked=True)

    def unblock(self) -> None:
        """Take the block back."""
        doings.set_blocked(self.world, self.id, blocked=False)

    def _answers(self) -> list[Json]:
        return [press.answer for press in self.world.presses.answered(self.id) if press.answer]

    def _press(self, message: int, row: int, column: int) -> Press | None:
        pressed = doings.press_button(self.world, self.id, message, row, column)
        if pressed.copied:
            self.copied = pressed.copied
        if pressed.link and self.open(pressed.link) is None:
            self.followed = pressed.link
        return pressed.press

    def _press_below(self, button: Json) -> None:
        """Press a button of the keyboard below the text field, which writes or shares something."""
        if button.get("request_contact"):
            self.send_contact()
        elif button.get("request_location"):
            self.send_location(52.5163, 13.3777)
        else:
            self.send(button["text"])


def _places(message: Message) -> list[tuple[str, int, int]]:
    """Return label, row and column of each button."""
    return [
        (button["text"], row, column)
        for row, buttons in enumerate(message.rows)
        for column, button in enumerate(buttons)
    ]


def _shown(message: Message) -> Shown:
    labels = [[button["text"] for button in row] for row in message.rows]
    formatted = message.formatted
    return Shown(
        message.id, formatted.text, to_html(formatted), labels, message.from_bot, message.media, message.body
    )
