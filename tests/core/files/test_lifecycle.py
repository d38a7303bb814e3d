"""Files and the rows that point to them: whatever becomes of a unit of work, none is lost and none is left."""

from collections.abc import Callable

import pytest
from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.delivery import note_files
from kalenner.delivery.retention import FILES_KEPT, delete_old
from kalenner.files import FILES, FileService, FileStore
from kalenner.testing import Stage
from tests.core.files.units import change, is_there


class Undone(Exception):
    """What makes a unit or a savepoint roll back."""


@pytest.fixture
def store(stage: Stage) -> FileStore:
    return FILES.of(stage.app.registry)


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
    old, new = store.put(b"old"), ""

    def replace(request: Request) -> None:
        files = request.find_service(FileService)

        def work() -> None:
            nonlocal new
            new = files.put(b"new", ".txt")
            files.delete([old, None])

        way(request, work)

    try:
        stage.run(replace)
    except Undone:
        assert way is rolled_back

    assert (is_there(store, new), is_there(store, old)) == (is_kept, not is_kept)


class StuckStore:
    """A store whose files cannot be deleted just now."""

    def delete(self, key: str) -> None:
        raise OSError("read-only")


def test_file_that_cannot_be_deleted_undoes_nothing(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    def leave(request: Request) -> str:
        change(request)
        request.find_service(FileService).delete(["1" * 32])
        FILES.put(request.registry, kept)
        return "done"

    kept = FILES.of(stage.app.registry)
    FILES.put(stage.app.registry, StuckStore())

    assert stage.run(leave) == "done"
    assert [record.getMessage() for record in caplog.records] == [f"file {'1' * 32} could not be deleted"]


def test_units_one_after_the_other_settle_their_own_files(stage: Stage, store: FileStore) -> None:
    def put(request: Request) -> str:
        change(request)
        return request.find_service(FileService).put(b"first")

    first = stage.run(put)

    def fail(request: Request) -> None:
        change(request)
        request.find_service(FileService).delete([first])
        raise Undone

    with pytest.raises(Undone):
        stage.run(fail)
    is_still_there = is_there(store, first)
    stage.run(change)

    assert (is_still_there, is_there(store, first)) == (True, True)


def test_a_file_that_is_stored_and_given_up_within_one_unit_goes_either_way(
    stage: Stage, store: FileStore
) -> None:
    def give_up(request: Request) -> str:
        files = request.find_service(FileService)
        key = files.put(b"one too many")
        files.delete([key])
        change(request)
        return key

    assert is_there(store, stage.run(give_up)) is False


def test_a_missing_file_is_told_in_the_log(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    assert stage.run(lambda request: request.find_service(FileService).find("2" * 32)) is None
    assert [record.getMessage() for record in caplog.records] == [f"file {'2' * 32} is missing"]


def test_a_file_as_it_was_received_goes_a_day_later_with_its_row(
    stage: Stage, store: FileStore, clock: FixedClock
) -> None:
    key = store.put(b"as it was sent")
    stage.run(lambda request: note_files(request, [key]))
    stage.run(delete_old)
    is_kept = is_there(store, key)
    clock.move(FILES_KEPT.total_seconds() + 1)

    def fail(request: Request) -> None:
        delete_old(request)
        raise Undone

    with pytest.raises(Undone):
        stage.run(fail)
    is_kept_when_undone = is_there(store, key)
    stage.run(delete_old)

    assert (is_kept, is_kept_when_undone, is_there(store, key)) == (True, True, False)
