"""Which characters of a text stay, and when two texts count as the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalenner.characters import fold_case, without_invisible

SEEN = {
    "family": "👨‍👩‍👧‍👦",
    "profession with a colour of skin": "👩🏽‍🚀",
    "heart on fire": "❤️‍🔥",
    "head that shakes": "🙂‍↔️",
    "flag of a rainbow": "🏳️‍🌈",
    "flag of England": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "keycap": "1️⃣",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Persian abbreviation": "ه\u200d.ش",
    "Hindi with a joiner": "क्\u200dष",
    "Sinhala with a joiner": "ශ්\u200dරී",
    "ideograph with its form": "葛\U000e0100",
    "Mongolian with a form": "ᠠ\u180bᠡ",
    "lines": "a\n\nb",
    "accents": "a\u0301b\u0308",
    "emoji younger than the table": "\U0001faff",
}
DROPPED = {
    "zero width space": ("pay\u200bpal", "paypal"),
    "joiners in Latin": ("pay\u200cp\u200dal", "paypal"),
    "joiners alone": ("\u200d\u200c\u200d", ""),
    "joiner after an emoji": ("🌻\u200d", "🌻"),
    "second non-joiner": ("می\u200c\u200cخواهم", "میخواهم"),
    "direction of writing": ("\u202eevil\u2066\u200f", "evil"),
    "controls": ("a\x00\x07\x1b\tb", "ab"),
    "fillers": ("\u3164\u2800\u115f\uffa0x", "x"),
    "tags without a flag": ("\U000e0050\U000e0057x", "x"),
    "flag without an end": ("🏴\U000e0067\U000e0062x", "🏴x"),
    "form of a Latin letter": ("a\ufe00\U000e0100", "a"),
    "private and broken": ("\ue000\ud800\ufdd0\uffffx", "x"),
    "soft hyphen and byte order mark": ("\ufeffpay\u00adpal\u2060", "paypal"),
}


@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_changes_what_is_seen_stays(text: str) -> None:
    assert without_invisible(text) == text


@pytest.mark.parametrize(("text", "expected"), DROPPED.values(), ids=DROPPED)
def test_what_nobody_sees_is_dropped(text: str, expected: str) -> None:
    assert without_invisible(text) == expected


@given(
    st.text(st.sampled_from("aم❤🏴 \n\u200b\u200c\u200d\ufe0f\U000e0067\U000e007f\u202e\u094d"), max_size=12)
)
def test_only_whole_characters_are_left_out(text: str) -> None:
    left = iter(text)

    assert all(character in left for character in without_invisible(text))


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("ＡＢＣ", "abc"), (" a \n b ", "A B"), ("É", "E\u0301")]
)
def test_texts_count_as_the_same(one: str, other: str) -> None:
    assert fold_case(one) == fold_case(other)


def test_accents_and_punctuation_tell_texts_apart() -> None:
    assert len({fold_case(text) for text in ("Muller", "Müller", "Mul-ler", "Mul ler")}) == 4
