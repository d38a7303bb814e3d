"""Long words of headings say where they may be divided, in every language of ours."""

import pytest

from kalenner.themes.hyphens import MOST_CHARACTERS, with_soft_hyphens


def shown(text: str, language: str) -> str:
    return with_soft_hyphens(text, language).replace("\N{SOFT HYPHEN}", "|")


@pytest.mark.parametrize(
    ("text", "language", "divided"),
    [
        ("Physiotherapie Katrin Vogt", "de", "Physio|the|rapie Katrin Vogt"),
        ("PHYSIOTHERAPIE", "de", "PHYSIO|THE|RAPIE"),
        ("Физиотерапевтический кабинет", "ru", "Физио|те|ра|пев|ти|че|ский кабинет"),
        ("Kinésithérapeute à Paris", "fr", "Kiné|si|thé|ra|peute à Paris"),
        ("Psychotherapy", "en", "Psycho|therapy"),
        ("Dr. Ada Lovelace", "de", "Dr. Ada Lovelace"),
        ("李小龙心理咨询工作室预约服务中心", "de", "李小龙心理咨询工作室预约服务中心"),
        ("12345678901234567890", "de", "12345678901234567890"),
        ("Physiotherapie", "tlh", "Physiotherapie"),
        ("", "de", ""),
    ],
)
def test_long_words_are_divided(text: str, language: str, divided: str) -> None:
    assert shown(text, language) == divided


def test_text_is_otherwise_as_it_was() -> None:
    text = "Rechtsanwaltskanzlei & Steuerberatungsgesellschaft <Vogt>"
    assert with_soft_hyphens(text, "de").replace("\N{SOFT HYPHEN}", "") == text


def test_longer_texts_are_no_headings() -> None:
    text = "Physiotherapie" * MOST_CHARACTERS
    assert with_soft_hyphens(text, "de") == text
