"""Raw updates: one answer of the Bot API cut into its updates, each read alone, and none can raise."""

import json

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from tests.bot_adapter.telegram.broken_updates import broken, samples, stricter_than_telegram

from kalenner_telegram.raw_updates import MOST_NESTING, cut_updates, read_raw
from kalenner_telegram.updates import file_of, kind_of, place_of, press_id_of, pressed_message, without_place

ADA = {"id": 17, "is_bot": False, "first_name": "Ada", "language_code": "de"}
TRICKY = '"result": [{]},\\ \\" \u00fc\ud83d'
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(TRICKY),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def answer(updates: list) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


@seed(1)
@settings(max_examples=300, deadline=None, database=None)
@given(st.lists(JSON, max_size=6))
def test_answer_is_cut_into_exactly_its_updates(updates):
    pieces = cut_updates(answer(updates))

    assert pieces is not None
    assert repr([json.loads(piece) for piece in pieces]) == repr(json.loads(json.dumps(updates)))


@pytest.mark.parametrize(
    "text",
    ['{"ok":false,"error_code":401,"description":"no \\"result\\": [1] here"}', "[]", "", "<html>", "null"],
)
def test_answer_without_updates_is_none(text):
    assert cut_updates(text.encode()) is None


@pytest.mark.parametrize("text", ['{"ok":true,"result":[{"update_id":1}', '{"ok":true,"result":['])
def test_answer_that_breaks_off_is_none(text):
    assert cut_updates(text.encode()) is None


def test_of_an_edited_message_only_number_and_text_are_kept():
    chat = {"id": 17, "type": "private"}
    kept = {"message_id": 3, "date": 1, "from": ADA, "chat": chat, "text": "Tomorrow"}
    edited = {**kept, "edit_date": 2, "forward_origin": {"sender_user_name": "Eve"}, "photo": []}

    update = read_raw(json.dumps({"update_id": 5, "edited_message": edited}).encode())

    assert update.content == {
        "update_id": 5,
        "edited_message": kept,
    }


def test_nesting_beyond_every_stack_hides_no_other_update():
    deep = b'{"update_id": 5, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    good = json.dumps({"update_id": 6, **next(samples(ADA))}).encode()

    pieces = cut_updates(b'{"ok":true,"result":[' + deep + b",\n" + good + b"]}")

    assert pieces == [deep, good]
    assert (read_raw(deep).number, read_raw(deep).fault) == (5, "nested too deeply")
    assert read_raw(good).sender is not None


def test_nesting_that_telegram_could_send_is_taken():
    message = {**next(samples(ADA))["message"], "entities": json.loads("[" * 50 + "]" * 50)}
    too_deep = {**message, "entities": json.loads("[" * MOST_NESTING + "]" * MOST_NESTING)}

    assert read_raw(json.dumps({"update_id": 5, "message": message}).encode()).sender is not None
    assert read_raw(json.dumps({"update_id": 5, "message": too_deep}).encode()).fault


@pytest.mark.parametrize(
    ("raw", "number", "fault"),
    [
        (b"not json", None, "no JSON"),
        (b"\xff\xfe", None, "no JSON"),
        (b"", None, "no JSON"),
        (b'{"update_id": 41, "message": {', 41, "no JSON"),
        (b"[1]", None, "no object"),
        (b"null", None, "no object"),
        (b'{"update_id": "41"}', None, "no update_id"),
        (b'{"update_id": true}', None, "no update_id"),
        (b'{"update_id": -1}', None, "no update_id"),
        (b'{"update_id": 1' + b"0" * 5000 + b"}", None, "no update_id"),
        (b'{"update_id": 2147483648}', None, "no update_id"),
        (b'{"update_id": 41, "message": "a text"}', 41, "message is no object"),
        (b'{"update_id": 41, "message": {"chat": "17"}}', 41, "no chat"),
        (b'{"update_id": 41, "message": {"chat": {"type": "private"}}}', 41, "no sender"),
        (
            b'{"update_id": 41, "message": {"chat": {"type": "private"}, "from": {"id": "17"}}}',
            41,
            "sender without an id",
        ),
        (b'{"update_id": 41, "edited_message": {}}', 41, "no chat"),
        (b'{"update_id": 41, "channel_post": {}}', 41, ""),
        (b'{"update_id": 41, "message": {"chat": {"type": "group"}}}', 41, ""),
    ],
)
def test_what_nobody_can_read(raw, number, fault):
    update = read_raw(raw)

    assert (update.number, update.fault, update.sender) == (number, fault, None)


@pytest.mark.parametrize("update", list(stricter_than_telegram(ADA)))
def test_what_telegram_sends_is_read_though_the_library_could_not(update):
    sender = read_raw(json.dumps({"update_id": 1, **update}).encode()).sender

    assert sender is not None
    assert sender.subject == "17"


@pytest.mark.parametrize("sample", list(samples(ADA)))
def test_no_reader_stumbles_over_a_broken_field(sample):
    for name, update in broken({"update_id": 1, **sample}):
        read = read_raw(json.dumps(update).encode())
        assert read.content is None or not read.fault, name
        if read.content is not None:
            json.dumps(read.content, allow_nan=False)
            assert kind_of(read.content)
            file_of(read.content), place_of(read.content), press_id_of(read.content)
            pressed_message(read.content), without_place(read.content)


def test_numbers_that_no_database_takes_are_left_out():
    raw = b'{"update_id": 1, "message": {"chat": {"type": "private"}, "from": {"id": 17}, "date": '
    for number in (b"9" * 5000, b"1e999", b"NaN", b"-Infinity"):
        content = read_raw(raw + number + b"}}").content
        assert content is not None
        assert content["message"]["date"] is None
