"""Telegram's entities: places in UTF-16 units, any JSON in any place."""

from typing import Any

import pytest

from kalenner import richtext
from kalenner_telegram.entities import formatted_text


def entity(kind: str, offset: object, length: object, **more: object) -> dict[str, object]:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("text", "entities", "source"),
    [
        ("Hello", [entity("bold", 0, 5)], "<b>Hello</b>"),
        ("Hello you", [entity("italic", 6, 3)], "Hello <i>you</i>"),
        ("😀 bold", [entity("bold", 3, 4)], "😀 <b>bold</b>"),
        ("😀😀x", [entity("underline", 4, 1)], "😀😀<u>x</u>"),
        ("😀", [entity("bold", 1, 1)], "<b>😀</b>"),
        ("𝒳y", [entity("bold", 2, 1)], "𝒳<b>y</b>"),
        ("Привет", [entity("bold", 0, 6), entity("italic", 0, 3)], "<b><i>При</i>вет</b>"),
        (
            "a link",
            [entity("text_link", 2, 4, url="https://example.com")],
            'a <a href="https://example.com/">link</a>',
        ),
        ("abcd", [entity("bold", 0, 3), entity("underline", 2, 2)], "<b>ab<u>c</u></b><u>d</u>"),
        ("abc", [entity("bold", 0, 99)], "<b>abc</b>"),
        ("a <b>b</b>", [entity("italic", 0, 1)], "<i>a</i> <b>b</b>"),
    ],
)
def test_formatting_of_a_message(text: str, entities: list[Any], source: str) -> None:
    formatted = formatted_text({"text": text, "entities": entities})

    assert formatted is not None
    assert richtext.parse(formatted).source == source


@pytest.mark.parametrize(
    "entities",
    [
        None,
        [],
        {},
        "bold",
        [None, 1, "x", []],
        [entity("spoiler", 0, 5)],
        [entity("url", 0, 5)],
        [entity("text_mention", 0, 5, user={"id": 1})],
        [entity("bold", 9, 1)],
        [entity("bold", 0, 0)],
        [entity("bold", 0, -1)],
        [entity("bold", 0, "5")],
        [entity("bold", 0, None)],
        [{"type": "bold"}],
        [{"type": 1, "offset": 0, "length": 5}],
    ],
)
def test_nothing_of_it_is_a_tag_of_ours(entities: object) -> None:
    assert formatted_text({"text": "Hello", "entities": entities}) is None


def test_message_without_a_text_has_no_formatting() -> None:
    assert formatted_text({"entities": [entity("bold", 0, 5)]}) is None


def test_mention_of_a_person_without_a_user_name_is_plain_text():
    mention = {"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 7, "first_name": "Eve"}}

    assert formatted_text({"text": "Eve said so", "entities": [mention]}) is None
