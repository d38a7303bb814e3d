"""Links that people enter: what is kept of a good one, and why each of the others is refused."""

from pathlib import Path
from zoneinfo import ZoneInfo

import colander
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyramid.i18n import make_localizer

import kalenner
from kalenner.i18n import Catalogue, Reader
from kalenner.links import MOST_CHARACTERS, LinkFault, LinkRefused, check_link
from kalenner.screens.answers import WebLink, link_refusal

NOT_HTTPS, NOT_A_LINK, USERINFO, ODD_HOST, OTHER_HOST = LinkFault
LOCALE = str(Path(kalenner.__file__).parent / "locale")
SOCIAL = ("instagram.com", "*.ok.ru", "vk.com")

TAKEN = {
    "https://example.com": "https://example.com/",
    "  https://example.com/a \n": "https://example.com/a",
    "HTTPS://Example.COM/Path": "https://example.com/Path",
    "https://example.com:443/": "https://example.com/",
    "https://example.com:/": "https://example.com/",
    "https://example.com./": "https://example.com/",
    "https://example.com?q=1": "https://example.com/?q=1",
    "https://example.com#top": "https://example.com/#top",
    "https://example.com/?a[]=1&b=2;c": "https://example.com/?a[]=1&b=2;c",
    "https://example.com/a//b/../c": "https://example.com/a//b/../c",
    "https://example.com/ü?ö#ä": "https://example.com/%C3%BC?%C3%B6#%C3%A4",
    "https://example.com/%41%zz%": "https://example.com/%41%25zz%25",
    "https://example.com/\"'<b>`{|}^": "https://example.com/%22%27%3Cb%3E%60%7B%7C%7D%5E",
    "https://example.com/#a#b": "https://example.com/#a%23b",
    "https://example.com/@olga": "https://example.com/@olga",
    "https://example.com/😀": "https://example.com/%F0%9F%98%80",
    "https://sub_domain.example.com/": "https://sub_domain.example.com/",
    "https://r3---sn-4g5e.example.com/": "https://r3---sn-4g5e.example.com/",
    "https://пример.рф/": "https://xn--e1afmkfd.xn--p1ai/",
    "https://ПРИМЕР.рф/": "https://xn--e1afmkfd.xn--p1ai/",
    "https://xn--e1afmkfd.xn--p1ai/": "https://xn--e1afmkfd.xn--p1ai/",
    "https://сор.рф/": "https://xn--n1aeb.xn--p1ai/",
    "https://ромашка.com/": "https://xn--80aa3agjl3d.com/",
    "https://müller-söhne.de/": "https://xn--mller-shne-kcb9d.de/",
    "https://mu\u0308ller.de/": "https://xn--mller-kva.de/",
    "https://straße.de/": "https://xn--strae-oqa.de/",
    "https://bjørn.no/": "https://xn--bjrn-hra.no/",
    "https://日本ファン.jp/": "https://xn--bck9etd177vzlb.jp/",
}

