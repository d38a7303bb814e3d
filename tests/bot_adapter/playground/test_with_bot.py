"""The Bot API as python-telegram-bot meets it, over HTTP."""

import io
import threading

import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from kalenner_playground.errors import ApiError
from kalenner_playground.phone import Phone


def picture(size=(60, 40), form="PNG"):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, form)
    return target.getvalue()


def keyboard(*labels):
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"g:{label}") for label in labels]]
    )


def test_bot_learns_who_it_is(bot, run, telegram):
    me = run(bot.get_me())
    assert (me.id, me.username, me.is_bot) == (7000000001, telegram.username, True)


def test_wrong_token_is_unauthorized(address, run):
    request = HTTPXRequest()
    stranger = Bot("1:wrong", base_url=f"{address}/-/botapi/bot", request=request)
    run(request.initialize())
    with pytest.raises(InvalidToken):
        run(stranger.get_me())
    run(request.shutdown())


def test_message_goes_both_ways(bot, run, telegram, clock):
    ada = Phone.of_new(telegram, "Ada", language="de")
    ada.send("/start i_abc")
    (update,) = run(bot.get_updates())
    assert update.message.text == "/start i_abc"
    assert update.effective_user.language_code == "de"
    assert update.message.date == clock.now()
    assert [entity.type for entity in update.message.entities] == ["bot_command"]

    sent = run(
        bot.send_message(ada.id, "<b>Hello</b> Ada", parse_mode="HTML", reply_markup=keyboard("Accept"))
    )
    assert ada.screen.text == "Hello Ada"
    assert ada.screen.html == "<b>Hello</b> Ada"
    assert ada.screen.buttons == [["Accept"]]
    assert sent.message_id == ada.screen.id


def test_press_is_answered_once_and_edits_in_place(bot, run, telegram, ada):
    run(bot.send_message(ada.id, "Request", reply_markup=keyboard("✅ Accept", "❌ Decline")))
    ada.press("Accept")
    (update,) = run(bot.get_updates())
    query = update.callback_query
    assert query.data == "g:✅ Accept"
    run(query.answer("Saved", show_alert=False))
    assert ada.toasts == ["Saved"]
    with pytest.raises(BadRequest, match=r"(?i)query is too old and response timeout expired"):
        run(query.answer("again"))
    run(query.edit_message_text("Accepted"))
    assert (ada.screen.text, ada.screen.buttons) == ("Accepted", [])


def test_alert_is_kept_apart_from_toasts(bot, run, ada):
    run(bot.send_message(ada.id, "Times", reply_markup=keyboard("10:00")))
    press = ada.press("10:00")
    (update,) = run(bot.get_updates())
    run(update.callback_query.answer("Just taken", show_alert=True))
    assert ada.answer_to(press)["text"] == "Just taken"
    assert (ada.alerts, ada.toasts) == (["Just taken"], [])


def test_get_updates_waits_until_something_happens(bot, run, ada):
    timer = threading.Timer(0.2, ada.send, ["late"])
    timer.start()
    updates = run(bot.get_updates(timeout=10))
    timer.join()
    assert [update.message.text for update in updates] == ["late"]


def test_updates_come_again_until_confirmed(bot, run, ada):
    ada.send("one")
    ada.send("two")
    first = run(bot.get_updates(limit=1))
    again = run(bot.get_updates())
    assert [update.message.text for update in again] == ["one", "two"]
    assert again[0].update_id == first[0].update_id
    rest = run(bot.get_updates(offset=first[0].update_id + 1))
    assert [update.message.text for update in rest] == ["two"]
    assert run(bot.get_updates(offset=-1))[0].message.text == "two"


def test_allowed_updates_hold_back_the_rest(bot, run, ada):
    run(bot.get_updates(allowed_updates=["callback_query"]))
    ada.send("not wanted")
    run(bot.get_updates(allowed_updates=["message"]))
    ada.send("wanted")
    assert [update.message.text for update in run(bot.get_updates())] == ["wanted"]


