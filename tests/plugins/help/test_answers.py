"""Files of answers: their head, their Markdown in chats and on pages, and what is refused."""

from pathlib import Path

import pytest

from kalenner.i18n import LANGUAGES
from kalenner.testing import Stage
from kalenner_help.answers import AnswerFault, AnswerPath, read_answer
from kalenner_help.library import Library, library_of
from kalenner_help.markdown import bold_texts, to_chat, to_html

HEAD = """\
topic = "services"
roles = ["professional"]
opens = "services.list"
words = "offer, price"

[[path]]
steps = ["Settings", "Services"]
seen = ["Add service"]
"""
BODY = "Press **Add service**.\n\n- one\n- `two`\n"


def write(folder: Path, *, name: str = "add.en.md", head: str = HEAD, body: str = BODY) -> Path:
    file = folder / name
    file.write_text(f"+++\n{head}+++\n\n# How do I add a service?\n\n{body}", "utf-8")
    return file


def test_a_file_is_read(tmp_path: Path) -> None:
    answer = read_answer(write(tmp_path))

    assert (answer.name, answer.language, answer.topic, answer.roles, answer.opens, answer.words) == (
        "add",
        "en",
        "services",
        ("professional",),
        "services.list",
        "offer, price",
    )
    assert answer.paths == (AnswerPath("professional", ("Settings", "Services"), ("Add service",)),)
    assert answer.title == "How do I add a service?"
    assert answer.chat == "Press <b>Add service</b>.\n\n• one\n• <b>two</b>"
    assert answer.html == (
        "<p>Press <strong>Add service</strong>.</p>\n<ul>\n<li>one</li>\n<li><code>two</code></li>\n</ul>\n"
    )
    assert answer.labels == ["Add service"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "Add.en.md"}, "expected a name such as add.en.md"),
        ({"name": "add.xx.md"}, "expected a name such as add.en.md"),
        ({"head": "topic =\n"}, "the head is no TOML"),
        ({"head": HEAD.replace('"services"\n', '"other"\n', 1)}, "expected one of the topics"),
        ({"head": HEAD.replace('["professional"]', '["boss"]')}, "expected some of the roles"),
        ({"head": HEAD.replace('["professional"]', '"professional"')}, "expected a list of texts as roles"),
        ({"head": HEAD.split("\n[[path]]", maxsplit=1)[0] + "\n"}, "expected a path at least"),
        ({"head": HEAD.replace('["Add service"]', "[]")}, "expected a path with steps"),
        ({"head": HEAD + 'as = "boss"\n'}, "expected a path with steps"),
        ({"head": 'colour = "red"\n' + HEAD}, "the head has unknown keys: colour"),
        ({"body": "word " * 700}, "expected at most 3500 characters"),
        ({"body": "[Here](http://localhost/x)"}, "a link or sign that chats refuse"),
    ],
)
def test_what_is_no_answer_is_named(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    file = write(tmp_path, **change)

    with pytest.raises(AnswerFault) as caught:
        read_answer(file)

    assert reason in str(caught.value)
    assert Library([tmp_path]).faults == [f"{file}: {caught.value}"]


def test_a_file_without_a_head_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "add.en.md").write_text("# How?\n\nSo.\n")

    with pytest.raises(AnswerFault, match="expected a head"):
        read_answer(tmp_path / "add.en.md")


def test_questions_fit_on_the_buttons_of_a_phone(stage: Stage) -> None:
    library = library_of(stage.app.registry)
    titles = [answer.title for language in LANGUAGES for answer in library.list_answers(language)]

    assert len(titles) == 4 * len(library.names)
    assert [title for title in titles if len(title) > 48] == []


def test_topic_roles_and_screen_are_the_same_in_every_language(stage: Stage) -> None:
    library = library_of(stage.app.registry)

    for name in library.names:
        answers = [library.find(language, name) for language in LANGUAGES]
        heads = {
            (one.topic, one.roles, one.opens, tuple(path.walker for path in one.paths))
            for one in answers
            if one
        }
        assert len(heads) == 1, name


def test_one_name_belongs_to_one_folder(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder)

    library = Library([tmp_path / "one", tmp_path / "two"])

    assert library.names == ["add"]
    assert library.faults == [
        f"{tmp_path / 'two' / 'add.en.md'}: {tmp_path / 'one'} has an answer of this name too"
    ]


def test_a_language_without_an_answer_has_the_english_one(tmp_path: Path) -> None:
    write(tmp_path)
    library = Library([tmp_path])

    answer = library.find("ru", "add")

    assert answer is not None
    assert answer.language == "en"
    assert library.missing_languages("add") == ["fr", "de", "ru"]
    assert library.find("ru", "other") is None


@pytest.mark.parametrize(
    ("source", "chat"),
    [
        ("One\ntwo", "One two"),
        ("One\\\ntwo", "One\ntwo"),
        ("One\n\nTwo", "One\n\nTwo"),
        ("1. a\n2. b\n\nAfter", "1. a\n2. b\n\nAfter"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("Before\n\n- *a*\n- b", "Before\n\n• <i>a</i>\n• b"),
        ("- a\n\n  more\n- b", "• a\nmore\n• b"),
        ("A < B & C", "A &lt; B &amp; C"),
        ("<b>x</b> <script>", "&lt;b&gt;x&lt;/b&gt; &lt;script&gt;"),
        ("`<b>`", "<b>&lt;b&gt;</b>"),
        ("[here](https://example.com/?a=1&b=2)", '<a href="https://example.com/?a=1&amp;b=2">here</a>'),
        ("## Heading\n\nText", "Heading\n\nText"),
    ],
)
def test_markdown_becomes_a_text_for_chats(source: str, chat: str) -> None:
    assert to_chat(source) == chat


def test_html_in_markdown_is_text() -> None:
    assert to_html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    assert "<a" not in to_html("[x](javascript:alert(1))")
    assert "<img" not in to_html("![x](https://example.com/x.png)")


def test_bold_texts_are_found_in_their_order() -> None:
    assert bold_texts("**A b** and *c*\n\n- **D** `e`") == ["A b", "D"]