HOSTILE_LINKS = {
    "": NOT_HTTPS,
    "hello": NOT_HTTPS,
    "example.com": NOT_HTTPS,
    "www.example.com/a": NOT_HTTPS,
    "//example.com": NOT_HTTPS,
    "/logout": NOT_HTTPS,
    "\\\\example.com": NOT_HTTPS,
    "http://example.com": NOT_HTTPS,
    "ftp://example.com": NOT_HTTPS,
    "tg://resolve?domain=olga": NOT_HTTPS,
    "mailto:olga@example.com": NOT_HTTPS,
    "file:///etc/passwd": NOT_HTTPS,
    "javascript:alert(1)": NOT_HTTPS,
    "JaVaScRiPt:alert(1)": NOT_HTTPS,
    "java\tscript:alert(1)": NOT_HTTPS,
    "java\nscript:alert(1)": NOT_HTTPS,
    "javascript://https://example.com/%0aalert(1)": NOT_HTTPS,
    "&#106;avascript:alert(1)": NOT_HTTPS,
    "\x01javascript:alert(1)": NOT_HTTPS,
    "data:text/html,<script>alert(1)</script>": NOT_HTTPS,
    "vbscript:msgbox(1)": NOT_HTTPS,
    "h\u0442tps://example.com": NOT_HTTPS,
    "ｈttps://example.com": NOT_HTTPS,
    "\ufeffhttps://example.com": NOT_HTTPS,
    "ht\ttps://example.com": NOT_HTTPS,
    "https://": NOT_A_LINK,
    "https:": NOT_A_LINK,
    "https:example.com": NOT_A_LINK,
    "https:/example.com": NOT_A_LINK,
    "https:///example.com": NOT_A_LINK,
    "https://:443/": NOT_A_LINK,
    "https://example": NOT_A_LINK,
    "https://.com": NOT_A_LINK,
    "https://a..com": NOT_A_LINK,
    "https://example.com..": NOT_A_LINK,
    "https://-a.com": NOT_A_LINK,
    "https://a-.com": NOT_A_LINK,
    "https://exa mple.com": NOT_A_LINK,
    "https://example.com/a b": NOT_A_LINK,
    "https://example.com/a\tb": NOT_A_LINK,
    "https://example.com/a\nb": NOT_A_LINK,
    "https://example.com/\r\nSet-Cookie: a=b": NOT_A_LINK,
    "https://example.com/a\x00b": NOT_A_LINK,
    "https://example.com/a\u00a0b": NOT_A_LINK,
    "https://example.com/a\u2028b": NOT_A_LINK,
    "https://example.com/\u202egpj.exe": NOT_A_LINK,
    "https://example.com/a\u200bb": NOT_A_LINK,
    "https://example.com/\ud800": NOT_A_LINK,
    "https:\\\\example.com": NOT_A_LINK,
    "https://example.com\\@evil.com": NOT_A_LINK,
    "https://example.com/\\..\\evil": NOT_A_LINK,
    "https://example%2ecom/": NOT_A_LINK,
    "https://%65xample.com/": NOT_A_LINK,
    "https://example.com%00.evil.com/": NOT_A_LINK,
    "https://example.com:http/": NOT_A_LINK,
    "https://example.com:-1/": NOT_A_LINK,
    "https://example.com:4４3/": NOT_A_LINK,
    "https://exam<ple.com/": NOT_A_LINK,
    'https://example.com"onclick=alert(1)': NOT_A_LINK,
    "https://a,b.com/": NOT_A_LINK,
    "https://example.c/": NOT_A_LINK,
    "https://example.c0m/": NOT_A_LINK,
    f"https://{'a' * 64}.com/": NOT_A_LINK,
    f"https://{'a.' * 130}com/": NOT_A_LINK,
    f"https://example.com/{'a' * MOST_CHARACTERS}": NOT_A_LINK,
    f"https://example.com/{'ü' * 400}": NOT_A_LINK,
    "https://olga@example.com": USERINFO,
    "https://olga:secret@example.com/": USERINFO,
    "https://@example.com/": USERINFO,
    "https://instagram.com@evil.com/": USERINFO,
    "https://instagram.com%2F@evil.com/": USERINFO,
    "https://instagram.com:443@evil.com/": USERINFO,
    "https://example.com:8443/": ODD_HOST,
    "https://localhost/": ODD_HOST,
    "https://app.localhost/": ODD_HOST,
    "https://LOCALHOST./": ODD_HOST,
    "https://127.0.0.1/": ODD_HOST,
    "https://127.1/": ODD_HOST,
    "https://2130706433/": ODD_HOST,
    "https://0x7f000001/": ODD_HOST,
    "https://0x7f.0.0.0x1/": ODD_HOST,
    "https://example.0x/": ODD_HOST,
    "https://0177.0.0.01/": ODD_HOST,
    "https://[::1]/": ODD_HOST,
    "https://[::ffff:127.0.0.1]:443/": ODD_HOST,
    "https://①②⑦.0.0.1/": ODD_HOST,
    "https://instаgram.com/": ODD_HOST,
    "https://xn--instgram-46g.com/": ODD_HOST,
    "https://аррӏе.com/": ODD_HOST,
    "https://xn--80ak6aa92e.com/": ODD_HOST,
    "https://ρ.com/": ODD_HOST,
    "https://ｅxample.com/": ODD_HOST,
    "https://example。com/": NOT_A_LINK,
    "https://www.example。com/": ODD_HOST,
    "https://example．com/": ODD_HOST,
    "https://example.com／evil.com/": ODD_HOST,
    "https://example.com℀.evil.com/": ODD_HOST,
    "https://example.com＠evil.com/": ODD_HOST,
    "https://exam\u200dple.com/": ODD_HOST,
    "https://exam\u00adple.com/": ODD_HOST,
    "https://exam\u034fple.com/": ODD_HOST,
    "https://\u202eexample.com/": ODD_HOST,
    "https://i\u0307nfo.com/": ODD_HOST,
    "https://i❤.ws/": ODD_HOST,
    "https://xn--i-7iq.ws/": ODD_HOST,
    "https://xn--.com/": ODD_HOST,
    "https://xn--abc.com/": ODD_HOST,
    "https://xn--E1AFMKFD-.com/": ODD_HOST,
    "https://exampleא.com/": ODD_HOST,
}

