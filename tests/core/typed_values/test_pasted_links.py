"""Links within what people paste or apps share."""

import pytest

from kalenner.typed_values import link_candidates, start_payload

GOOGLE = "https://maps.app.goo.gl/FoksPtKVKYoeAt4w8"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (f"Praxis Olga\n{GOOGLE}", [GOOGLE]),
        (f"{GOOGLE}.", [GOOGLE]),
        (f"<{GOOGLE}>", [GOOGLE]),
        (f"Hier ist es: {GOOGLE}!", [GOOGLE]),
        (f"«{GOOGLE}»", [GOOGLE]),
        (f"({GOOGLE})", [GOOGLE]),
        (f"[Praxis]({GOOGLE})", [GOOGLE]),
        (f'"{GOOGLE}",', [GOOGLE]),
        (f"„{GOOGLE}“", [GOOGLE]),
        ("HTTPS://Example.com/A", ["HTTPS://Example.com/A"]),
        ("https://de.example.org/wiki/A_(B)", ["https://de.example.org/wiki/A_(B)"]),
        ("(https://de.example.org/wiki/A_(B)).", ["https://de.example.org/wiki/A_(B)"]),
        ("physio-sommer.example", ["https://physio-sommer.example"]),
        ("www.physio.example/kontakt.", ["https://www.physio.example/kontakt"]),
        ("<physio.example>", ["https://physio.example"]),
        ("пример.рф", ["https://пример.рф"]),
        ("http://physio.example", ["http://physio.example"]),
        ("https://a.example, https://b.example", ["https://a.example", "https://b.example"]),
        ("https://a.example https://a.example", ["https://a.example"]),
    ],
)
def test_link_is_found(text: str, links: list[str]) -> None:
    assert link_candidates(text) == links


@pytest.mark.parametrize(
    "text", ["", "Praxis Olga", "olga@example.com", "Ich bin hier.Danke sehr", "3.5", "a..b", "@olga"]
)
def test_without_a_link_it_is_the_text(text: str) -> None:
    assert link_candidates(text) == [text]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("Mein Insta: instagram.com/olga!", "https://instagram.com/olga"),
        ("www.instagram.com/olga", "https://www.instagram.com/olga"),
        ("folgt mir auf m.instagram.com/olga 😀", "https://m.instagram.com/olga"),
    ],
)
def test_domain_of_a_network_is_found_within_a_sentence(text: str, link: str) -> None:
    assert link_candidates(text, hosts=["instagram.com"]) == [link]


@pytest.mark.parametrize(
    "text",
    [
        "https://t.me/kalenner_bot?start=i_AbC-12",
        "https://t.me/kalenner_bot?start=i_AbC-12.",
        "<https://t.me/kalenner_bot?start=i_AbC-12>",
        "(t.me/kalenner_bot?start=i_AbC-12)",
        "Book here: https://t.me/kalenner_bot?start=i_AbC-12, see you!",
        "«https://t.me/kalenner_bot?start=i_AbC-12»",
        "https://t.me/kalenner_bot?start=i_AbC-12&x=1",
        "tg://resolve?domain=kalenner_bot&start=i_AbC-12",
        "Ссылка:\nhttps://t.me/kalenner_bot?start=i_AbC-12\nдо встречи",
        "[Olga](https://t.me/kalenner_bot?start=i_AbC-12)…",
    ],
)
def test_payload_of_an_invitation(text: str) -> None:
    assert start_payload(text) == "i_AbC-12"


@pytest.mark.parametrize("rest", ["", "?start=", f"?start={'x' * 65}", "?start=a%20b", "?start=ключ"])
def test_no_payload(rest: str) -> None:
    assert start_payload(f"https://t.me/kalenner_bot{rest}") is None
