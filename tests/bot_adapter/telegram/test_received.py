"""What people send besides presses and texts: files, places, edits; and what does not concern us."""

import pytest
from tests.bot_adapter.telegram.people import Hosted
from tests.bot_adapter.telegram.pixels import picture

from kalenner_playground.people import Phone

pytestmark = pytest.mark.slow_on_postgresql


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_group_chats_and_edited_messages_are_not_even_stored(hosted: Hosted, kind: str) -> None:
    ada = hosted.person()
    chat = {"id": -100, "type": "group", "title": "Club"} if kind == "message" else ada.card.as_chat
    content = {
        "message_id": 7,
        "date": 1_800_000_000,
        "chat": chat,
        "from": ada.card.as_user,
        "text": "/desk",
    }
    before = hosted.count_inbox(ada)

    hosted.channel.keep([{"update_id": 77, kind: content}])

    assert hosted.count_inbox(ada) == before


def test_edited_message_has_no_answer(hosted: Hosted) -> None:
    ada = hosted.person()
    sent = ada.send("hello")
    hosted.settle(ada)
    before = hosted.texts(ada)

    ada.edit(sent.id, "/desk")
    hosted.settle(ada)

    assert hosted.texts(ada) == before


@pytest.mark.parametrize("send", ["contact", "location", "video", "document"])
def test_whatever_is_sent_is_answered(hosted: Hosted, send: str) -> None:
    ada = hosted.person()

    hosted.send_anything(ada, send)
    hosted.settle(ada)

    assert ada.screen.text.startswith("Please use the buttons.")


def asked_for_a_picture(hosted: Hosted) -> Phone:
    ada = hosted.person()
    ada.send("/picture")
    ada.sees("Which picture?")
    return ada


def test_picture_that_a_question_waits_for_is_fetched(hosted: Hosted) -> None:
    ada = asked_for_a_picture(hosted)

    ada.send_document(picture(), "logo.png", mime="image/png")
    hosted.settle(ada)

    assert hosted.written(ada) == [f"picture of {len(picture())} bytes"]


def test_picture_that_nobody_asked_for_is_not_fetched(hosted: Hosted) -> None:
    ada = hosted.person()
    before = len(hosted.calls("getFile"))

    ada.send_photo(picture())
    hosted.settle(ada)

    assert len(hosted.calls("getFile")) == before
    assert ada.screen.text.startswith("Please use the buttons.")


def test_file_that_is_too_big_is_refused_kindly_without_fetching_it(hosted: Hosted) -> None:
    ada = asked_for_a_picture(hosted)
    before = len(hosted.calls("getFile"))

    ada.send_document(b"x" * (10 * 1024 * 1024 + 1), "huge.png", mime="image/png")
    hosted.settle(ada)

    assert "too big" in ada.screen.text
    assert len(hosted.calls("getFile")) == before


def test_file_that_telegram_does_not_hand_out_is_refused_kindly(hosted: Hosted) -> None:
    ada = asked_for_a_picture(hosted)
    hosted.world.faults.add("getFile", "bad_request", description="Bad Request: file is too big")

    ada.send_document(picture(), "logo.png", mime="image/png")
    hosted.settle(ada)

    assert "too big" in ada.screen.text
    assert ada.screen.labels == ["Cancel"]


def test_file_is_fetched_again_after_a_broken_connection(hosted: Hosted) -> None:
    ada = asked_for_a_picture(hosted)
    hosted.world.faults.add("getFile", "server_error")

    ada.send_document(picture(), "logo.png", mime="image/png")
    hosted.until(lambda: hosted.world.faults.count() == 0)
    hosted.move_clock(3)
    hosted.settle(ada)

    assert hosted.written(ada) == [f"picture of {len(picture())} bytes"]


def test_words_instead_of_a_picture_are_asked_again(hosted: Hosted) -> None:
    ada = asked_for_a_picture(hosted)

    ada.send("my picture")
    hosted.settle(ada)

    assert ada.screen.labels == ["Cancel"]
    assert hosted.written(ada) == []


def test_every_picture_of_an_album_is_kept_and_the_question_stays(hosted: Hosted) -> None:
    ada = hosted.person()
    ada.send("/pictures")
    ada.sees("Which pictures?")

    ada.send_photo(*[picture()] * 4)
    hosted.settle(ada)

    assert len(hosted.written(ada)) == 4
    assert (ada.screen.text, ada.screen.labels) == ("Taken\n\nWhich pictures?", ["Done"])


def test_album_that_arrives_at_once_is_answered_once(hosted: Hosted) -> None:
    ada = hosted.person()
    ada.send("/pictures")
    ada.sees("Which pictures?")
    hosted.settle(ada)
    before = len(hosted.texts(ada))
    content = {"date": 1_800_000_000, "chat": ada.card.as_chat, "from": ada.card.as_user}

    hosted.channel.keep(
        [
            {
                "update_id": 900_000 + number,
                "message": {**content, "message_id": number, "media_group_id": "7"},
            }
            for number in range(5)
        ]
    )
    hosted.settle(ada)

    assert hosted.texts(ada)[before:] == [
        "\N{HEAVY EXCLAMATION MARK SYMBOL} Please send an image.\n\nWhich pictures?"
    ]
