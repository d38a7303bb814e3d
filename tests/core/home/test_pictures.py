"""Pictures in answer to questions: kept as a page needs them, refused for what they are, forgotten as sent."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from pyramid.request import Request

from kalenner.files import FILES, FileStore, StoredPicture
from kalenner.home.pictures import REFUSALS, take_logo, take_picture
from kalenner.screens import AnswerRefused, Upload
from kalenner.testing import Stage
from tests.core.files.units import change, is_there

pytestmark = pytest.mark.slow_on_postgresql


@pytest.fixture
def store(stage: Stage) -> FileStore:
    return FILES.of(stage.app.registry)


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (500, 300), (200, 30, 60)).save(file, "JPEG")
    return file.getvalue()


def test_picture_is_taken_in_every_size_and_the_file_as_sent_is_forgotten(
    stage: Stage, store: FileStore
) -> None:
    sent = store.put(photo())

    def take(request: Request) -> StoredPicture:
        change(request)
        return take_picture(request, "photo", Upload(sent, 1000))

    stored = stage.run(take)

    assert [(one.format, one.width) for one in stored.variants] == [
        *[("webp", 400), ("jpeg", 400), ("webp", 500), ("jpeg", 500)],
    ]
    assert [is_there(store, key) for key in (*stored.keys(), sent)] == [True] * 4 + [False]


@pytest.mark.parametrize("take", [take_picture, take_logo])
@pytest.mark.parametrize(
    ("data", "fault"), [(b"no picture", "not_a_picture"), (photo()[:-40], "broken"), (None, "broken")]
)
def test_what_is_no_picture_is_refused_for_its_question_and_forgotten(
    stage: Stage, store: FileStore, take: Callable[..., object], data: bytes | None, fault: str
) -> None:
    sent = store.put(data or b"")
    if data is None:
        store.delete(sent)

    def try_it(request: Request) -> None:
        change(request)
        with pytest.raises(AnswerRefused) as refused:
            take(request, "photo", Upload(sent, 10))
        assert (refused.value.node, refused.value.reason) == ("photo", REFUSALS[fault])

    stage.run(try_it)

    assert is_there(store, sent) is False
