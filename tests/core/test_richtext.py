"""Texts with b, i, u and a: what is read of them, where they are shown, and why the others are refused."""

from pathlib import Path
from zoneinfo import ZoneInfo

import colander
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyramid.i18n import make_localizer

import kalenner
from kalenner.i18n import Catalogue, Reader
from kalenner.links import LinkFault
from kalenner.richtext import Mark, RichText, Run, TextFault, TextRefused, parse
from kalenner.screens.answers import FormattedText
from kalenner_playground.html_text import parse_html
from tests.hostile_strings import HOSTILE, UNENCODABLE

TAG, ATTRIBUTE, MALFORMED, LINK, UNCLOSED, UNOPENED, CROSSED, NESTED_LINK = TextFault
LOCALE = str(Path(kalenner.__file__).parent / "locale")
SITE = '<a href="https://example.com">'
EXAMPLE = "&lt;b&gt;…&lt;/b&gt;, &lt;a href=&#34;https://…&#34;&gt;…&lt;/a&gt;"
KEPT = '<a href="https://example.com/">'

HOSTILE_TEXTS = {
    (TAG, "<h1>"): ("<h1>x</h1>", "</h1>"),
    (TAG, "<H1>"): ("<H1>x",),
    (TAG, "<script>"): (
        "<script>alert(1)</script>",
        "<b><script></b>",
        "<scr\u200bipt>",
        "<scr\u200dipt>",
        "<\u202escript>",
        "<scr\x00ipt>",
    ),
    (TAG, "<ScRiPt>"): ("<ScRiPt src=//x>",),
    (TAG, "<img>"): ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)//", "<img"),
    (TAG, "<svg>"): ("<svg/onload=alert(1)>",),
    (TAG, "<br>"): ("<br>", "<br/>"),
    (TAG, "<p>"): ("<p>",),
    (TAG, "<strong>"): ("<strong>x</strong>",),
    (TAG, "<em>"): ("<em>x</em>",),
    (TAG, "<s>"): ("<s>x</s>",),
    (TAG, "<code>"): ("<code>x</code>",),
    (TAG, "<tg-spoiler>"): ("<tg-spoiler>x</tg-spoiler>",),
    (TAG, "<span>"): ("<span class=tg-spoiler>",),
    (TAG, "<bb>"): ("<bb>x</bb>",),
    (TAG, "<b1>"): ("<b1>",),
    (TAG, "<b:b>"): ("<b:b>",),
    (TAG, "<b=1>"): ("<b=1>",),
    (TAG, "<olga@example.com>"): ("<olga@example.com>",),
    (TAG, "<https:>"): ("<https://example.com>",),
    (TAG, f"<{'x' * 20}>"): (f"<{'x' * 90}>",),
    (TAG, "<!--"): ("<!-- x -->", "<!---->", "<!--"),
    (TAG, "<!DOCTYPE>"): ("<!DOCTYPE html>",),
    (TAG, "<!entity>"): ("<!entity>",),
    (TAG, "<![CDATA["): ("<![CDATA[x]]>",),
    (TAG, "<![if"): ("<![if IE]>",),
    (TAG, "<?"): ("<?python print(1) ?>", "<?xml", "<?"),
    (ATTRIBUTE, "class"): ('<b class="x">x</b>',),
    (ATTRIBUTE, "onclick"): (
        "<b onclick=alert(1)>x</b>",
        '<a onclick="x" href="https://example.com">x</a>',
        '<a href="https://example.com" onclick="x">x</a>',
    ),
    (ATTRIBUTE, "style"): ("<i\nstyle='x'>x</i>",),
    (ATTRIBUTE, "x"): ("<u x>x</u>",),
    (ATTRIBUTE, "href"): ('<b href="https://example.com">x</b>',),
    (ATTRIBUTE, "target"): ('<a href="https://example.com" target=_blank>x</a>',),
    (ATTRIBUTE, '"x"'): ('<a href="https://example.com" "x">x</a>',),
    (ATTRIBUTE, "i18n:translate"): ('<b i18n:translate="">x</b>',),
    (MALFORMED, "<a>"): (
        "<a>x</a>",
        "<a href>x</a>",
        "<a href=>x</a>",
        '<a href="https://example.com>x</a>',
        '<a href="https://example.com" href="https://evil.com">x</a>',
        '<a href="https://example.com"onclick="x">x</a>',
        '<a/href="https://example.com">x</a>',
        '<a href="https://example.com"/>',
        '<a href="https://example.com/<b>">x</a>',
        "<a href=https://example.com/`>x</a>",
        "<a href=x",
    ),
    (MALFORMED, "<b>"): ("<b", "<b ", "<b/>", "<b / onclick=x>", "<b<i>x</i></b>"),
    (MALFORMED, "</b>"): ("<b>x</b", "<b>x</b class=x>", "<b>x</b/>"),
    (UNCLOSED, "<b>"): ("<b>x", "<b>x<b>y</b>", "<b>" * 2_000),
    (UNCLOSED, "<i>"): ("<b><i>x",),
    (UNCLOSED, "<a>"): (f"{SITE}x",),
    (UNOPENED, "</b>"): ("x</b>", "<b>x</b></B>"),
    (UNOPENED, "</i>"): ("<b>x</i></b>",),
    (CROSSED, "</b>"): ("<b><i>x</b></i>",),
    (CROSSED, "</a>"): (f"{SITE}<b>x</a></b>",),
    (NESTED_LINK, "<a>"): (f"{SITE}x{SITE}y</a></a>", f"{SITE}<b>{SITE}y</a></b></a>"),
}

