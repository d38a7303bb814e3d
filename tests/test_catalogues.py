"""Four languages, complete: every text that is used, with the same placeholders and every plural form."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kalenner.i18n import LANGUAGES

ROOT = Path(__file__).parents[1]
PACKAGES = {
    path.parent.name: path.parent
    for folder in ("core", "bot_adapter", "plugins")
    for path in (ROOT / folder).glob("*/locale")
}
PLURAL_FORMS = {"en": 2, "fr": 2, "de": 2, "ru": 3}
TAGS = {"b", "i", "u", "code"}


@cache
def catalogue(package: str, language: str) -> Catalog:
    path = PACKAGES[package] / "locale" / language / "LC_MESSAGES" / f"{package}.po"
    with path.open("rb") as po:
        return read_po(po, locale=language)


def messages(package: str, language: str) -> dict[str, Message]:
    return {_id(message): message for message in catalogue(package, language) if message.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def used_in(package: str) -> set[str]:
    found = set()
    for path in [*PACKAGES[package].rglob("*.py"), *PACKAGES[package].rglob("*.pt")]:
        if path.suffix == ".pt":
            found |= set(re.findall(r"\b_\('([a-z0-9-]+)'\)", path.read_text()))
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}: an id is written out"
                found.add(node.args[0].value)
    return found


def test_there_are_packages_with_texts():
    assert {"kalenner", "kalenner_scheduling", "kalenner_invitations", "kalenner_telegram"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_used_is_what_there_is(package):
    assert used_in(package) == set(messages(package, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_is_there(package, language):
    empty = [name for name, message in messages(package, language).items() if not all(_texts(message))]

    assert set(messages(package, language)) == set(messages(package, "en"))
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", PACKAGES)
def test_placeholders_are_the_same(package, language):
    def placeholders(text: str) -> set[str]:
        return set(re.findall(r"\$\{(\w+)\}", text))

    english = {
        name: set().union(*map(placeholders, _texts(message)))
        for name, message in messages(package, "en").items()
    }
    wrong = [
        name
        for name, message in messages(package, language).items()
        if set().union(*map(placeholders, _texts(message))) != english[name]
        or any(re.search(r"(?<!\$)\{|\$(?!\{)", text) for text in _texts(message))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", PACKAGES)
def test_plurals_have_every_form(package, language):
    english = messages(package, "en")
    forms = {name: len(_texts(message)) for name, message in messages(package, language).items()}

    assert forms == {name: PLURAL_FORMS[language] if english[name].pluralizable else 1 for name in forms}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", PACKAGES)
def test_markup_is_the_little_that_is_allowed_and_closed(package, language):
    for name, message in messages(package, language).items():
        for text in _texts(message):
            opened: list[str] = []
            for closing, tag in re.findall(r"<(/?)([^>]*)>", text):
                assert tag in TAGS, f"{name}: <{tag}>"
                if closing:
                    assert opened and opened.pop() == tag, name
                else:
                    opened.append(tag)
            assert opened == [], name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", PACKAGES)
def test_button_labels_are_short(package, language):
    labels = {
        name: _texts(message)[0]
        for name, message in messages(package, language).items()
        if name.startswith("button-")
    }

    assert {name: label for name, label in labels.items() if len(label) > 40} == {}
