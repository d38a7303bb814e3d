"""Albums in chats: each of its files is a message, and none is lost without a word."""

from typing import Any

import pytest
from tests.plugins.chat.steps import People, put_file, send_file

from kalenner.files import MAX_BYTES
from kalenner.screens import Screen
from kalenner.testing import Person, go

pytestmark = pytest.mark.slow_on_postgresql

NAMES = ("one", "two", "three")


def send_album(person: Person, *names: str, **parts: Any) -> None:
    """Send photos, with their names as captions, as one album."""
    files = [(put_file(person, name.encode()), len(name), name) for name in names]
    person.stage.arrive(
        person.subject, *({**part, "kind": "photo", **parts} for part in person.album_parts(*files))
    )


def captions(person: Person) -> list[str]:
    """Return what stands below the photos that a person has got."""
    return [str(card.text).split()[-1] for card in person.cards if card.media is not None]


def said(person: Person) -> list[Screen]:
    """Return the answers that a person got as messages of their own, which stay."""
    return [screen for screen in person.screens if screen.is_card]


def test_each_file_of_an_album_is_a_message(people: People) -> None:
    people.open_as_client()
    send_album(people.ada, *NAMES)

    assert captions(people.olga) == [*NAMES]


def test_album_that_replies_is_sent_whole_from_where_albums_are_collected(people: People) -> None:
    people.open_as_client()
    people.ada.send("Send me the pictures")
    people.olga.press_data(go("documents.list"))
    send_album(people.olga, *NAMES, reply_to=people.olga.number_of(people.olga.cards[-1]))
    people.stage.fall_silent()

    assert captions(people.ada) == [*NAMES]


def test_button_reply_takes_one_file_and_says_so_of_an_album(people: People) -> None:
    people.open_as_client()
    people.ada.send("Send me the picture")
    people.olga.press("Reply")
    send_album(people.olga, *NAMES)
    people.stage.fall_silent()
    assert "one file" in people.olga.screen.text
    assert captions(people.ada) == []

    send_file(people.olga, "photo", b"one", caption="one")
    assert captions(people.ada) == ["one"]


def test_what_is_refused_of_an_album_is_said_though_more_of_it_follows(people: People) -> None:
    people.open_as_client()
    one, big, two = people.ada.album_parts(
        (put_file(people.ada, b"one"), 3, "one"),
        ("big", MAX_BYTES + 1, "big"),
        (put_file(people.ada, b"two"), 3, "two"),
    )
    people.stage.arrive(people.ada.subject, *({**part, "kind": "photo"} for part in (one, big, two)))

    assert captions(people.olga) == ["one", "two"]
    assert ["too big" in str(screen.text) for screen in said(people.ada)] == [True]
    assert "Sent to Olga" in people.ada.screen.text


def test_album_for_a_closed_chat_is_offered_file_by_file(people: People) -> None:
    people.open_as_client()
    people.stage.clock.move(31 * 60)
    send_album(people.ada, *NAMES)
    offers = said(people.ada)
    assert len(offers) == len(NAMES)
    for offer in offers:
        people.ada.press("Send", on=offer)

    assert captions(people.olga) == [*NAMES]


def test_each_text_for_a_closed_chat_is_offered(people: People) -> None:
    people.open_as_client()
    people.stage.clock.move(31 * 60)
    people.ada.send("First")
    people.ada.send("Second")
    for offer in said(people.ada):
        people.ada.press("Send", on=offer)

    assert [str(card.text) for card in people.olga.cards] == ["💬 Ada: First", "💬 Ada: Second"]
