"""Whatever is sent as a picture is refused or made harmless, soon and without much memory."""

import json
import subprocess
import sys
from collections import Counter
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from kalenner.files import FileFault, PictureRefused, clean_picture
from tests.core.files.forged_files import CANARY, noisy, png
from tests.core.files.hostile_files import FILES
from tests.core.files.test_pictures import encoded, is_near, opened
from tests.figures import RecordFigure

SECONDS = 5
MEGABYTES = 300
ROOT = Path(__file__).parents[3]
RED, BLUE = (200, 30, 40), (0, 0, 255)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What came of every file, cleaned in a process of its own; warnings are errors there too."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.core.files.measured_process"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return {found["name"]: found for found in map(json.loads, run.stdout.splitlines())}


@pytest.mark.figure("F10")
def test_every_file_is_refused_or_made_harmless(
    results: dict[str, dict[str, Any]], record_figure: RecordFigure
) -> None:
    expected = {
        name: outcome.value if isinstance(outcome, FileFault) else [*outcome]
        for name, (_make, outcome) in FILES.items()
    }

    came_of_them = {name: found.get("reason") or found.get("size") for name, found in results.items()}
    record_figure(
        "F10",
        len(FILES),
        "hostile files",
        refused=sum("reason" in found for found in results.values()),
        made_harmless=sum("size" in found for found in results.values()),
        others=sum(came_of_them.get(name) != outcome for name, outcome in expected.items()),
        processor_seconds_at_most=ceil(max(found["seconds"] for found in results.values())),
        megabytes_at_most=ceil(max(found["megabytes"] for found in results.values())),
    )
    assert came_of_them == expected


def test_nothing_but_pixels_is_left(results: dict[str, dict[str, Any]]) -> None:
    made = [found for found in results.values() if "size" in found]

    assert {found["mode"] for found in made} == {"RGB", "RGBA"}
    assert [found["name"] for found in made if found["extra"] or found["holds_canary"]] == []


def test_no_file_takes_long_or_much(results: dict[str, dict[str, Any]]) -> None:
    too_much = {
        name: (found["seconds"], found["megabytes"])
        for name, found in results.items()
        if found["seconds"] > SECONDS or found["megabytes"] > MEGABYTES
    }

    assert too_much == {}


@pytest.mark.figure("F10")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_byte_may_be_missing(kind: str, record_figure: RecordFigure) -> None:
    """Cut off anywhere, a picture is refused: half of one is not shown."""
    whole = noisy(kind)
    outcomes: Counter[str] = Counter()
    for share in range(1, 60):
        try:
            clean_picture(whole[: len(whole) * share // 60])
        except PictureRefused as refused:
            outcomes[refused.reason.value] += 1
        else:
            outcomes["shown"] += 1

    record_figure("F10", outcomes.total(), "pictures that were cut off", shown=outcomes["shown"])
    assert set(outcomes) <= {"broken", "not_a_picture"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        *[(1, (5, 5)), (2, (54, 5)), (3, (54, 34)), (4, (5, 34))],
        *[(5, (5, 5)), (6, (34, 5)), (7, (34, 54)), (8, (5, 54))],
    ],
)
def test_picture_stands_upright_however_the_camera_was_held(
    kind: str, orientation: int, corner: tuple[int, int]
) -> None:
    picture = Image.new("RGB", (60, 40), RED)
    picture.paste(BLUE, (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation

    upright = opened(clean_picture(encoded(picture, kind, exif=exif, quality=95)))

    assert upright.size == ((60, 40) if orientation < 5 else (40, 60))
    assert is_near(upright.getpixel(corner), BLUE)


def test_forged_files_are_what_they_pretend() -> None:
    """A test of the test: a forger's plain PNG is one, and the canary would be seen."""
    assert opened(png(8, 8)).size == (8, 8)
    carriers = [name for name, (make, _outcome) in FILES.items() if "large" not in name and CANARY in make()]
    assert len(carriers) >= 15
