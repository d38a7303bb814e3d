"""A person's chat with the bot, for tests: writes, presses and reads as a person would."""

from dataclasses import dataclass

from kalenner_playground import person_actions
from kalenner_playground.entities import to_html
from kalenner_playground.errors import NotPossible
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import FileUpload
from kalenner_playground.messages import Message
from kalenner_playground.persons import PlaygroundPerson
from kalenner_playground.presses import ButtonPress
from kalenner_playground.store import JsonObject


@dataclass(frozen=True)
class ChatMessage:
    """A message as a person sees it: `buttons` are rows of labels, `raw` is the Bot API's `Message`."""

    id: int
    text: str
    html: str
    buttons: list[list[str]]
    from_bot: bool
    media: str | None
    raw: JsonObject

    @property
    def labels(self) -> list[str]:
        """All labels of its buttons, row by row."""
        return [label for row in self.buttons for label in row]


class Phone:
    """What a person does and sees. Two objects for one person are the same person."""

    def __init__(self, telegram: FakeTelegram, person_id: int) -> None:
        self.telegram = telegram
        self.id = telegram.persons.get(person_id).id
        self.copied = ""
        self.followed = ""

    @classmethod
    def of_new(
        cls,
        telegram: FakeTelegram,
        first_name: str,
        *,
        last_name: str = "",
        username: str = "",
        language: str = "en",
    ) -> "Phone":
        """Add a person, who has not started the bot yet."""
        person = telegram.persons.add(first_name, last_name=last_name, username=username, language=language)
        telegram.publish_person(person.id)
        return cls(telegram, person.id)

    @property
    def person(self) -> PlaygroundPerson:
        """Who they are, and whether they started or blocked the bot."""
        return self.telegram.persons.get(self.id)

    @property
    def messages(self) -> list[ChatMessage]:
        """All messages of the chat, oldest first."""
        return [_chat_message(message) for message in self.telegram.messages.list_chat(self.id)]

    @property
    def screen(self) -> ChatMessage:
        """The newest message of the bot; raises `LookupError` if there is none."""
        newest = self.telegram.messages.newest(self.id, from_bot=True)
        if newest is None:
            raise LookupError("the bot has not written yet")
        return _chat_message(newest)

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

    def send(self, text: str, *, reply_to: int | None = None) -> ChatMessage:
        """Write a text."""
        return _chat_message(person_actions.send_text(self.telegram, self.id, text, reply_to)[-1])

    def edit(self, message: int, text: str) -> ChatMessage:
        """Change a text written before."""
        return _chat_message(person_actions.edit_text(self.telegram, self.id, message, text))

    def press(self, label: str, *, on: ChatMessage | int | None = None) -> ButtonPress | None:
        """Press the button whose label is or contains `label`, on the newest message that has one.

        A link to the bot is opened, another one kept as `followed`, a text to copy as `copied`; then there is
        no press and None is returned. Raises `NotPossible` naming the buttons there are.
        """
        message_id = on.id if isinstance(on, ChatMessage) else on
        labels: list[str] = []
        for message in reversed(self.telegram.messages.list_chat(self.id)):
            if message_id in (None, message.id):
                places = sorted(_places(message), key=lambda place: place[0] != label)
                labels += [text for text, _row, _column in places]
                for text, row, column in places:
                    if label in text:
                        return self._press(message.id, row, column)
        below = self.person.keyboard or {}
        for button in (button for buttons in below.get("keyboard", []) for button in buttons):
            if label in button["text"]:
                self._press_below(button)
                return None
        raise NotPossible(f"no button says {label!r}; there are {labels[:40]}")

    def press_data(self, data: str, *, on: ChatMessage | int) -> ButtonPress:
        """Press with data of one's own making, as a forged client can."""
        return person_actions.press_data(
            self.telegram, self.id, on.id if isinstance(on, ChatMessage) else on, data
        )

    def answer_to(self, press: ButtonPress, timeout: float = 5.0) -> JsonObject:
        """Return the bot's answer to a press, once there is one; raises `TimeoutError`."""

        def answer() -> JsonObject | None:
            stored = self.telegram.presses.find(press.id)
            return {"answer": stored.answer} if stored and stored.answer is not None else None

        answered = self.telegram.wait(answer, timeout)
        content: JsonObject = answered["answer"] if answered else {}
        return content

    def sees(self, text: str, timeout: float = 5.0) -> ChatMessage:
        """Return the newest message of the bot once it contains `text`; raises `TimeoutError`."""

        def arrived() -> bool:
            newest = self.telegram.messages.newest(self.id, from_bot=True)
            return newest is not None and text in newest.formatted.text

        try:
            self.telegram.wait(arrived, timeout)
        except TimeoutError:
            newest = self.telegram.messages.newest(self.id, from_bot=True)
            text_now = newest.formatted.text if newest else "nothing"
            raise TimeoutError(f"waited {timeout} s for {text!r}; the screen says {text_now!r}") from None
        return self.screen

    def open(self, link: str) -> ChatMessage | None:
        """Follow a link to the bot; None for a link that leads elsewhere."""
        sent = person_actions.open_link(self.telegram, self.id, link)
        return _chat_message(sent) if sent else None

    def send_photo(self, *contents: bytes, caption: str = "") -> list[ChatMessage]:
        """Send one picture, or several as an album."""
        uploads = [FileUpload("photo.jpg", "image/jpeg", content) for content in contents]
        return [
            _chat_message(sent)
            for sent in person_actions.send_files(self.telegram, self.id, "photo", uploads, caption)
        ]

    def send_document(self, content: bytes, name: str, *, mime: str = "", caption: str = "") -> ChatMessage:
        """Send a file as it is."""
        upload = FileUpload(name, mime, content)
        return _chat_message(
            person_actions.send_files(self.telegram, self.id, "document", [upload], caption)[0]
        )

    def send_contact(self, phone: str = "+4915112345678") -> ChatMessage:
        """Share the own contact."""
        return _chat_message(person_actions.send_contact(self.telegram, self.id, phone))

    def send_location(self, latitude: float, longitude: float) -> ChatMessage:
        """Share a place."""
        return _chat_message(person_actions.send_location(self.telegram, self.id, latitude, longitude))

    def file(self, message: ChatMessage) -> bytes:
        """Return the bytes of the picture (in its largest size), video or document of a message."""
        if message.media is None:
            raise NotPossible("this message has no file")
        media = message.raw[message.media]
        return self.telegram.files.read((media[-1] if message.media == "photo" else media)["file_id"])

    def block(self) -> None:
        """Block the bot."""
        person_actions.set_blocked(self.telegram, self.id, blocked=True)

    def unblock(self) -> None:
        """Take the block back."""
        person_actions.set_blocked(self.telegram, self.id, blocked=False)

    def _answers(self) -> list[JsonObject]:
        return [press.answer for press in self.telegram.presses.answered(self.id) if press.answer]

    def _press(self, message: int, row: int, column: int) -> ButtonPress | None:
        pressed = person_actions.press_button(self.telegram, self.id, message, row, column)
        if pressed.copied:
            self.copied = pressed.copied
        if pressed.link and self.open(pressed.link) is None:
            self.followed = pressed.link
        return pressed.press

    def _press_below(self, button: JsonObject) -> None:
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


def _chat_message(message: Message) -> ChatMessage:
    labels = [[button["text"] for button in row] for row in message.rows]
    formatted = message.formatted
    return ChatMessage(
        message.id, formatted.text, to_html(formatted), labels, message.from_bot, message.media, message.body
    )
