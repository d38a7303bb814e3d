"""Names that look alike have one skeleton."""

import pytest

from kalenner.confusables import skeleton, table_of


@pytest.mark.parametrize(
    ("name", "looks_like"),
    [
        ("instаgram", "instagram"),
        ("instagràm", "instagram"),
        ("ınstagram", "instagram"),
        ("instaɡram", "instagram"),
        ("ѵк", "vk"),
        ("tеlеgrаm", "telegram"),
        ("teIegram".lower(), "teiegram"),
        ("1nkedin", "lnkedin"),
        ("g00gle", "google"),
        ("arnazon", "amazon"),
        ("bjørn", "bjorn"),
        ("ᴛᴇʟᴇɢʀᴀᴍ", "telegram"),
    ],
    ids=ascii,
)
def test_imitation_has_the_skeleton_of_what_it_imitates(name: str, looks_like: str) -> None:
    assert skeleton(name) == skeleton(looks_like)


@pytest.mark.parametrize("name", ["вк", "instagran", "ромашка", "日本"], ids=ascii)
def test_name_that_looks_like_another_has_another_skeleton(name: str) -> None:
    assert skeleton(name) not in {skeleton("vk"), skeleton("instagram")}


def test_table_is_made_of_the_file_of_unicode() -> None:
    source = """# Version: 17.0.0
0430 ;\t0061 ;\tMA\t# ( а → a ) CYRILLIC SMALL LETTER A → LATIN SMALL LETTER A
00F8 ;\t006F 0338 ;\tMA\t# ( ø → o̸ ) LATIN SMALL LETTER O WITH STROKE → …
0410 ;\t0041 ;\tMA\t# ( А → A ) CYRILLIC CAPITAL LETTER A → LATIN CAPITAL LETTER A
043A ;\t0138 ;\tMA\t# ( к → ĸ ) CYRILLIC SMALL LETTER KA → LATIN SMALL LETTER KRA
0436 ;\t0436 ;\tMA\t# not like any letter of ASCII
"""
    table = table_of(source)

    characters = table["characters"]
    assert isinstance(characters, dict)
    assert table["version"] == "17.0.0"
    assert {one: characters.get(one) for one in "аøАкж"} == {
        "а": "a",
        "ø": "o",
        "А": None,
        "к": "k",
        "ж": None,
    }


def test_other_file_is_refused() -> None:
    with pytest.raises(ValueError, match=r"confusables\.txt"):
        table_of("a;b")