def test_second_poll_ends_the_first(bot, run, telegram, ada):
    refused = []

    def first_poll():
        try:
            telegram.updates.poll(offset=None, limit=100, timeout=20)
        except ApiError as error:
            refused.append(error.code)

    thread = threading.Thread(target=first_poll)
    thread.start()
    telegram.wait(lambda: telegram.updates._poll == 1)
    run(bot.get_updates(timeout=0))
    thread.join(timeout=5)
    assert refused == [409]


def test_webhook_excludes_polling(bot, run, address, telegram):
    run(bot.set_webhook(f"{address}/nowhere"))
    with pytest.raises(Conflict):
        run(bot.get_updates())
    run(bot.delete_webhook())
    assert run(bot.get_updates()) == ()


def test_person_who_never_started_or_has_blocked_cannot_be_written_to(bot, run, telegram, ada):
    stranger = Phone.of_new(telegram, "Stranger")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        run(bot.send_message(stranger.id, "Hello"))
    ada.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        run(bot.send_message(ada.id, "Hello"))
    (update,) = run(bot.get_updates())
    assert update.my_chat_member.new_chat_member.status == "kicked"
    ada.unblock()
    run(bot.send_message(ada.id, "Hello again"))
    assert ada.screen.text == "Hello again"


def test_unknown_chat(bot, run):
    with pytest.raises(BadRequest, match="Chat not found"):
        run(bot.send_message(1, "Hello"))


def test_photo_is_uploaded_shown_and_cannot_become_text(bot, run, ada):
    run(
        bot.send_photo(
            ada.id, picture(), caption="<i>QR</i>", parse_mode="HTML", reply_markup=keyboard("Copy")
        )
    )
    shown = ada.screen
    assert (shown.media, shown.text, shown.labels) == ("photo", "QR", ["Copy"])
    assert Image.open(io.BytesIO(ada.file(shown))).size == (60, 40)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        run(bot.edit_message_text("text", ada.id, shown.id))
    run(bot.edit_message_caption(ada.id, shown.id, caption="New"))
    assert ada.screen.text == "New"
    run(bot.edit_message_media(InputMediaPhoto(picture((90, 30))), ada.id, shown.id))
    assert ada.screen.raw["photo"][-1]["width"] == 90


def test_document_keeps_its_name_and_can_be_sent_again_by_id(bot, run, ada):
    sent = run(bot.send_document(ada.id, b"%PDF-1.7 ...", filename="Terms.pdf"))
    assert (sent.document.file_name, sent.document.mime_type) == ("Terms.pdf", "application/pdf")
    run(bot.send_document(ada.id, sent.document.file_id))
    assert ada.file(ada.screen) == b"%PDF-1.7 ..."


def test_album_is_several_messages(bot, run, ada):
    sent = run(bot.send_media_group(ada.id, [InputMediaPhoto(picture()), InputMediaPhoto(picture((30, 30)))]))
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.media for message in ada.messages[-2:]] == ["photo", "photo"]


def test_bot_downloads_what_a_person_sends(bot, run, ada):
    ada.send_document("Grüße".encode(), "Brief.txt", caption="for you")
    (update,) = run(bot.get_updates())
    assert (update.message.document.file_name, update.message.caption) == ("Brief.txt", "for you")
    file = run(update.message.document.get_file())
    assert bytes(run(file.download_as_bytearray())).decode() == "Grüße"


def test_persons_photos_contact_and_place_arrive(bot, run, ada):
    ada.send_photo(picture(), picture((80, 80), "JPEG"))
    ada.send_contact("+49301234567")
    ada.send_location(52.5, 13.4)
    first, second, contact, place = run(bot.get_updates())
    assert first.message.media_group_id == second.message.media_group_id
    assert second.message.photo[-1].width == 80
    assert contact.message.contact.user_id == ada.id
    assert (place.message.location.latitude, place.message.location.longitude) == (52.5, 13.4)


