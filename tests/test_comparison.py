"""The comparison of what people see: it sees the same twice, and names what differs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.comparison.__main__ import main
from tests.comparison.compare import differences
from tests.comparison.crawl import Crawl
from tests.comparison.dump import make_base, opened, temporary, write

SCREEN = "[💼 I am a professional]\n  [💼 I am a professional] → 1gK0F9"


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    with temporary() as folder:
        make_base(folder)
        yield folder


def walk(base: Path, number: str, most: int) -> dict[str, str]:
    with opened(base) as world:
        return Crawl(world, world.people("de")[number]).run(most)


def dumps(
    folder: Path, old: dict[str, str], new: dict[str, str], name: str = "screens-en-newcomer.json"
) -> list[Path]:
    folders = [folder / "old", folder / "new"]
    for place, entries in zip(folders, (old, new), strict=True):
        place.mkdir()
        write(place / name, entries)
    return folders


def test_the_same_is_seen_twice(base: Path):
    first = walk(base, "2001", most=12)

    assert len(first) >= 12
    assert walk(base, "2001", most=12) == first


def test_what_is_pressed_tells_others_and_is_put_back(base: Path):
    with opened(base) as world:
        appointments = "SELECT id, status, starts_at FROM scheduling_appointment ORDER BY id"
        before = world.execute(appointments)
        crawl = Crawl(world, world.people("en")["2001"], answers=False, is_close=False)
        texts = list(crawl.run(most=100).values())

        assert [text for text in texts if "(message to Lena)\n🟡" in text]
        assert world.execute(appointments) == before


def test_a_changed_label_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    old, new = dumps(tmp_path, {"/start": SCREEN}, {"/start": SCREEN.replace("professional", "specialist")})

    assert main(["compare", str(old), str(new)]) == 1
    said = capsys.readouterr().out
    assert "screens-en-newcomer.json: /start\n" in said
    assert "+[💼 I am a specialist]" in said
    assert "1 differences" in said


def test_a_screen_that_is_gone_is_named(tmp_path: Path):
    old, new = dumps(tmp_path, {"/start": SCREEN, "/menu": "Menu"}, {"/start": SCREEN})

    assert [text.split("\n")[0] for text in differences(old, new)] == ["screens-en-newcomer.json: /menu"]


@pytest.mark.parametrize(
    ("key", "old", "new"),
    [
        ("/start", "[👨\u200d🔧]", "[👨🔧]"),
        (
            "/en",
            '<link href="/-/static/kalenner/page.a8b0.css">',
            '<link href="/-/static/kalenner/page-77.css">',
        ),
        ("/settings › 🌐 ?1 ‹ https://inst\u0430gram.com/anna", "❗ This host is odd.", "❗ Another host."),
        ("/settings › Time zone", "<b>Chatham</b> (UTC+13:45)", "<b>Chatham Islands</b> (UTC+13:45)"),
    ],
    ids=["joiner", "asset", "look-alike", "zone"],
)
def test_what_may_differ_is_no_difference(key: str, old: str, new: str, tmp_path: Path):
    folders = dumps(tmp_path, {key: old}, {key: new})

    assert list(differences(*folders)) == []


def test_a_dump_is_text(tmp_path: Path):
    write(tmp_path / "one.json", {"b": "Я\nB", "a": "A"})

    assert json.loads((tmp_path / "one.json").read_text()) == {"a": ["A"], "b": ["Я", "B"]}
