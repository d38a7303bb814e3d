"""What the chat still keeps of a file: said after it was stored, removed by a press, refused kindly later."""

import pytest
from tests.conftest import MakeApp
from tests.people import olga_and_ada
from tests.plugins.documents.steps import TERMS, People, kept_files, send_album, send_file

from kalenner.testing import Person, Stage, go

KEPT = "Telegram still keeps it in this chat."
BUTTON = "🧹 Remove it here"


def removed(person: Person) -> list[int]:
    return person.stage.channel.removed.get(person.subject, [])


@pytest.fixture
def stored(people: People) -> Person:
    """Olga, who has just uploaded a document in the chat."""
    olga = people.olga
    olga.press_data(go("documents.upload"))
    send_file(olga, TERMS)
    for label in ("Keep", "No", "Confirm"):
        olga.press(label)
    return olga


def test_what_was_sent_is_removed_from_the_chat_and_kept_here(stored: Person, people: People) -> None:
    assert KEPT in stored.screen.text
    message = stored.messages
    stored.stage.clock.move(46 * 3600)
    stored.press(BUTTON)

    assert removed(stored) == [message]
    assert stored.screen.notice is not None
    assert stored.screen.notice.text == "It is being removed from this chat"
    assert KEPT not in stored.screen.text
    assert kept_files(people) == [TERMS]


def test_after_two_days_the_person_is_told_how_to_do_it(stored: Person) -> None:
    stored.stage.clock.move(48 * 3600)
    stored.press(BUTTON)

    assert removed(stored) == []
    assert stored.screen.notice is not None
    assert stored.screen.notice.is_alert
    assert "48 hours only. You can still do it yourself" in stored.screen.notice.text


def test_all_messages_of_an_album_are_removed(people: People) -> None:
    ada = people.ada
    ada.press_data(go("documents.private", provider=people.olga.provider_id, page=0))
    send_album(ada, (b"one", "one.pdf", ""), (b"two", "two.pdf", ""))
    last = ada.messages
    ada.press("Keep all names")
    assert "Telegram still keeps these 2 files in this chat." in ada.screen.text
    ada.press(BUTTON)

    assert removed(ada) == [last - 1, last]


def test_replacement_is_removed_too(stored: Person) -> None:
    stored.press("Replace file")
    send_file(stored, b"new terms")

    assert KEPT in stored.screen.text
    stored.press(BUTTON)
    assert removed(stored) == [stored.messages]


def test_private_upload_names_the_browser_first(make_application: MakeApp) -> None:
    stage = Stage(make_application(**{"web.public_url": "https://practice.example"}))
    olga, ada = olga_and_ada(stage)
    ada.press_data(go("documents.private", provider=olga.provider_id, page=0))
    ways = [row[0] for row in ada.labels if "Upload" in row[0]]
    assert ways == ["🖥 Upload in the browser", "⬆️ Upload"]
    ada.press("⬆️ Upload")

    text = str(ada.screen.text)
    assert 0 < text.index("in the browser") < text.index("send the file here")