HOSTILE_TO_SOME_HOSTS = {
    "https://evil.com/": OTHER_HOST,
    "https://evil.com/instagram.com": OTHER_HOST,
    "https://evil.com/?https://instagram.com/": OTHER_HOST,
    "https://instagram.com.evil.com/": OTHER_HOST,
    "https://evilinstagram.com/": OTHER_HOST,
    "https://evil.instagram.com/": OTHER_HOST,
    "https://www.m.instagram.com/": OTHER_HOST,
    "https://instagram.co/": OTHER_HOST,
    "https://instagram-com.evil.com/": OTHER_HOST,
    "https://instagramcom.com/": OTHER_HOST,
    "https://ok.ru/": OTHER_HOST,
    "https://evilok.ru/": OTHER_HOST,
    "https://www.ok.ru.evil.com/": OTHER_HOST,
    "https://instagràm.com/": ODD_HOST,
    "https://www.ınstagram.com/": ODD_HOST,
    "https://m.instaɡram.com/": ODD_HOST,
    "https://ѵк.com/": ODD_HOST,
    "https://вк.com/": OTHER_HOST,
    "https://instagram.соm/": ODD_HOST,
    "https://instagram.com@evil.com/": USERINFO,
    "https://instagram.com:8080/": ODD_HOST,
    "https://instagram.com\\.evil.com/": NOT_A_LINK,
    "http://instagram.com/": NOT_HTTPS,
}


def fault(link: str, hosts: tuple[str, ...] | None = None) -> LinkFault | str:
    """The reason why a link is refused; if it is not, what it became."""
    try:
        return check_link(link, hosts=hosts)
    except LinkRefused as refused:
        return refused.reason


@pytest.mark.parametrize(("link", "kept"), TAKEN.items(), ids=ascii)
def test_what_is_taken_is_kept_in_one_form(link, kept):
    assert check_link(link) == kept
    assert check_link(kept) == kept


@pytest.mark.parametrize(("link", "reason"), HOSTILE_LINKS.items(), ids=lambda value: ascii(value)[:60])
def test_hostile_links_are_refused(link, reason):
    assert fault(link) == reason


@pytest.mark.parametrize(("link", "reason"), HOSTILE_TO_SOME_HOSTS.items(), ids=ascii)
def test_links_to_other_hosts_are_refused(link, reason):
    assert fault(link, SOCIAL) == reason


@pytest.mark.parametrize(
    ("link", "kept"),
    {
        "https://instagram.com/olga": "https://instagram.com/olga",
        "https://WWW.Instagram.com/olga?igsh=1": "https://www.instagram.com/olga?igsh=1",
        "https://m.vk.com/olga": "https://m.vk.com/olga",
        "https://vk.com./olga": "https://vk.com/olga",
        "https://a.b.ok.ru/": "https://a.b.ok.ru/",
    }.items(),
)
def test_links_to_the_wanted_hosts_are_taken(link, kept):
    assert check_link(link, hosts=SOCIAL) == kept


def test_no_host_is_wanted_where_the_list_is_empty():
    assert fault("https://example.com/", ()) == OTHER_HOST


def test_a_refusal_unmasks_the_host():
    with pytest.raises(LinkRefused) as refused:
        check_link("https://instаgram.com/")

    assert (refused.value.reason, refused.value.detail) == (ODD_HOST, "xn--instgram-46g.com")


def test_a_refusal_names_the_wanted_hosts():
    with pytest.raises(LinkRefused) as refused:
        check_link("https://evil.com/", hosts=SOCIAL)

    assert refused.value.detail == "instagram.com, ok.ru, vk.com"


@given(
    st.text(max_size=60), st.sampled_from(("https://", "https://example.com/", "https://example.com?", ""))
)
def test_what_is_returned_is_ascii_ends_no_attribute_and_stays(text, start):
    kept = fault(start + text)

    if not isinstance(kept, LinkFault):
        assert kept.startswith("https://") and kept.isascii() and kept.isprintable()
        assert not set(kept) & set(" \"'<>`\\")
        assert check_link(kept) == kept


def answered(cstruct: object, kind: WebLink) -> str:
    return colander.SchemaNode(kind, name="link").deserialize(cstruct)


def test_the_answer_to_a_question_for_a_link_is_the_link():
    assert answered(" https://Example.com ", WebLink()) == "https://example.com/"


@pytest.mark.parametrize(
    ("cstruct", "sentence"),
    [
        ("", "send-text"),
        ({"key": "a", "size": 1}, "send-text"),
        ("example.com", "link-other-host"),
        ("somewhere", "link-not-https"),
        ("https://example", "link-broken"),
        ("https://a@instagram.com", "link-userinfo"),
        ("https://127.0.0.1", "link-odd-host"),
        ("https://evil.com", "link-other-host"),
    ],
)
def test_a_question_for_a_link_says_what_is_wrong(cstruct, sentence):
    with pytest.raises(colander.Invalid) as refused:
        answered(cstruct, WebLink(hosts=SOCIAL))

    assert refused.value.msg == sentence


def test_a_stored_link_is_asked_for_as_it_is():
    node = colander.SchemaNode(WebLink(), name="link", default="https://example.com/")

    assert node.serialize() == "https://example.com/"


def test_the_sentence_names_the_host():
    english = Reader(Catalogue([make_localizer("en", [LOCALE])]), "en", ZoneInfo("UTC"))
    sentence = link_refusal(LinkRefused(ODD_HOST, "<b>.com"))

    assert english.text(sentence, **sentence.mapping) == (
        "&lt;b&gt;.com is not accepted. Please send the address of a website, such as https://example.com."
    )
