"""The open chat: what is typed goes to the one whose name stands above, and to nobody else."""

import datetime as dt

from tests.plugins.chat.steps import People, got, run_task, texts

from kalenner.testing import Person, act
from kalenner.testing.practice import client_of


def test_text_goes_to_the_other_side_and_is_confirmed_with_the_name(people: People) -> None:
    people.open()
    assert "Chat with Ada" in people.olga.screen.text
    people.olga.send("See you at ten")

    assert "Sent to Ada" in people.olga.screen.text
    assert got(people.ada) == ["💬 Olga: See you at ten"]
    assert [[button.label for button in row] for row in people.ada.cards[0].rows] == [
        ["↩️ Reply", "Open chat"]
    ]


def test_both_sides_see_the_same_messages_with_their_state(people: People) -> None:
    people.open()
    people.olga.send("See you at ten")
    people.ada.press("Open chat")
    people.ada.send("Gladly")
    people.olga.press("Show chat")

    assert "You</b>, 12:00\nSee you at ten ✔✔" in people.olga.screen.text
    assert "Ada</b>, 12:00\nGladly" in people.olga.screen.text
    people.ada.press("Show chat")
    assert "Olga</b>, 12:00\nSee you at ten" in people.ada.screen.text


def test_page_of_long_messages_ends_where_the_screen_has_no_room(people: People) -> None:
    long_name = client_of(people.olga, "Wolfeschlegelsteinhausenbergerdorff " * 2)
    long_name.has_blocked = True
    people.open(long_name)
    people.olga.send(f"Message 0 {'word ' * 60}")
    for number in range(1, 10):
        people.olga.send(f"Message {number} {'word ' * 60}", reply_to=people.olga.messages)
    people.open(long_name)
    newest = people.olga.screen
    read = newest.text.striptags()
    assert len(read) < 4096
    assert "</b>, 12:00\nMessage 0" not in newest.text
    assert "Message 9" in read
    assert "it goes to Wolfeschlegel" in read

    people.olga.press("Older")
    assert "</b>, 12:00\nMessage 0" in people.olga.screen.text


def test_who_has_blocked_the_bot_gets_nothing_and_the_sender_sees_it(people: People) -> None:
    people.ada.has_blocked = True
    people.open()
    people.olga.send("Are you there?")
    people.olga.press("Show chat")

    assert "Not delivered: Ada has blocked the bot." in people.olga.screen.text


def test_any_menu_closes_the_chat(people: People) -> None:
    people.open()
    people.olga.send("/menu")
    people.olga.send("This is a note to myself")

    assert texts(people.stage) == []
    assert "Please use the buttons" in people.olga.screen.text


def test_leaving_closes_the_chat_and_names_the_other_side(people: People) -> None:
    people.open()
    people.olga.press("Leave chat")
    assert people.olga.screen.notice is not None
    assert people.olga.screen.notice.text == "You have left the chat with Ada."
    people.olga.send("Nobody reads this")

    assert texts(people.stage) == []


def test_after_half_an_hour_of_silence_a_text_is_offered_and_sent_by_a_press_alone(people: People) -> None:
    people.open()
    people.stage.clock.move(29 * 60)
    people.olga.send("In time")
    people.stage.clock.move(30 * 60)
    people.olga.send("Too late")
    assert texts(people.stage) == ["In time"]
    assert "The chat with Ada was closed" in people.olga.screen.text

    people.olga.press("Send to Ada")

    assert texts(people.stage) == ["In time", "Too late"]
    assert got(people.ada)[-1] == "💬 Olga: Too late"


def test_closing_after_silence_is_said_once(people: People) -> None:
    people.open()
    people.stage.clock.move(31 * 60)
    run_task(people.stage, "chat.close")
    run_task(people.stage, "chat.close")

    assert len(people.olga.cards) == 1
    assert "The chat with Ada is closed" in people.olga.cards[0].text


def test_text_that_was_written_before_the_chat_was_opened_is_not_sent(people: People) -> None:
    people.open()
    before = people.stage.clock.now() - dt.timedelta(seconds=1)
    people.olga.send_kind("text", text="To somebody else", sent_at=before.timestamp())

    assert texts(people.stage) == []
    assert "Send to Ada" in people.olga.labels[0]


def test_second_chat_takes_the_place_of_the_first(people: People) -> None:
    bea = client_of(people.olga, "Bea")
    people.open()
    people.open(bea)
    people.olga.send("Hello Bea")

    assert "Sent to Bea" in people.olga.screen.text
    assert got(people.ada) == []
    assert got(bea) == ["💬 Olga: Hello Bea"]


def test_form_takes_what_is_typed_while_it_is_open(people: People) -> None:
    people.open()
    people.olga.send("first")
    people.olga.press("Show chat")
    people.olga.press("Search")
    people.olga.send("first")

    assert texts(people.stage) == ["first"]
    assert "1 message with" in people.olga.cards[-1].text


def test_blocked_client_cannot_write_and_is_told_neutrally(people: People) -> None:
    people.open_as_client()
    people.olga.press_data(act("clients.block_now", client=people.client_id()))
    people.ada.send("Hello?")

    assert "Olga cannot take messages at the moment." in people.ada.screen.text
    assert "block" not in people.ada.screen.text.lower()
    assert texts(people.stage) == []


def test_removed_client_has_no_chat_any_more(people: People) -> None:
    people.open_as_client()
    people.ada.send("Hello")
    people.olga.press_data(act("clients.remove_now", client=people.client_id()))
    people.ada.send("Hello?")

    assert texts(people.stage) == ["Hello"]


def test_unread_counts_until_the_thread_is_opened_or_answered(people: People) -> None:
    people.open_as_client()
    people.ada.send("One")
    people.ada.send("Two")
    people.olga.send("/menu")
    assert "New messages 2" in people.olga.screen.text
    people.olga.press("Clients")
    assert people.olga.labels[0] == ["💬 2 Ada"]
    people.olga.press("Ada")
    people.olga.press("💬 Chat (2)")
    people.olga.send("/menu")

    assert "New messages" not in people.olga.screen.text


def test_more_than_ten_messages_are_read_page_by_page(people: People) -> None:
    people.open()
    for number in range(1, 24):
        people.olga.send(f"Message {number:02}")
    people.olga.press("Show chat")
    assert "Message 14" in people.olga.screen.text
    assert "Message 13" not in people.olga.screen.text
    people.olga.press("Older")
    assert "Message 05" in people.olga.screen.text
    assert "Message 14" in people.olga.screen.text
    assert "Message 15" not in people.olga.screen.text


def test_too_many_messages_in_a_minute_are_refused(people: People) -> None:
    people.open()
    for number in range(31):
        people.olga.send(f"Message {number}")

    assert len(texts(people.stage)) == 30
    assert "Please wait a little" in people.olga.screen.text


def test_stranger_reaches_no_chat(people: People) -> None:
    people.open()
    stranger: Person = people.stage.person("Eve")
    stranger.send("/start")
    stranger.press_data(act("chat.open", thread=1))

    assert stranger.screen.notice is not None
    assert stranger.screen.notice.text == "Not available."