HOSTILE_HREFS = {
    "javascript:alert(1)": LinkFault.NOT_HTTPS,
    " java&#10;script:alert(1)": LinkFault.NOT_HTTPS,
    "&#106;avascript:alert(1)": LinkFault.NOT_HTTPS,
    "//evil.com": LinkFault.NOT_HTTPS,
    "/logout": LinkFault.NOT_HTTPS,
    "": LinkFault.NOT_HTTPS,
    "http://example.com": LinkFault.NOT_HTTPS,
    "tg://user?id=1": LinkFault.NOT_HTTPS,
    "https:evil.com": LinkFault.NOT_A_LINK,
    "https://example.com/a&nbsp;b": LinkFault.NOT_A_LINK,
    "https://example.com\\@evil.com": LinkFault.NOT_A_LINK,
    "https://a@example.com": LinkFault.USERINFO,
    "https://exаmple.com": LinkFault.ODD_HOST,
}

READ = {
    "plain": "plain",
    "a < b & c > d": "a &lt; b &amp; c &gt; d",
    "I <3 you </3 <- <= <": "I &lt;3 you &lt;/3 &lt;- &lt;= &lt;",
    "</> <> <!> <ж> <a\u0301>": "&lt;/&gt; &lt;&gt; &lt;!&gt; &lt;ж&gt; &lt;á&gt;",
    "&lt;b&gt; &quot;&#39;&amp;": "&lt;b&gt; \"'&amp;",
    "&amp;lt;b&gt;": "&amp;lt;b&gt;",
    "1&nbsp;000": "1\u00a0000",
    "&#8238; &copy; &LT; &lt": "&amp;#8238; &amp;copy; &amp;LT; &amp;lt",
    "<b>x</b>": "<b>x</b>",
    "<B>x</b >": "<b>x</b>",
    "<b\n>x</b\n>": "<b>x</b>",
    "<b><i>x</i> <u>y</u></b>": "<b><i>x</i> <u>y</u></b>",
    "<b>x<b>y</b></b>": "<b>xy</b>",
    "<b>x</b><b>y</b>": "<b>xy</b>",
    "x<b></b>y": "xy",
    "e<b></b>\u0301": "é",
    f"{SITE}<b>x</b></a>": f"{KEPT}<b>x</b></a>",
    f"<b>{SITE}x</a></b>": f"<b>{KEPT}x</a></b>",
    "<A HREF=https://example.com>x</A>": f"{KEPT}x</a>",
    "<a href = 'https://example.com' >x</a>": f"{KEPT}x</a>",
    "<a href=“https://example.com”>x</a>": f"{KEPT}x</a>",
    "<a href=„https://example.com“>x</a>": f"{KEPT}x</a>",
    '<a href="https://example.com/?a=1&amp;b=2">x</a>': '<a href="https://example.com/?a=1&amp;b=2">x</a>',
    '<a href="https://example.com/?a=1&b=2">x</a>': '<a href="https://example.com/?a=1&amp;b=2">x</a>',
    f"a{SITE} \u200d</a>b": "a b",
    f"a{SITE}<b> </b></a>b": "a<b> </b>b",
    "one\n\n\n\ntwo\r\nthree": "one\n\ntwo\nthree",
    "one\u2028two\x85three\x0bfour": "one\ntwo\nthree\nfour",
    " \n x \t \n ": "x",
    "": "",
    "a\x00b\x1bc\x7f": "abc",
    "abc\u202egpj.exe\u2066\u2069\u200f": "abcgpj.exe",
    "pay\u200bpal\ufeff\u2060\u00ad": "paypal",
    "\ud800\ue000\ufffe\u3164\u2800\U000e0041x": "x",
    "👩‍🚀🏳️‍🌈\U0001fae8": "👩‍🚀🏳️‍🌈\U0001fae8",
    "x" + "\u0323" * 9: "x" + "\u0323" * 4,
    "Cafe\u0301": "Café",
}

