"""Texts, labels and keyboards within Telegram's limits, counted as Telegram counts."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pyramid.registry import Registry

from kalenner.drawings import DRAWERS, Drawing
from kalenner.screens import Attachment, Button, CopyText, Link, Screen, Style
from kalenner.testing import act, go
from kalenner_telegram.messages import (
    BLANK,
    content,
    file_name,
    fitting,
    keyboard,
    notice_text,
    plain,
    with_drawings,
)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def rendered(screen: Screen, footer: tuple[Button, ...] = ()) -> list[list[dict]]:
    return keyboard(screen, footer, lambda press: f"data:{press.screen}")


def test_markup_that_fits_is_left_as_it_is():
    assert fitting(Markup("<b>Olga</b> &lt;3"), 8) == "<b>Olga</b> &lt;3"


def test_markup_that_is_too_long_loses_formatting_and_end():
    assert fitting(Markup("<b>Olga</b> &amp; Ada"), 8) == "Olga &amp; …"


@pytest.mark.parametrize("most", [4096, 1024])
def test_length_is_counted_in_utf16_units_and_no_character_is_torn(most):
    text = fitting(Markup("x" + "😀" * most), most)

    assert utf16(text) <= most
    assert text == "x" + "😀" * ((most - 2) // 2) + "…"


@given(st.text(max_size=60), st.integers(2, 30))
def test_any_text_fits_and_reads_the_same(text, most):
    shown = plain(fitting(Markup.escape(text), most))

    assert utf16(shown) <= most
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


def test_caption_of_a_picture_is_shorter_than_a_text():
    text = Markup("a" * 2000)

    assert len(content(Screen(text), [])["text"]) == 2000
    assert len(content(Screen(text, picture=b"png"), [])["text"]) == 1024


def test_picture_travels_as_base64():
    assert base64.b64decode(content(Screen("x", picture=b"\x00\xff"), [])["picture"]) == b"\x00\xff"


def test_what_is_to_be_drawn_travels_as_what_it_is_drawn_of():
    registry = Registry()
    DRAWERS.of(registry)["test.twice"] = lambda _registry, values: 2 * values["letter"].encode()
    twice = Drawing("test.twice", {"letter": "x"})

    picture = content(Screen("x", picture=twice), [])
    document = content(Screen("x", attachment=Attachment("x.txt", twice, "text/plain")), [])

    assert picture["picture"] == {"drawer": "test.twice", "values": {"letter": "x"}}
    assert with_drawings(registry, picture) == picture | {"picture": "eHg="}
    assert with_drawings(registry, document)["document"] == document["document"] | {"content": "eHg="}
    ready = content(Screen("x", picture=b"xx"), [])
    assert with_drawings(registry, ready) == ready


def test_attachment_travels_as_base64_with_a_caption():
    file = Attachment("Week.ics", b"\x00\xff", "text/calendar")

    message = content(Screen("a" * 2000, attachment=file), [])

    assert message["document"] == {"name": "Week.ics", "media_type": "text/calendar", "content": "AP8="}
    assert len(message["text"]) == 1024


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Übersicht 1 (a).pdf", "Übersicht 1 (a).pdf"),
        ('a"b;c\\d/e\r\nf\0.csv', "a_b_c_d_e__f_.csv"),
        ("no ending", "no ending"),
        ("x" * 300 + ".tar.gz", "x" * 120 + ".gz"),
    ],
)
def test_name_of_a_file_arrives_whole(name, sent):
    assert file_name(name) == sent


def test_plain_text_of_a_screen_is_escaped():
    assert content(Screen("a < b & <i>c</i>"), [])["text"] == "a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;"


def test_every_kind_of_button():
    rows = (
        (Button("Delete", act("delete"), Style.DANGER), Button("Open", go("open"))),
        (Button("Site", Link("https://example.org/?a=1&b=2"), Style.PRIMARY),),
        (Button("Copy", CopyText("x" * 300)),),
    )

    assert rendered(Screen("x", rows=rows)) == [
        [
            {"text": "Delete", "callback_data": "data:delete", "style": "danger"},
            {"text": "Open", "callback_data": "data:open"},
        ],
        [{"text": "Site", "url": "https://example.org/?a=1&b=2", "style": "primary"}],
        [{"text": "Copy", "copy_text": {"text": "x" * 256}}],
    ]


def test_footer_comes_last():
    screen = Screen("x", rows=((Button("One", go("one")),),))

    assert rendered(screen, (Button("Menu", go("menu")),))[-1] == [
        {"text": "Menu", "callback_data": "data:menu"}
    ]


def test_long_label_is_cut():
    screen = Screen("x", rows=((Button("a" * 65, go("one")),),))

    assert [button["text"] for button in rendered(screen)[0]] == ["a" * 63 + "…"]


@pytest.mark.parametrize("empty", ["", " ", "\n\t"])
def test_empty_label_and_text_are_something_that_telegram_takes(empty):
    screen = Screen(empty, rows=((Button(empty, go("one")),),))

    assert [button["text"] for button in rendered(screen)[0]] == [BLANK]
    assert content(screen, [])["text"] == BLANK
    assert not BLANK.isspace()


def test_notice_fits_the_answer_to_a_press():
    assert notice_text("Saved") == "Saved"
    assert notice_text("a" * 201) == "a" * 199 + "…"


def test_notice_that_is_plain_text_keeps_its_angle_brackets():
    assert notice_text("Sent to <Olga & Co>") == "Sent to <Olga & Co>"
    assert notice_text(Markup("Sent to <b>Olga &amp; Co</b>")) == "Sent to Olga & Co"
