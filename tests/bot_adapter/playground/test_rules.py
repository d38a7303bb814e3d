"""What the pretended Telegram refuses, in Telegram's words."""

import io

import pytest
from PIL import Image

from kalenner_playground.botapi import BotApi
from kalenner_playground.errors import ApiError, NotPossible
from kalenner_playground.files import FileUpload
from kalenner_playground.phone import Phone


@pytest.fixture
def api(telegram):
    return BotApi(telegram)


def refusal(api, method, uploads=None, **values):
    with pytest.raises(ApiError) as refused:
        api.call(method, values, uploads)
    return refused.value.code, refused.value.description.removeprefix("Bad Request: ")


def inline(*buttons):
    return {"inline_keyboard": [list(buttons)]}


def data_button(data, **more):
    return {"text": "Press", "callback_data": data, **more}


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode (the playground reads HTML only)"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "x", "reply_markup": {"keyboard": []}}, "reply markup must have at least one button"),
    ],
)
def test_messages_refused(api, ada, values, description):
    assert refusal(api, "sendMessage", chat_id=ada.id, **values) == (400, description)


def test_longest_text_is_counted_after_parsing(api, ada):
    api.call("sendMessage", {"chat_id": ada.id, "text": f"<b>{'&lt;' * 4096}</b>", "parse_mode": "HTML"})
    assert ada.screen.text == "<" * 4096


def test_caption_has_1024_characters(api, ada):
    upload = {"document": FileUpload("a.txt", "", b"a")}
    api.call("sendDocument", {"chat_id": ada.id, "caption": "x" * 1024}, upload)
    expected = (400, "message caption is too long")
    assert refusal(api, "sendDocument", upload, chat_id=ada.id, caption="x" * 1025) == expected


PARSE = "can't parse inline keyboard button: "


