"""What an update says: who it is from, which command, which file, which message; only private chats concern us."""

import pytest

from kalenner.screens import Place
from kalenner_telegram.updates import (
    TelegramUser,
    command_of,
    file_of,
    phone_of,
    place_of,
    pressed_message,
    user_of,
    without_place,
)

ADA = {"id": 17, "is_bot": False, "first_name": "Ada", "language_code": "de"}
PRIVATE = {"id": 17, "type": "private"}
GROUP = {"id": -5, "type": "group"}


def message(chat: dict, **content: object) -> dict:
    return {"message_id": 3, "date": 1_800_000_000, "chat": chat, "from": ADA, **content}


def test_sender_of_a_private_message():
    assert user_of({"update_id": 1, "message": message(PRIVATE, text="hi")}) == TelegramUser(
        "17", "de", "Ada"
    )


def test_sender_of_a_press():
    update = {
        "update_id": 1,
        "callback_query": {"id": "9", "from": ADA, "message": message(PRIVATE), "data": "x"},
    }

    assert user_of(update) == TelegramUser("17", "de", "Ada")


def test_press_below_an_inline_message_has_a_sender():
    assert user_of({"update_id": 1, "callback_query": {"id": "9", "from": ADA, "data": "x"}}) is not None


def test_language_may_be_missing():
    unknown = {"id": 17, "is_bot": False, "first_name": "Ada"}

    result = user_of({"update_id": 1, "message": {**message(PRIVATE), "from": unknown}})

    assert result == TelegramUser("17", None, "Ada")


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(GROUP, text="hi")},
        {"message": message({"id": -7, "type": "supergroup"}, text="hi")},
        {"channel_post": message({"id": -9, "type": "channel"}, text="hi")},
        {"callback_query": {"id": "9", "from": ADA, "message": message(GROUP), "data": "x"}},
        {"my_chat_member": {"chat": GROUP, "from": ADA, "new_chat_member": {"status": "member"}}},
        {"edited_message": message(GROUP, text="hi")},
        {"edited_message": message(PRIVATE, location={"latitude": 1, "longitude": 2, "live_period": 60})},
        {"message": {**message(PRIVATE, text="hi"), "from": {**ADA, "is_bot": True}}},
        {"message": {"message_id": 1, "date": 1, "chat": PRIVATE, "text": "nobody"}},
        {"poll": {"id": "1"}},
        {},
    ],
)
def test_everything_else_is_from_nobody(update):
    assert user_of({"update_id": 1, **update}) is None


@pytest.mark.parametrize(
    ("contact", "phone"),
    [
        ({"phone_number": "4915123456789", "user_id": 17}, "+4915123456789"),
        ({"phone_number": "+4915123456789", "user_id": 17}, "+4915123456789"),
        ({"phone_number": "015123456789"}, "015123456789"),
        ({"phone_number": "8 (912) 345-67-89", "first_name": "Olga"}, "8 (912) 345-67-89"),
        ({"phone_number": ""}, None),
        ({"phone_number": "x" * 9}, None),
        ({"phone_number": 4915123456789}, None),
        ({"user_id": 17}, None),
        ("4915123456789", None),
        (None, None),
    ],
)
def test_number_of_a_contact(contact, phone):
    assert phone_of({"message": message(PRIVATE, contact=contact)}) == phone


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", ("start", "")),
        ("/start p_abc", ("start", "p_abc")),
        ("/START  x ", ("start", "x")),
        ("/menu@kalenner_bot", ("menu", "")),
        ("/start@kalenner_bot abc", ("start", "abc")),
        ("/start\nabc", ("start", "abc")),
        ("/", ("", "")),
        ("/ start", ("start", "")),
        ("start", None),
        (" /start", None),
        ("", None),
    ],
)
def test_commands(text, command):
    assert command_of(text) == command


def test_largest_size_of_a_photo_is_taken():
    sizes = [
        {"file_id": "s", "width": 90, "height": 60, "file_size": 1000},
        {"file_id": "l", "width": 1280, "height": 853, "file_size": 90_000},
        {"file_id": "m", "width": 320, "height": 213, "file_size": 9000},
    ]

    result = file_of({"message": message(PRIVATE, photo=sizes)})

    assert result is not None
    assert (result.id, result.size) == ("l", 90_000)


def test_document_counts_as_a_file_and_its_size_may_be_unknown():
    result = file_of({"message": message(PRIVATE, document={"file_id": "d", "mime_type": "image/png"})})

    assert result is not None
    assert (result.id, result.size) == ("d", 0)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("document", "file"),
        ("video", "video.mp4"),
        ("animation", "animation.mp4"),
        ("audio", "audio.mp3"),
        ("voice", "voice.ogg"),
        ("video_note", "video.mp4"),
    ],
)
def test_every_kind_of_file_is_one_under_its_own_name_or_another(kind, name):
    nameless = file_of({"message": message(PRIVATE, **{kind: {"file_id": "f", "file_size": 7}})})
    named = file_of({"message": message(PRIVATE, **{kind: {"file_id": "f", "file_name": "terms.pdf"}})})

    assert nameless is not None
    assert named is not None
    assert (nameless.id, nameless.size, nameless.name) == ("f", 7, name)
    assert named.name == "terms.pdf"


@pytest.mark.parametrize("content", [{"text": "hi"}, {"sticker": {}}, {"location": {}}, {"contact": {}}])
def test_other_messages_have_no_file(content):
    assert file_of({"message": message(PRIVATE, **content)}) is None


def test_place_is_sent_by_itself_or_as_a_venue():
    here = {"latitude": 52.5, "longitude": -13}
    venue = {"location": here, "title": "Library", "address": "Main Street 1"}

    assert place_of({"message": message(PRIVATE, location=here)}) == Place(52.5, -13.0)
    assert place_of({"message": message(PRIVATE, venue=venue)}) == Place(52.5, -13.0)


@pytest.mark.parametrize(
    "content",
    [
        {"text": "hi"},
        {"location": {}},
        {"location": {"latitude": "52", "longitude": "13"}},
        {"venue": {"title": "Library"}},
    ],
)
def test_other_messages_have_no_place(content):
    assert place_of({"message": message(PRIVATE, **content)}) is None


def test_place_of_nobodys_message_is_none():
    assert place_of({"callback_query": {"id": "9"}}) is None


def test_update_without_its_place_tells_the_rest():
    here = {"latitude": 52.5, "longitude": 13.4}
    update = {"update_id": 1, "message": message(PRIVATE, location=here, venue={"location": here})}

    assert without_place(update) == {"update_id": 1, "message": message(PRIVATE)}


def test_pressed_message_and_whether_it_is_a_picture():
    pressed = pressed_message({"callback_query": {"message": message(PRIVATE, text="x", date=60)}})
    assert pressed == (3, False, 60)
    assert pressed_message({"callback_query": {"message": message(PRIVATE, photo=[{}])}}).is_picture


def test_pressed_file_cannot_become_a_screen():
    file = message(PRIVATE, document={"file_id": "d"}, caption="x")

    assert pressed_message({"callback_query": {"message": file}}) is None


@pytest.mark.parametrize(
    "gone", [{}, {"message": None}, {"message": {"message_id": 3, "chat": PRIVATE, "date": 0}}]
)
def test_inaccessible_message_cannot_be_edited(gone):
    assert pressed_message({"callback_query": gone}) is None