ON_PAGE = {
    'a < b & "c"': '<p>a &lt; b &amp; "c"</p>',
    "1&nbsp;000": "<p>1&nbsp;000</p>",
    "one\ntwo": "<p>one<br>two</p>",
    "one\n\ntwo\nthree": "<p>one</p><p>two<br>three</p>",
    "<b>one\n \ntwo</b>": "<p><b>one</b></p><p><b>two</b></p>",
    "one\n<b>\ntwo</b>": "<p>one</p><p><b>two</b></p>",
    "<b>one\n<i>two</i></b>": "<p><b>one<br><i>two</i></b></p>",
    "<b> </b>": "",
    "<b>\n x</b>": "<p><b>x</b></p>",
    f"{SITE}x</a>": '<p><a href="https://example.com/" rel="nofollow noopener noreferrer">x</a></p>',
}


def fault(text: str) -> tuple[TextFault, str] | RichText:
    """The reason why a text is refused and what it names; if it is not, what was read."""
    try:
        return parse(text)
    except TextRefused as refused:
        return refused.reason, refused.detail


def cleaned(page: str) -> str:
    """What an independent cleaner of HTML, which repairs as browsers do, leaves of a page's text."""
    return nh3.clean(
        page,
        tags={"p", "br", "b", "i", "u", "a"},
        attributes={"a": {"href", "rel"}},
        url_schemes={"https"},
        url_relative="deny",
        link_rel=None,
    )


def check_all_shapes(text: RichText) -> None:
    """Every shape of a text is safe, and each says the same."""
    assert cleaned(text.page()) == text.page()
    sent = parse_html(text.chat())
    assert sent.text == text.plain()
    links = {mark.href for run in text.runs for mark in run.marks if mark.tag == "a"}
    assert {entity["url"] for entity in sent.entities if entity["type"] == "text_link"} == links
    assert parse(text.source) == text
    assert parse(text.source).source == text.source


@pytest.mark.parametrize(
    ("text", "named"),
    [(text, named) for named, texts in HOSTILE_TEXTS.items() for text in texts],
    ids=lambda value: ascii(value)[:60],
)
def test_hostile_texts_are_refused_by_name(text, named):
    assert fault(text) == named


@pytest.mark.parametrize(("href", "reason"), HOSTILE_HREFS.items(), ids=ascii)
def test_a_link_that_is_refused_says_why(href, reason):
    with pytest.raises(TextRefused) as refused:
        parse(f'<a href="{href}">x</a>')

    assert (refused.value.reason, refused.value.link.reason) == (LINK, reason)


@pytest.mark.parametrize(("text", "source"), READ.items(), ids=lambda value: ascii(value)[:60])
def test_a_text_is_kept_and_sent_in_one_form(text, source):
    read = parse(text)

    assert (read.source, read.chat()) == (source, source)
    check_all_shapes(read)


@pytest.mark.parametrize(("text", "page"), ON_PAGE.items(), ids=lambda value: ascii(value)[:60])
def test_a_page_has_paragraphs_and_lines(text, page):
    assert parse(text).page() == page


