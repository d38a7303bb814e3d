"""Telegram's HTML: what it becomes, and what is refused with which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalenner_playground.entities import (
    Formatted,
    checked_entities,
    to_html,
    tree,
    trimmed,
    units,
    with_detected,
)
from kalenner_playground.errors import ApiError
from kalenner_playground.html_text import parse_html


def entities(html):
    return [tuple(entity.values()) for entity in parse_html(html).entities]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<em>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<strike>x</strike>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<B >x</b >", "bold"),
        ("<b>x</>", "bold"),
    ],
)
def test_tags(html, kind):
    assert (parse_html(html).text, entities(html)) == ("x", [(kind, 0, 1)])


def test_tags_with_values():
    assert entities('<a href="https://example.org/?a=1&amp;b=2">x</a>') == [
        ("text_link", 0, 1, "https://example.org/?a=1&b=2")
    ]
    assert entities('<a href="javascript:alert(1)">x</a>') == []
    assert entities('<tg-emoji emoji-id="53">👍</tg-emoji>') == [("custom_emoji", 0, 2, "53")]
    assert entities('<tg-time unix="1796119200" format="wDT">1 Dec</tg-time>') == [
        ("date_time", 0, 5, 1796119200, "wDT")
    ]
    assert entities('<pre><code class="language-python">x</code></pre>') == [("pre", 0, 1, "python")]
    assert entities('<code class="language-python">x</code>') == [("code", 0, 1)]


def test_places_are_counted_in_utf16_units_and_nest():
    assert entities("🟡 <b>a<i>🟢</i></b>") == [("bold", 3, 3), ("italic", 4, 2)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#60;&#x3c;&#128994;", "<<🟢"),
        ("&nbsp;&copy; & &ltx", "&nbsp;&copy; & &ltx"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_references(html, text):
    assert parse_html(html) == Formatted(text)


SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("x<br/>", 'Unsupported start tag "br/" at byte offset 1'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        (
            "🏟 🏟&lt;<i    aba>",
            'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 13',
        ),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        ("<i>a</em  >", 'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="soon">y</tg-time>', "Invalid date specified"),
        ('<tg-time unix="1" format="zz">y</tg-time>', "Invalid date format specified"),
        (
            "&#57311;",
            SURROGATE,
        ),
    ],
)
def test_refusals(html, reason):
    with pytest.raises(ApiError) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_ends_are_trimmed_with_the_entities():
    assert trimmed(parse_html("  <b> a </b> ")) == Formatted(
        "a", [{"type": "bold", "offset": 0, "length": 1}]
    )


def test_addresses_and_commands_are_found_outside_links_and_code():
    formatted = with_detected(
        parse_html("/start see https://example.org/a, t.me/x?start=1 <code>/no</code> a/b me@x.org")
    )
    assert [
        formatted.text[e["offset"] :][: e["length"]] for e in formatted.entities if e["type"] != "code"
    ] == [
        "/start",
        "https://example.org/a",
        "t.me/x?start=1",
        "me@x.org",
    ]


def test_entities_given_are_checked():
    link = {"type": "text_link", "offset": 0, "length": 1, "url": "example.org"}
    assert checked_entities("ab", [link]).entities[0]["url"] == "http://example.org/"
    for wrong in ({"type": "blink", "offset": 0, "length": 1}, {"type": "bold", "offset": 1, "length": 2}):
        with pytest.raises(ApiError):
            checked_entities("ab", [wrong])


def test_crossing_entities_are_split_for_the_page():
    crossing = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert to_html(Formatted("abc", crossing)) == "<b>a<i>b</i></b><i>c</i>"
    assert tree(Formatted("ab")) == ["ab"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_escaped_text_comes_back_unchanged(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>").text == text
    assert sum(entity["length"] for entity in parse_html(f"<b>{escaped}</b>").entities) == units(text)
