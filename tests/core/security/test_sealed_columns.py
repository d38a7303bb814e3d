"""After a rotation everything is sealed anew, however often that is broken off, and nothing is written over."""

import logging

import pytest
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import LargeBinary, event, select, update
from sqlalchemy.orm import object_session

from kalenner.database import SESSIONS, Base
from kalenner.people import Client, ClientService
from kalenner.people.clients import note_binding
from kalenner.plugins import PLUGINS
from kalenner.security import CIPHER, KEYS, Binding, sealed_columns
from kalenner.security.sealed_columns import SEALED_COLUMNS, reseal, reseal_after_rotation
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import Stage
from tests.core.home.people import client, link_of, professional

NOT_SEALED = {
    "invitations_invitation.token_hash",
    # digests and codes
    "documents_version.digest",
    "documents_consent.digest",
    "documents_consent.commitment",
    "documents_consent.mac",
    "documents_consent_words.erased",
    "bank_transfer_entered.mark",
}
"""Columns of bytes that tell nothing and that no key opens."""
CLIENTS = select(Client).order_by(Client.id)


class Killed(Exception):
    """What ends a task in the middle."""


@pytest.fixture
def practice(stage: Stage) -> Router:
    """An application with six clients, each with a note."""
    olga = professional(stage)
    link = link_of(olga)
    for _number in range(6):
        client(stage, link)
    stage.run(write_notes)
    return stage.app


def write_notes(request: Request) -> None:
    for row in request.dbsession.scalars(CLIENTS):
        request.find_service(ClientService).set_note(row, f"note {row.id}")


def notes(stage: Stage) -> list[tuple[int, str | None]]:
    """The key that has sealed each note, and what the note says."""

    def read(request: Request) -> list[tuple[int, str | None]]:
        service = request.find_service(ClientService)
        return [(row.note[0], service.note_of(row)) for row in request.dbsession.scalars(CLIENTS)]

    return stage.run(read)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_column_of_bytes_is_declared(stage: Stage) -> None:
    """Also those of plugins that come later: declare them with `add_sealed_column`, or name them above."""
    registry = stage.app.registry
    ours = tuple(f"{name}_" for name in ["core", *(each.plugin.name for each in PLUGINS.of(registry))])
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and table.name.startswith(ours)
    }

    assert columns - NOT_SEALED == set(SEALED_COLUMNS.of(registry))


def test_everything_is_sealed_anew_by_the_task(stage: Stage, practice: Router) -> None:
    KEYS.of(practice.registry).rotate()
    before = notes(stage)
    (task,) = [task for task in tasks_of(practice) if task.name == "keys.reseal"]
    run_task(practice, task)

    assert {key for key, _note in before} == {1}
    assert notes(stage) == [(2, note) for _key, note in before]


def test_nothing_is_done_without_a_rotation(stage: Stage, practice: Router) -> None:
    assert reseal(practice).done == 0
    assert {key for key, _note in notes(stage)} == {1}


def test_what_is_broken_off_goes_on(stage: Stage, practice: Router, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_columns, "BATCH", 2)
    before = notes(stage)
    KEYS.of(practice.registry).rotate()
    written = [0]

    def end(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE core_client"):
            written[0] += 1
            if written[0] == 4:
                raise Killed

    engine = SESSIONS.of(practice.registry).engine
    event.listen(engine, "before_cursor_execute", end)
    with pytest.raises(Killed):
        reseal(practice)
    event.remove(engine, "before_cursor_execute", end)
    half = notes(stage)
    assert [key for key, _note in half] == [2, 2, 1, 1, 1, 1]
    assert [note for _key, note in half] == [note for _key, note in before]
    reseal(practice)

    assert notes(stage) == [(2, note) for _key, note in before]


def test_what_was_written_meanwhile_is_not_written_over(
    stage: Stage, practice: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading a value and writing it anew, somebody else writes another one."""
    KEYS.of(practice.registry).rotate()
    cipher, columns = CIPHER.of(practice.registry), SEALED_COLUMNS.of(practice.registry)

    def overtaken(row: Client) -> Binding:
        """Say what the value is bound to, after somebody else has written another one."""
        if row.note == first:
            newer = cipher.seal(b"newer", **note_binding(row))
            change = update(Client.__table__).where(Client.id == row.id).values(note=newer)
            object_session(row).connection().execute(change)
        return note_binding(row)

    first = stage.run(lambda request: request.dbsession.scalars(CLIENTS).first().note)
    monkeypatch.setitem(columns, "core_client.note", sealed_columns.SealedColumn(Client.note, overtaken))
    reseal(practice)

    assert notes(stage)[0] == (2, "newer")


def test_value_that_does_not_open_stays_and_is_told(
    stage: Stage, practice: Router, caplog: pytest.LogCaptureFixture
) -> None:
    KEYS.of(practice.registry).rotate()

    def swap(request: Request) -> None:
        first, second, *_rest = request.dbsession.scalars(CLIENTS)
        first.note, second.note = second.note, first.note

    stage.run(swap)
    with caplog.at_level(logging.ERROR):
        result = reseal(practice)

    assert result.faulty == 2
    assert "core_client.note: 2 values cannot be opened" in caplog.text
    stay = stage.run(lambda request: [row.note[0] for row in request.dbsession.scalars(CLIENTS)])
    assert stay == [1, 1, 2, 2, 2, 2]


def test_when_all_is_done_the_tables_are_left_alone(stage: Stage, practice: Router) -> None:
    KEYS.of(practice.registry).rotate()
    reseal_after_rotation(practice)
    reseal_after_rotation(practice)
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = SESSIONS.of(practice.registry).engine
    event.listen(engine, "before_cursor_execute", note)
    reseal_after_rotation(practice)
    event.remove(engine, "before_cursor_execute", note)

    assert statements == []
