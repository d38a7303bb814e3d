"""Privacy and imprint: ours, with the operator's name, or in the operator's own words."""

import pytest

from kalenner.i18n import LANGUAGES
from kalenner.settings import LegalSettings, SettingsFault, Source

OPERATOR = {
    "legal.operator": "Müller & <b>Co</b>",
    "legal.address": "1 Long Street, 12345 Town,, <i>Land</i>",
    "legal.email": "privacy@kalenner.example",
    "legal.phone": '+49 30 "1234"',
    "legal.register": "HRB 1 <script>alert(1)</script>",
}


def main_of(page):
    return page.html.main


@pytest.mark.parametrize("word", ["privacy", "imprint"])
def test_without_a_name_the_page_says_so(web, word):
    missing = web.get(f"/en/{word}").html.find("p", class_="missing").text

    assert missing == "The operator of this server has not yet said who they are."


@pytest.mark.parametrize("word", ["privacy", "imprint"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_operator_is_shown_as_written(make_web, language, word):
    page = make_web(**OPERATOR).get(f"/{language}/{word}")
    shown = [cell.get_text("|") for cell in page.html.dl.find_all("dd")]

    assert shown == [
        "Müller & <b>Co</b>",
        "1 Long Street|12345 Town|<i>Land</i>",
        "privacy@kalenner.example",
        '+49 30 "1234"',
        "HRB 1 <script>alert(1)</script>",
    ]
    assert page.html.dl.a["href"] == "mailto:privacy@kalenner.example"
    assert "<script" not in page.text
    assert page.html.find("p", class_="missing") is None


def test_what_is_not_set_is_not_shown(make_web):
    page = make_web(**{"legal.operator": "Anna"}).get("/en/imprint").html

    assert [cell.text for cell in page.dl.find_all("dt")] == ["Operator"]


def test_whom_to_write_to_about_data(make_web, web):
    address = make_web(**OPERATOR).get("/en/privacy").html.main.find_all("a")[-1]

    assert address["href"] == "mailto:privacy@kalenner.example"
    assert "has not yet given an e-mail address" in web.get("/en/privacy").text


def test_a_text_of_the_operators_replaces_ours(make_web, tmp_path):
    (tmp_path / "privacy.de.txt").write_text(
        "\ufeff# Wer & was\r\n\r\nErste Zeile\r\nzweite <b>Zeile</b>\r\n\r\n\r\n"
        '<a href="https://example.org/x">Mehr</a>\r\n',
        "utf-8",
    )
    web = make_web(**{"legal.folder": str(tmp_path)}, **OPERATOR)

    page = web.get("/de/privacy").html

    assert "".join(map(str, page.main.find("div").children)).split("\n") == [
        "<h2>Wer &amp; was</h2>",
        "<p>Erste Zeile<br/>zweite <b>Zeile</b></p>",
        '<p><a href="https://example.org/x" rel="nofollow noopener noreferrer">Mehr</a></p>',
    ]
    assert page.main.find("dl") is None
    assert web.get("/de/imprint").html.main.find("dl") is not None


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<b onclick="x">y</b>',
        "# <img src=x onerror=y>",
        "a & b <i>",
    ],
)
def test_what_is_no_text_is_shown_not_done(make_web, tmp_path, hostile):
    (tmp_path / "imprint.en.txt").write_text(f"Before\n\n{hostile}\n", "utf-8")

    main = make_web(**{"legal.folder": str(tmp_path)}).get("/en/imprint").html.main

    assert main.find("div").find_all(["script", "a", "b", "i", "img"]) == []
    assert hostile.removeprefix("# ") in main.text


def test_a_text_in_another_language_says_which(make_web, tmp_path):
    (tmp_path / "imprint.ru.txt").write_text("Текст", "utf-8")
    web = make_web(**{"legal.folder": str(tmp_path)})
    page = web.get("/en/imprint").html

    assert (
        page.find("p", class_="missing").text == "The operator provides this text in this language: Русский."
    )
    assert page.main.find("div")["lang"] == "ru"
    assert web.get("/ru/imprint").html.find("p", class_="missing") is None

    (tmp_path / "imprint.en.txt").write_text("Text", "utf-8")
    assert web.get("/fr/imprint").html.main.find("div")["lang"] == "en"


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("legal.email", "no address", "an e-mail address"),
        ("legal.email", 'a@b.c"x', "an e-mail address"),
        ("legal.operator", "a\x07b", "a name in one line"),
        ("legal.folder", "/there/is/none", "the path of a folder whose texts are UTF-8"),
    ],
)
def test_a_wrong_setting_is_named(key, value, expected):
    with pytest.raises(SettingsFault, match=f"{key}: expected {expected}"):
        Source({key: value}, environ={}).read([LegalSettings])


def test_a_text_that_is_no_utf8_is_named_at_the_start(tmp_path):
    (tmp_path / "privacy.de.txt").write_bytes("Müller".encode("latin-1"))

    with pytest.raises(
        SettingsFault, match=r"legal\.folder: expected the path of a folder whose texts are UTF-8"
    ):
        Source({"legal.folder": str(tmp_path)}, environ={}).read([LegalSettings])


def test_an_address_over_several_lines_is_one():
    read = Source({"legal.address": "1 Street,\n  Town"}, environ={}).read([LegalSettings])

    assert read.of(LegalSettings).address == "1 Street, Town"
