"""Files and the rows that point to them: whatever becomes of a unit of work, none is lost and none is left."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from pyramid.request import Request

from kalenner.delivery import note_file
from kalenner.files import FileStore, StoredPicture
from kalenner.home.pictures import (
    REFUSALS,
    forget_after_commit,
    forget_after_rollback,
    store_of,
    take_logo,
    take_picture,
)
from kalenner.screens import AnswerRefused, Upload
from kalenner.testing import Stage

pytestmark = pytest.mark.slow_on_postgresql


class Undone(Exception):
    """What makes a unit or a savepoint roll back."""


@pytest.fixture
def store(stage: Stage) -> FileStore:
    return stage.app.registry["kalenner.files"]


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (500, 300), (200, 30, 60)).save(file, "JPEG")
    return file.getvalue()


def is_there(store: FileStore, key: str) -> bool:
    try:
        store.get(key)
    except KeyError:
        return False
    return True


def change(request: Request) -> None:
    """Write anything, so that there is something to commit."""
    note_file(request, "0" * 32)
    request.dbsession.flush()


def committed(request: Request, work: Callable[[], object]) -> None:
    change(request)
    work()


def rolled_back(request: Request, work: Callable[[], object]) -> None:
    change(request)
    work()
    raise Undone


def within_a_savepoint(request: Request, work: Callable[[], object]) -> None:
    change(request)
    with request.dbsession.begin_nested():
        work()
        change(request)


def within_a_savepoint_that_is_undone(request: Request, work: Callable[[], object]) -> None:
    change(request)
    try:
        with request.dbsession.begin_nested():
            change(request)
            with request.dbsession.begin_nested():
                work()
                change(request)
            raise Undone
    except Undone:
        pass


def beside_a_savepoint_that_is_undone(request: Request, work: Callable[[], object]) -> None:
    work()
    within_a_savepoint_that_is_undone(request, lambda: None)


@pytest.mark.parametrize(
    ("way", "is_kept"),
    [
        (committed, True),
        (within_a_savepoint, True),
        (beside_a_savepoint_that_is_undone, True),
        (rolled_back, False),
        (within_a_savepoint_that_is_undone, False),
    ],
)
def test_new_file_stays_with_its_row_and_the_old_one_without(
    stage: Stage, store: FileStore, way: Callable[..., None], is_kept: bool
) -> None:
    old, new = store.put(b"old"), store.put(b"new")

    def replace(request: Request) -> None:
        def work() -> None:
            forget_after_commit(request, [old, None])
            forget_after_rollback(request, [new])

        way(request, work)

    try:
        stage.run(replace)
    except Undone:
        assert way is rolled_back

    assert (is_there(store, new), is_there(store, old)) == (is_kept, not is_kept)


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


class StuckStore:
    """A store whose files cannot be deleted just now."""

    def delete(self, key: str) -> None:
        raise OSError("read-only")


def test_file_that_cannot_be_deleted_undoes_nothing(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def leave(request: Request) -> str:
        change(request)
        forget_after_commit(request, ["1" * 32])
        request.registry["kalenner.files"] = kept
        return "done"

    kept = stage.app.registry["kalenner.files"]
    stage.app.registry["kalenner.files"] = StuckStore()

    assert stage.run(leave) == "done"
    assert [record.getMessage() for record in caplog.records] == [f"file {'1' * 32} could not be deleted"]


def test_store_is_the_applications(stage: Stage, store: FileStore) -> None:
    assert stage.run(store_of) is store
