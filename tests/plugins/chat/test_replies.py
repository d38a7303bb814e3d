"""Replies go to the one whose message it is; edits and deletions reach the copy."""

import datetime as dt

from sqlalchemy import select
from tests.plugins.chat.steps import People, got, send_file, texts

from kalenner.files.models import PrivateFile
from kalenner.testing import go
from kalenner.testing.practice import client_of


def test_reply_goes_to_its_sender_whatever_is_open(people: People) -> None:
    bea = client_of(people.olga, "Bea")
    people.open_as_client()
    people.ada.send("From Ada")
    people.open(bea)
    card = people.olga.cards[-1]
    people.olga.send("To Ada", reply_to=people.olga.number_of(card))

    assert got(people.ada) == ["💬 Olga:\n↪ From Ada\nTo Ada"]
    assert got(bea) == []
    assert "Sent to Ada" in people.olga.screen.text
    people.olga.send("To Bea")
    assert got(bea) == ["💬 Olga: To Bea"]


def test_reply_goes_to_its_sender_where_nothing_is_open(people: People) -> None:
    people.open_as_client()
    people.ada.send("From Ada")
    people.olga.send("/menu")
    send_file(people.olga, "photo", b"picture", reply_to=people.olga.number_of(people.olga.cards[-1]))

    assert people.ada.cards[-1].media is not None


def test_reply_to_ones_own_message_quotes_it(people: People) -> None:
    people.open()
    people.olga.send("At ten")
    people.olga.send("I mean at eleven", reply_to=people.olga.messages)

    assert got(people.ada)[-1] == "💬 Olga:\n↪ At ten\nI mean at eleven"


def test_button_reply_answers_once_and_opens_nothing(people: People) -> None:
    people.open_as_client()
    people.ada.send("Are you there?")
    people.olga.press("Reply")
    people.olga.send("Yes")
    assert got(people.ada) == ["💬 Olga:\n↪ Are you there?\nYes"]
    people.olga.send("This is offered")

    assert texts(people.stage) == ["Are you there?", "Yes"]


def test_edit_within_two_days_edits_the_copy_and_says_so(people: People) -> None:
    people.open()
    people.olga.send("At ten")
    people.olga.edit(text="At eleven")

    assert got(people.ada) == ["💬 Olga: At eleven (edited)"]
    assert "Changed in the chat of Ada too." in people.olga.screen.text
    assert texts(people.stage) == ["At eleven"]


def test_edit_after_two_days_changes_nothing_and_says_so(people: People) -> None:
    people.open()
    people.olga.send("At ten")
    people.stage.clock.move(dt.timedelta(hours=48).total_seconds())
    people.olga.edit(text="At eleven")

    assert got(people.ada) == ["💬 Olga: At ten"]
    assert "After 48 hours a message stays as it was sent" in people.olga.screen.text
    assert texts(people.stage) == ["At ten"]


def test_edit_of_another_persons_message_is_not_possible(people: People) -> None:
    people.open()
    people.olga.send("At ten")
    people.ada.edit(message=people.olga.messages, text="At noon")

    assert texts(people.stage) == ["At ten"]


def test_deleting_takes_a_message_from_both_chats_and_its_file(people: People) -> None:
    people.open()
    send_file(people.olga, "photo", b"picture", caption="Not for you")
    people.olga.press("Show chat")
    people.olga.press("More")
    people.olga.press("Delete a message")
    people.olga.press("Photo")
    assert "It goes from here and from both chats in Telegram." in people.olga.screen.text
    people.olga.press("Yes, delete")

    assert got(people.ada) == []
    assert texts(people.stage) == []
    assert "Not for you" not in people.olga.screen.text
    states = people.stage.run(lambda request: list(request.dbsession.scalars(select(PrivateFile.state))))
    assert states == ["destroyed"]


def test_deleting_an_old_message_says_that_the_other_side_keeps_it(people: People) -> None:
    people.open()
    people.olga.send("Long ago")
    people.stage.clock.move(dt.timedelta(hours=49).total_seconds())
    people.open()
    people.olga.press("More")
    people.olga.press("Delete a message")
    people.olga.press("Long ago")
    assert "but Ada keeps it in Telegram" in people.olga.screen.text
    people.olga.press("Yes, delete")

    assert got(people.ada) == ["💬 Olga: Long ago"]
    assert texts(people.stage) == []


def test_only_the_first_of_several_messages_rings(people: People) -> None:
    people.open()
    for text in ("One", "Two"):
        people.olga.send(text)
    people.stage.clock.move(60)
    people.olga.send("Three")

    assert [card.is_silent for card in people.ada.cards] == [False, True, False]


def test_muted_chat_and_quiet_hours_are_silent(people: People) -> None:
    people.open_as_client()
    people.ada.press("More")
    people.ada.press("Mute")
    people.open()
    people.olga.send("Muted")
    people.ada.press("More")
    people.ada.press("Unmute")
    people.stage.clock.set(dt.datetime(2026, 12, 1, 22, 30, tzinfo=dt.UTC))
    people.open()
    people.olga.send("At night")

    assert [card.is_silent for card in people.ada.cards] == [True, True]


def test_deleted_message_is_not_unread_any_more(people: People) -> None:
    people.open()
    people.olga.send("One")
    people.olga.send("Two")
    for text, left in (("Two", True), ("One", False)):
        people.olga.press_data(go("chat.own", thread=1))
        people.olga.press(text)
        people.olga.press("Yes, delete")
        people.ada.send("/menu")
        assert ("New messages 1" in people.ada.screen.text) is left
