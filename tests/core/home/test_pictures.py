"""Pictures in answer to questions: kept as a page needs them, refused for what they are, gone if not taken."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from pyramid.request import Request

from kalenner.delivery import claim, keep_received
from kalenner.delivery.retention import FILES_KEPT, delete_old
from kalenner.file_use import FileUse
from kalenner.files import FILES, FileFault, FileStore, StoredPicture
from kalenner.home.pictures import Logo, take_logo, take_picture
from kalenner.screens import AnswerRefused, Upload
from kalenner.screens.file_refusals import file_refusal
from kalenner.testing import Stage
from tests.core.files.units import is_there

pytestmark = pytest.mark.slow_on_postgresql

Take = Callable[[Request, str, Upload], StoredPicture | Logo]
TAKES = [(take_picture, FileUse.PICTURE), (take_logo, FileUse.LOGO)]


class Undone(Exception):
    """The unit of work is rolled back."""


@pytest.fixture
def store(stage: Stage) -> FileStore:
    return FILES.of(stage.app.registry)


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (500, 300), (200, 30, 60)).save(file, "JPEG")
    return file.getvalue()


def kept(stage: Stage, upload: Upload) -> list[bool]:
    """Whether each file of an upload is there when those that nobody claimed have gone."""
    stage.clock.move(FILES_KEPT.total_seconds() + 1)
    stage.run(delete_old)
    store, keys = FILES.of(stage.app.registry), upload.keys()
    return [is_there(store, key) for key in keys]


def test_picture_is_made_in_every_size_and_stays_once_it_is_taken(stage: Stage) -> None:
    sent = keep_received(stage.app, photo(), FileUse.PICTURE, 1)

    stored = stage.run(lambda request: take_picture(request, "photo", sent))

    assert [(one.format, one.width) for one in stored.variants] == [
        *[("webp", 400), ("jpeg", 400), ("webp", 500), ("jpeg", 500)],
    ]
    assert (sent.key, sent.size, list(stored.keys())) == ("", len(photo()), sent.keys())
    assert kept(stage, sent) == [True] * 4


def test_logo_is_one_small_file_as_well(stage: Stage, store: FileStore) -> None:
    sent = keep_received(stage.app, photo(), FileUse.LOGO, 1)

    logo = stage.run(lambda request: take_logo(request, "picture", sent))

    with Image.open(io.BytesIO(store.get(logo.key))) as image:
        assert (image.size, image.format, logo.key.endswith(".jpg")) == ((500, 300), "JPEG", True)
    assert [one.width for one in logo.sizes.fallbacks] == [200, 400, 500]
    assert kept(stage, sent) == [True] * 7


@pytest.mark.parametrize("use", FileUse)
def test_what_nobody_takes_goes_after_a_day(stage: Stage, use: FileUse) -> None:
    """As where the process was killed, or the question was left."""
    sent = keep_received(stage.app, photo(), use, 1)

    assert set(kept(stage, sent)) == {False}


@pytest.mark.parametrize(("take", "use"), TAKES)
def test_what_was_taken_by_a_change_that_is_undone_goes_after_a_day(
    stage: Stage, take: Take, use: FileUse
) -> None:
    sent = keep_received(stage.app, photo(), use, 1)

    def fail(request: Request) -> None:
        take(request, "photo", sent)
        raise Undone

    with pytest.raises(Undone):
        stage.run(fail)

    assert set(kept(stage, sent)) == {False}


@pytest.mark.parametrize(("take", "use"), TAKES)
@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"no picture", "not_a_picture"),
        (photo()[:-40], "broken"),
        (photo() + b"0" * 20 * 2**20, "too_big"),
    ],
)
def test_what_is_no_picture_is_refused_for_its_question_and_not_kept(
    stage: Stage, take: Take, use: FileUse, data: bytes, fault: str
) -> None:
    sent = Upload.from_json(keep_received(stage.app, data, use, 1).to_json())

    with pytest.raises(AnswerRefused) as refused:
        stage.run(lambda request: take(request, "photo", sent))

    assert (refused.value.node, refused.value.reason) == ("photo", file_refusal(FileFault(fault)))
    assert sent.keys() == []


@pytest.mark.parametrize(("take", "use"), TAKES)
def test_what_was_taken_before_is_not_taken_again_and_stays(stage: Stage, take: Take, use: FileUse) -> None:
    """As where it was sent with other answers, one of which was then refused."""
    sent = keep_received(stage.app, photo(), use, 1)
    stage.run(lambda request: take(request, "photo", sent))

    def take_again(request: Request) -> None:
        with pytest.raises(AnswerRefused) as refused:
            take(request, "photo", sent)
        assert refused.value.reason == file_refusal(FileFault.BROKEN)

    stage.run(take_again)

    assert set(kept(stage, sent)) == {True}


def test_what_has_lost_a_part_is_refused_and_the_rest_goes(stage: Stage, store: FileStore) -> None:
    sent = keep_received(stage.app, photo(), FileUse.PICTURE, 1)
    stage.run(lambda request: claim(request, Upload(sent.keys()[0], 1)))

    def take(request: Request) -> None:
        with pytest.raises(AnswerRefused):
            take_picture(request, "photo", sent)

    stage.run(take)

    assert [is_there(store, key) for key in sent.keys()[1:]] == [False] * 3


def test_question_for_something_else_is_a_mistake(stage: Stage) -> None:
    with pytest.raises(TypeError, match="photo is not for a picture"):
        stage.run(lambda request: take_picture(request, "photo", Upload("a" * 32, 10)))
    sent = keep_received(stage.app, photo(), FileUse.PICTURE, 1)
    with pytest.raises(TypeError, match="photo is not for a logo"):
        stage.run(lambda request: take_logo(request, "photo", sent))
