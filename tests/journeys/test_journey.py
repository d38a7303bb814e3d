"""The main job, in each language, through the real adapter against the pretended Bot API."""

from pathlib import Path

import pytest
from pyramid.i18n import TranslationString
from tests.live import Live, running

from kalenner.i18n import LANGUAGES, Reader, reader_for
from kalenner_playground.phone import Phone

PATIENCE = 20.0


class Player:
    """A person with a phone who reads one language."""

    def __init__(self, live: Live, name: str, language: str) -> None:
        self.phone = Phone.of_new(live.telegram, name, language=language)
        self.reader: Reader = reader_for(live.app.registry, language, None)
        self.telegram = live.telegram

    def word(self, name: str, package: str = "kalenner", /, **values: object) -> str:
        """A label in this person's language, without the part that depends on values."""
        return self.reader.label(TranslationString(name, domain=package), **values)

    def send(self, text: str) -> None:
        """Type, and wait for the answer."""
        before = self._seen()
        self.phone.send(text)
        self._wait(before)

    def send_document(self, content: bytes, name: str) -> None:
        """Send a file, and wait for the answer."""
        before = self._seen()
        self.phone.send_document(content, name)
        self._wait(before)

    def open(self, link: str) -> None:
        """Follow a link to the bot, and wait for the answer."""
        before = self._seen()
        assert self.phone.open(link) is not None
        self._wait(before)

    def press(self, label: str) -> None:
        """Press, and wait for the answer."""
        before = self._seen()
        press = self.phone.press(label)
        if press is not None:
            self.phone.answer_to(press, PATIENCE)
        self._wait(before)

    def say(self, name: str, package: str = "kalenner", /, **values: object) -> None:
        """Press the button of this name."""
        self.press(self.word(name, package, **values))

    def _seen(self) -> tuple[list[tuple[int, str]], list[str]]:
        """The texts, and the newest message's buttons: an older one may lose its own a little later."""
        shown = [message for message in self.phone.messages if message.from_bot]
        return [(one.id, one.text) for one in shown], shown[-1].labels if shown else []

    def _wait(self, before: tuple[list[tuple[int, str]], list[str]]) -> None:
        def is_answered() -> bool:
            """Whether anything is new; a menu that gave way to a picture is taken away a little later."""
            texts, labels = self._seen()
            return labels != before[1] or not set(texts) <= set(before[0])

        self.telegram.wait(is_answered, PATIENCE)


def set_up(olga: Player) -> str:
    """Set up a practice; return the booking link."""
    scheduling, invitations = "kalenner_scheduling", "kalenner_invitations"
    olga.send("/start")
    olga.say("button-i-am-professional")
    olga.send("Olga")
    olga.send("Berlin")
    if not olga.phone.screen.labels[0].startswith(olga.word("button-yes")):
        olga.press("Berlin")
    olga.say("button-yes")
    olga.say("setup-services", scheduling)
    olga.say("button-add-service", scheduling)
    for answer in ("Massage", "60"):
        olga.send(answer)
    olga.say("button-skip")
    olga.send("50")
    olga.send("/menu")
    olga.say("button-finish-setup")
    olga.say("setup-hours", scheduling)
    olga.press(olga.phone.screen.labels[0])
    olga.say("button-add-period", scheduling)
    olga.send("9:00-17:00")
    olga.say("button-copy-to", scheduling)
    for day in range(1, 7):
        olga.press(olga.phone.screen.labels[day - 1])
    olga.say("button-copy", scheduling, number=6)
    olga.send("/menu")
    olga.say("button-finish-setup")
    olga.say("setup-booking-link", invitations)
    olga.say("button-add-link", invitations)
    olga.send("Instagram")
    olga.send("30")
    olga.say("choice-multiple-use", invitations)
    code = olga.phone.screen
    olga.phone.press(olga.word("button-copy-link"))
    olga.say("button-menu")
    olga.say("button-settings")
    assert code in olga.phone.messages  # the QR code stays
    return olga.phone.copied


def book(ada: Player, link: str) -> None:
    """Join by the link and send a request for the first free time of the last free day on show."""
    scheduling = "kalenner_scheduling"
    ada.open(link)
    ada.send("Ada")
    ada.send("Berlin")
    if not ada.phone.screen.labels[0].startswith(ada.word("button-yes")):
        ada.press("Berlin")
    ada.say("button-yes")
    ada.say("button-book", scheduling)
    ada.press("›")
    days = [label for label in ada.phone.screen.labels if label.isdigit()]
    ada.press(days[-1])
    times = [label for label in ada.phone.screen.labels if ":" in label]
    ada.press(times[0])
    ada.say("button-send-request", scheduling)


@pytest.mark.parametrize(
    "language",
    [pytest.param(one, marks=() if one in ("en", "ru") else pytest.mark.slow) for one in LANGUAGES],
)
def test_from_start_to_an_accepted_appointment(language: str, tmp_path: Path):
    with running(tmp_path) as live:
        olga, ada = Player(live, "Olga P", language), Player(live, "Ada L", language)
        link = set_up(olga)
        book(ada, link)
        olga.phone.sees("🟡", PATIENCE)
        olga.say("button-accept", "kalenner_scheduling")
        ada.phone.sees("🟢", PATIENCE)

        calls = live.telegram.journal.calls()
        assert [call["method"] for call in calls if not call["ok"]] == []
        assert link.startswith(f"{live.url}-/playground/?start=i_")
        confirmation = ada.phone.screen.text
        assert all(part in confirmation for part in ("Massage", "Olga", "9:00"))
        assert "🟢" in olga.phone.screen.text
        everything = [
            shown.text for player in (olga, ada) for shown in player.phone.messages if shown.from_bot
        ]
        assert [text for text in everything if "${" in text] == []
        labels = [
            label for player in (olga, ada) for shown in player.phone.messages for label in shown.labels
        ]
        assert [label for label in labels if label.startswith(("button-", "setup-"))] == []
