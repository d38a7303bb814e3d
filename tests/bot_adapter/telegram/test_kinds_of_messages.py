"""Every kind of message that python-telegram-bot knows is carried or refused, so that a new one fails here."""

import json

import pytest
from telegram.constants import MessageType

from kalenner.screens import MessageKind, SharedContact
from kalenner_telegram.raw_updates import read_raw
from kalenner_telegram.updates import contact_of, file_of, message_kind_of, sent_at_of

FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 5}
PARTS = {
    MessageType.TEXT: (MessageKind.TEXT, "hello"),
    MessageType.PHOTO: (MessageKind.PHOTO, [{**FILE, "width": 1, "height": 1}]),
    MessageType.VIDEO: (MessageKind.VIDEO, FILE),
    MessageType.VOICE: (MessageKind.VOICE, FILE),
    MessageType.VIDEO_NOTE: (MessageKind.VIDEO_NOTE, FILE),
    MessageType.ANIMATION: (MessageKind.ANIMATION, FILE),
    MessageType.AUDIO: (MessageKind.AUDIO, FILE),
    MessageType.STICKER: (MessageKind.STICKER, FILE),
    MessageType.DOCUMENT: (MessageKind.DOCUMENT, FILE),
    MessageType.LOCATION: (MessageKind.PLACE, {"latitude": 1.0, "longitude": 2.0}),
    MessageType.VENUE: (
        MessageKind.PLACE,
        {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "Café"},
    ),
    MessageType.CONTACT: (MessageKind.CONTACT, {"phone_number": "+49301", "first_name": "Wu"}),
}
"""What is carried, and how it looks in a message; everything else is refused with a sentence."""
REFUSED = {
    *(
        "boost_added",
        "business_connection_id",
        "channel_chat_created",
        "chat_background_set",
    ),
    *(
        "chat_owner_changed",
        "chat_owner_left",
        "chat_shared",
        "checklist",
    ),
    *(
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "delete_chat_photo",
    ),
    *(
        "dice",
        "direct_message_price_changed",
        "effect_id",
        "forum_topic_closed",
    ),
    *(
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "game",
    ),
    *(
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "gift_upgrade_sent",
    ),
    *(
        "giveaway",
        "giveaway_completed",
        "giveaway_created",
        "giveaway_winners",
    ),
    *(
        "group_chat_created",
        "invoice",
        "left_chat_member",
        "live_photo",
    ),
    *(
        "managed_bot_created",
        "message_auto_delete_timer_changed",
        "migrate_to_chat_id",
        "new_chat_members",
    ),
    *(
        "new_chat_photo",
        "new_chat_title",
        "paid_media",
        "paid_message_price_changed",
    ),
    *(
        "passport_data",
        "pinned_message",
        "poll",
        "poll_option_added",
    ),
    *(
        "poll_option_deleted",
        "proximity_alert_triggered",
        "refunded_payment",
        "reply_to_story",
    ),
    *(
        "sender_boost_count",
        "sender_business_bot",
        "story",
        "successful_payment",
    ),
    *(
        "suggested_post_approval_failed",
        "suggested_post_approved",
        "suggested_post_declined",
        "suggested_post_info",
    ),
    *(
        "suggested_post_paid",
        "suggested_post_refunded",
        "supergroup_chat_created",
        "unique_gift",
    ),
    *(
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
    ),
    *(
        "video_chat_started",
        "web_app_data",
        "write_access_allowed",
    ),
}
"""What cannot be carried, such as a poll, and service messages, which are nobody's words."""


@pytest.mark.parametrize("kind", PARTS)
def test_kind_is_carried(kind: MessageType) -> None:
    expected, part = PARTS[kind]
    message = {"message_id": 1, kind.value: part}

    assert message_kind_of(message) is expected
    if expected.is_file:
        assert file_of({"message": message}) is not None


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_kind_is_refused(kind: str) -> None:
    assert message_kind_of({"message_id": 1, kind: {"x": 1}}) is MessageKind.OTHER


def test_every_kind_that_the_library_knows_is_one_of_these() -> None:
    assert {kind.value for kind in MessageType} == {kind.value for kind in PARTS} | REFUSED


def test_animation_is_none_of_the_documents_that_it_also_is() -> None:
    assert message_kind_of({"animation": FILE, "document": FILE}) is MessageKind.ANIMATION


def test_place_that_is_shared_live_is_refused() -> None:
    live = {"location": {"latitude": 1.0, "longitude": 2.0, "live_period": 900}}

    assert message_kind_of(live) is MessageKind.OTHER


def test_paid_media_is_refused_although_it_has_a_picture() -> None:
    assert message_kind_of({"paid_media": {"star_count": 5}, "photo": [FILE]}) is MessageKind.OTHER


def test_contact_keeps_name_and_number_alone() -> None:
    contact = {
        "phone_number": "+49301",
        "first_name": "Wu",
        "last_name": "Li",
        "vcard": "BEGIN",
        "user_id": 7,
    }
    message = {"from": {"id": 17}, "contact": contact}

    assert contact_of({"message": message}) == SharedContact("Wu Li", "+49301", is_own=False)
    own = {**message, "from": {"id": 7}}
    assert contact_of({"message": own}) == SharedContact("Wu Li", "+49301", is_own=True)


def test_edit_keeps_its_text_and_the_time_of_the_message() -> None:
    person = {"id": 17, "is_bot": False, "first_name": "Ada"}
    edited = {"message_id": 3, "date": 1_800_000_000, "from": person, "chat": {"id": 17, "type": "private"}}
    raw = json.dumps({"update_id": 5, "edited_message": {**edited, "text": "At eleven"}}).encode()

    content = read_raw(raw).content
    assert content is not None
    assert content["edited_message"]["text"] == "At eleven"
    assert sent_at_of(content["edited_message"]).year == 2027
