"""Formatting beside a text becomes tags, whatever lies within or across what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalenner import richtext
from kalenner.formatting import Span, with_tags

LINK = "https://example.com/"
FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("text", "spans", "source"),
    [
        ("a bold word", [Span(2, 6, "b")], "a <b>bold</b> word"),
        ("abc", [Span(0, 3, "b"), Span(1, 2, "i")], "<b>a<i>b</i>c</b>"),
        ("abcd", [Span(0, 3, "b"), Span(1, 4, "i")], "<b>a<i>bc</i></b><i>d</i>"),
        ("a link", [Span(2, 6, "a", LINK)], f'a <a href="{LINK}">link</a>'),
        ("abc", [Span(0, 3, "a", LINK), Span(1, 2, "u")], f'<a href="{LINK}">a<u>b</u>c</a>'),
        ("<b>a</b> b", [Span(9, 10, "i")], "<b>a</b> <i>b</i>"),
        ("<b>ab</b>c", [Span(4, 10, "i")], "<b>a<i>b</i></b><i>c</i>"),
        (f'<a href="{LINK}">ab</a>', [Span(0, 40, "a", "https://a.example/")], f'<a href="{LINK}">ab</a>'),
        ("a < b & c", [Span(2, 3, "b")], "a <b>&lt;</b> b &amp; c"),
        (f"{FAMILY} x", [Span(0, 2, "b")], f"<b>{FAMILY}</b> x"),
        ("👍🏽!", [Span(1, 2, "b")], "<b>👍🏽</b>!"),
        ("e\u0301x", [Span(0, 1, "b")], "<b>é</b>x"),
        ("ab", [Span(0, 9, "b"), Span(5, 9, "i")], "<b>ab</b>"),
        ("ab", [Span(0, 1, "b"), Span(1, 2, "b")], "<b>ab</b>"),
        (
            "ab",
            [Span(0, 2, "a", 'https://example.com/?q="<&')],
            '<a href="https://example.com/?q=%22%3C&amp;">ab</a>',
        ),
    ],
)
def test_spans_as_tags(text: str, spans: list[Span], source: str) -> None:
    assert richtext.parse(with_tags(text, spans)).source == source


SPANS = st.lists(
    st.builds(
        Span,
        st.integers(0, 12),
        st.integers(0, 12),
        st.sampled_from(["b", "i", "u", "a"]),
        st.just(LINK),
    ),
    max_size=6,
)


@given(text=st.text("ab 👍🏽\u200d\u0301&\n", max_size=12), spans=SPANS)
def test_characters_stay_whatever_the_spans(text: str, spans: list[Span]) -> None:
    formatted, plain = richtext.parse(with_tags(text, spans)).plain(), richtext.parse(text).plain()
    # White space at the ends is within a tag, and a joiner at an end joins nothing.
    words = [[word.strip("\u200d") for word in one.split()] for one in (formatted, plain)]
    assert [word for word in words[0] if word] == [word for word in words[1] if word]


@given(spans=SPANS)
def test_typed_tags_stay_whatever_the_spans(spans: list[Span]) -> None:
    text = f'a <b>b<i>c</i></b> <a href="{LINK}">d</a>'
    assert richtext.parse(with_tags(text, spans)).plain() == "a bc d"