def test_keyboard_that_asks_for_the_contact(bot, run, telegram, ada):
    asking = ReplyKeyboardMarkup([[KeyboardButton("Share my number", request_contact=True)]])
    run(bot.send_message(ada.id, "Your number?", reply_markup=asking))
    ada.press("Share my number")
    (update,) = run(bot.get_updates())
    assert update.message.contact.first_name == "Ada"
    run(bot.send_message(ada.id, "Thanks", reply_markup=ReplyKeyboardRemove()))
    assert ada.person.keyboard is None


def test_commands_are_found_by_chat_then_language(bot, run, telegram, ada):
    run(bot.set_my_commands([BotCommand("start", "Menu")]))
    run(bot.set_my_commands([BotCommand("start", "Menü")], language_code="de"))
    run(bot.set_my_commands([BotCommand("today", "Today")], scope=BotCommandScopeChat(ada.id)))
    pedro = Phone.of_new(telegram, "Pedro", language="pt-br")
    greta = Phone.of_new(telegram, "Greta", language="de")
    descriptions = [
        telegram.profile.commands_of(person.id, person.person.language)[0]["description"]
        for person in (ada, pedro, greta)
    ]
    assert descriptions == ["Today", "Menu", "Menü"]
    run(bot.delete_my_commands(language_code="de"))
    assert run(bot.get_my_commands(language_code="de")) == ()


def test_names_and_descriptions_by_language(bot, run):
    run(bot.set_my_name("KALENNER"))
    run(bot.set_my_description("Termine", language_code="de"))
    run(bot.set_my_short_description("Short"))
    assert run(bot.get_my_name(language_code="fr")).name == "KALENNER"
    assert run(bot.get_my_description(language_code="de")).description == "Termine"
    assert run(bot.get_my_description()).description == ""
    with pytest.raises(BadRequest, match="Name is too long"):
        run(bot.set_my_name("x" * 65))


def test_copy_delete_action_and_menu_button(bot, run, ada):
    first = run(bot.send_message(ada.id, "one"))
    copied = run(bot.copy_message(ada.id, ada.id, first.message_id))
    assert ada.screen.id == copied.message_id
    assert run(bot.send_chat_action(ada.id, "typing")) is True
    assert run(bot.delete_message(ada.id, copied.message_id)) is True
    assert run(bot.delete_messages(ada.id, [first.message_id, 4000])) is True
    assert [shown.text for shown in ada.messages] == ["/start"]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        run(bot.delete_message(ada.id, first.message_id))
    assert run(bot.set_chat_menu_button(ada.id)) is True
    assert run(bot.get_chat_menu_button(ada.id)).type == "commands"


def test_faults_come_as_asked_and_then_stop(bot, run, telegram, ada, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram.faults.add("sendMessage", "too_many_requests", retry_after=7)
    telegram.faults.add("sendMessage", "server_error")
    telegram.faults.add("sendMessage", "forbidden", chat=ada.id)
    with pytest.raises(RetryAfter) as limited:
        run(bot.send_message(ada.id, "a"))
    assert limited.value.retry_after.total_seconds() == 7
    with pytest.raises(NetworkError, match="Internal Server Error"):
        run(bot.send_message(ada.id, "b"))
    with pytest.raises(Forbidden):
        run(bot.send_message(ada.id, "c"))
    run(bot.send_message(ada.id, "d"))
    assert ada.screen.text == "d"


def test_lost_answer_does_the_work_and_breaks_the_connection(bot, run, telegram, ada):
    telegram.faults.add("sendMessage", "answer_lost")
    with pytest.raises(NetworkError):
        run(bot.send_message(ada.id, "done, but nobody is told"))
    assert ada.screen.text == "done, but nobody is told"