def test_a_text_is_read_into_runs():
    bold, link = Mark("b"), Mark("a", "https://example.com/")

    assert parse(f"a <b>b {SITE}c</a></b>").runs == (
        Run("a ", ()),
        Run("b ", (bold,)),
        Run("c", (bold, link)),
    )


def test_plain_is_what_is_seen():
    assert parse(f"a &lt; <b>b</b>\n\n{SITE}c</a>").plain() == "a < b\n\nc"


@pytest.mark.parametrize("text", [*HOSTILE, *UNENCODABLE], ids=lambda text: ascii(text)[:60])
def test_a_hostile_string_is_refused_or_shown_as_text(text):
    read = fault(text)

    if isinstance(read, RichText):
        check_all_shapes(read)


def test_the_hostile_strings_are_many_and_distinct():
    assert len(HOSTILE) == len(set(HOSTILE)) >= 150


PIECES = (
    *("<b>", "</b>", "<i>", "</i>", "<u>", "</u>", SITE, "<a href='https://пример.рф/?a&amp;b\"c'>", "</a>"),
    *(
        "<",
        ">",
        "&",
        "&lt;",
        "&amp;",
        "&nbsp;",
        "&#39;",
        '"',
        "'",
        "=",
        "/",
        "!",
        "--",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\r",
    ),
    *(
        "a",
        "é",
        "e\u0301",
        "\u0301",
        "\u0338",
        "\u200d",
        "\u202e",
        "\x00",
        "\u00a0",
        "😀",
        "\ufe0f",
        "\u2028",
        "\ud800",
    ),
)
BALANCED = st.recursive(
    st.lists(st.sampled_from(PIECES[9:]), max_size=5).map("".join),
    lambda inner: (
        st.builds(str.__add__, inner, inner)
        | st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from("biu"), inner)
        | st.builds(lambda text: f"{SITE}{text}</a>", inner)
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | BALANCED | st.text())
def test_nothing_unescaped_comes_through(text):
    read = fault(text)

    if isinstance(read, RichText):
        check_all_shapes(read)


def answered(cstruct: object) -> RichText:
    return colander.SchemaNode(FormattedText(2, 5), name="about").deserialize(cstruct)


def test_the_length_is_that_of_what_is_seen():
    assert answered(f"{SITE}<b>&lt;1234</b></a>").plain() == "<1234"


@pytest.mark.parametrize(
    ("cstruct", "sentence"),
    [
        ("", "Please send a text."),
        ("<b> \u200d</b>", "Please send a text."),
        ({"key": "a", "size": 1}, "Please send a text."),
        ("<b>1</b>", "Please send at least 2 characters."),
        ("<b>123456</b>", "Please keep it under 5 characters."),
        ("<h1>x</h1>", "&lt;h1&gt; is not allowed. Use b, i, u and a."),
        ("<b id=x>x</b>", "id is not allowed in &lt;b&gt;."),
        ("<b/>", f"&lt;b&gt; is not written correctly. For example: {EXAMPLE}"),
        ("<b>x", "&lt;b&gt; is never closed."),
        ("x</b>", "&lt;/b&gt; closes nothing."),
        ("<b><i>x</b></i>", "&lt;/b&gt; comes too early. Close &lt;i&gt; first."),
        (f"{SITE}x{SITE}", "A link cannot stand within another link."),
        ('<a href="x">x</a>', "That is not a web address. It must start with https://."),
    ],
)
def test_a_question_for_a_text_says_what_is_wrong(cstruct, sentence):
    english = Reader(Catalogue([make_localizer("en", [LOCALE])]), "en", ZoneInfo("UTC"))

    with pytest.raises(colander.Invalid) as refused:
        answered(cstruct)

    assert english.text(refused.value.msg, **refused.value.msg.mapping or {}) == sentence


def test_a_stored_text_is_asked_for_as_it_would_be_typed():
    kind = FormattedText(1, 9)

    assert colander.SchemaNode(kind, name="about", default=parse("<B>x</B>")).serialize() == "<b>x</b>"
    assert colander.SchemaNode(kind, name="about").serialize() is colander.null