@pytest.mark.parametrize(
    ("button", "description"),
    [
        (data_button("x" * 65), "BUTTON_DATA_INVALID"),
        (data_button("я" * 33), "BUTTON_DATA_INVALID"),
        (data_button("x", style="blue"), "BUTTON_STYLE_INVALID"),
        ({"text": "Press"}, PARSE + "Text buttons are unallowed in the inline keyboard"),
        (data_button(""), PARSE + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, PARSE + 'Can\'t find field "text"'),
        ({"text": 1, "callback_data": "x"}, PARSE + 'Field "text" must be of type String'),
        (
            data_button("x", url="https://example.org"),
            PARSE + "exactly one of the optional fields must be used",
        ),
        ({"text": "Copy", "copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"text": "Go", "url": "javascript:alert(1)"},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "Go", "url": "https://nowhere"},
            "inline keyboard button URL 'https://nowhere' is invalid: Wrong HTTP URL",
        ),
    ],
)
def test_buttons_refused(api, ada, button, description):
    answer = refusal(api, "sendMessage", chat_id=ada.id, text="x", reply_markup=inline(button))
    assert answer == (400, description)


def test_64_bytes_and_100_buttons_are_taken(api, ada):
    rows = [[data_button("я" * 32)] * 8] * 12 + [[data_button("x")] * 4]
    api.call("sendMessage", {"chat_id": ada.id, "text": "x", "reply_markup": {"inline_keyboard": rows}})
    assert len(ada.screen.labels) == 100
    one_more = {"inline_keyboard": [*rows, [data_button("x")]]}
    answer = refusal(api, "sendMessage", chat_id=ada.id, text="x", reply_markup=one_more)
    assert answer == (400, "reply markup is too long")


def test_edit_that_changes_nothing(api, ada):
    markup = inline(data_button("a", style="success"))
    values = {"chat_id": ada.id, "text": "<b>Menu</b>", "parse_mode": "HTML", "reply_markup": markup}
    number = api.call("sendMessage", values)["message_id"]
    code, description = refusal(api, "editMessageText", **values, message_id=number)
    assert (code, description.split(":")[0]) == (400, "message is not modified")
    assert "edit_date" not in ada.screen.raw
    api.call("editMessageText", {**values, "message_id": number, "text": "Menu"})
    assert ada.screen.html == "Menu"
    changed = {**values, "message_id": number, "text": "Menu", "reply_markup": inline(data_button("b"))}
    api.call("editMessageText", changed)
    assert ada.screen.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "b"


def test_edit_without_keyboard_takes_the_keyboard_off(api, ada):
    markup = inline(data_button("a"))
    number = api.call("sendMessage", {"chat_id": ada.id, "text": "Menu", "reply_markup": markup})[
        "message_id"
    ]
    api.call("editMessageReplyMarkup", {"chat_id": ada.id, "message_id": number})
    assert ada.screen.buttons == []


def test_edits_refused(api, ada):
    own = ada.send("mine").id
    assert refusal(api, "editMessageText", chat_id=ada.id, message_id=77, text="x") == (
        400,
        "message to edit not found",
    )
    assert refusal(api, "editMessageText", chat_id=ada.id, message_id=own, text="x") == (
        400,
        "message can't be edited",
    )
    assert refusal(api, "editMessageText", chat_id=ada.id, text="x") == (
        400,
        "message identifier is not specified",
    )


def test_only_young_messages_can_be_deleted(api, ada, clock):
    number = api.call("sendMessage", {"chat_id": ada.id, "text": "old"})["message_id"]
    clock.move(48 * 3600 + 1)
    assert refusal(api, "deleteMessage", chat_id=ada.id, message_id=number) == (
        400,
        "message can't be deleted for everyone",
    )


TOO_OLD = (400, "query is too old and response timeout expired or query ID is invalid")


def test_presses_are_answered_once_and_soon(api, ada, clock):
    api.call("sendMessage", {"chat_id": ada.id, "text": "x", "reply_markup": inline(data_button("a"))})
    press = ada.press("Press")
    too_long = refusal(api, "answerCallbackQuery", callback_query_id=str(press.id), text="x" * 201)
    assert too_long == (400, "MESSAGE_TOO_LONG")
    api.call("answerCallbackQuery", {"callback_query_id": str(press.id), "text": "x" * 200})
    assert refusal(api, "answerCallbackQuery", callback_query_id=str(press.id)) == TOO_OLD
    assert refusal(api, "answerCallbackQuery", callback_query_id="4711") == TOO_OLD
    late = ada.press("Press")
    clock.move(151)
    assert refusal(api, "answerCallbackQuery", callback_query_id=str(late.id)) == TOO_OLD


def test_forged_press_reaches_the_bot_even_for_a_message_that_is_gone(telegram, ada):
    ada.press_data("p:forged", on=99)
    (update,) = telegram.updates.waiting()
    query = update["callback_query"]
    assert (query["data"], query["message"]["date"], query["message"]["message_id"]) == ("p:forged", 0, 99)


def test_pictures_refused(api, ada):
    def sent(content):
        return refusal(api, "sendPhoto", {"photo": FileUpload("a.png", "", content)}, chat_id=ada.id)

    assert sent(b"no picture") == (400, "IMAGE_PROCESS_FAILED")
    assert sent(b"x" * (10 * 1024 * 1024 + 1)) == (400, "file is too big")
    target = io.BytesIO()
    Image.new("1", (420, 20)).save(target, "PNG")
    assert sent(target.getvalue()) == (400, "PHOTO_INVALID_DIMENSIONS")
    assert refusal(api, "sendPhoto", chat_id=ada.id) == (400, "there is no photo in the request")
    remote = refusal(api, "sendPhoto", chat_id=ada.id, photo="http://127.0.0.1/x.png")
    assert remote == (400, "failed to get HTTP URL content")


def test_photo_loses_its_metadata(ada):
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", (40, 40)).save(target, "JPEG", exif=exif)
    (shown,) = ada.send_photo(target.getvalue())
    assert dict(Image.open(io.BytesIO(ada.file(shown))).getexif()) == {}


def test_files_too_big_to_send_or_to_fetch(api, ada):
    big = {"document": FileUpload("a.bin", "", bytes(50 * 1024 * 1024 + 1))}
    assert refusal(api, "sendDocument", big, chat_id=ada.id) == (413, "Request Entity Too Large")
    shown = ada.send_document(bytes(20 * 1024 * 1024 + 1), "a.bin")
    assert refusal(api, "getFile", file_id=shown.raw["document"]["file_id"]) == (400, "file is too big")


@pytest.mark.parametrize(
    ("commands", "description"),
    [
        ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "start", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{number}", "description": "x"} for number in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
def test_commands_refused(api, commands, description):
    assert refusal(api, "setMyCommands", commands=commands) == (400, description)


def test_unknown_method_and_other_chats(api):
    assert refusal(api, "sendTelepathy") == (404, "Not Found")
    assert refusal(api, "sendMessage", chat_id="@someone", text="x") == (400, "chat not found")
    assert refusal(api, "sendMessage", text="x") == (400, "chat_id is empty")


def test_people_are_kept_to_what_apps_allow(telegram, ada):
    with pytest.raises(NotPossible, match="username"):
        Phone.of_new(telegram, "Eve", username="ab")
    with pytest.raises(NotPossible, match="taken"):
        Phone.of_new(telegram, "Eve", username="ADA_B")
    with pytest.raises(NotPossible, match="name"):
        Phone.of_new(telegram, " ")
    ada.block()
    with pytest.raises(NotPossible, match="Ada has blocked the bot"):
        ada.send("Hello")


def test_long_text_of_a_person_becomes_several_messages(telegram, ada):
    ada.send("x" * 5000)
    assert [len(update["message"]["text"]) for update in telegram.updates.waiting()] == [4096, 904]


def test_links_to_the_bot_become_start(telegram, ada):
    link = f"https://t.me/{telegram.username}?start=i_abc-DEF"
    assert ada.open(link).text == "/start i_abc-DEF"
    assert ada.open(f"t.me/{telegram.username.upper()}").text == "/start"
    assert ada.open(f"https://t.me/{telegram.username}?start={'x' * 65}").text == "/start"
    assert ada.open("http://127.0.0.1:6543/-/playground/?start=b_1").text == "/start b_1"
    assert ada.open("http://localhost/-/playground/?start=").text == "/start"
    assert ada.open("https://t.me/another_bot?start=x") is None
    assert ada.open("https://example.org/-/playground/?start=x") is None
    assert ada.open("http://127.0.0.1:6543/en/olga?start=x") is None
    assert ada.open("https://example.org/?start=x") is None


def test_buttons_with_links_and_texts(api, telegram, ada):
    own = {"text": "Open", "url": f"https://t.me/{telegram.username}?start=w_1"}
    page = {"text": "Page", "url": "https://example.org"}
    copy = {"text": "Copy", "copy_text": {"text": "https://example.org/x"}}
    api.call("sendMessage", {"chat_id": ada.id, "text": "x", "reply_markup": inline(own, page, copy)})
    assert [ada.press(label) for label in ("Open", "Page", "Copy")] == [None, None, None]
    assert ada.messages[-1].text == "/start w_1"
    assert (ada.followed, ada.copied) == ("https://example.org/", "https://example.org/x")


def test_press_finds_the_newest_message_with_the_label(api, ada):
    for data in ("old", "new"):
        markup = inline(data_button(data) | {"text": "✅ Accept"})
        api.call("sendMessage", {"chat_id": ada.id, "text": data, "reply_markup": markup})
    old = next(shown for shown in ada.messages if shown.text == "old")
    assert (ada.press("Accept").data, ada.press("Accept", on=old).data) == ("new", "old")
    with pytest.raises(NotPossible, match="no button says 'Decline'"):
        ada.press("Decline")


def test_edited_text_arrives_as_such(telegram, ada):
    sent = ada.send("Hello")
    ada.edit(sent.id, "Hello!")
    assert [list(update)[1] for update in telegram.updates.waiting()] == ["message", "edited_message"]


def test_wait_ends_at_the_change_or_says_what_is_there(api, ada):
    api.call("sendMessage", {"chat_id": ada.id, "text": "Main menu"})
    assert ada.sees("menu", timeout=0.01).text == "Main menu"
    with pytest.raises(TimeoutError, match=r"waited 0.01 s for 'Settings'; the screen says 'Main menu'"):
        ada.sees("Settings", timeout=0.01)
