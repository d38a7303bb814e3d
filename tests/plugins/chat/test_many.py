"""Many pairs and many messages: each at the right person, in order, and as many statements as for few."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyramid.request import Request
from sqlalchemy import event, insert
from tests.plugins.chat.steps import TABLE, People, got

from kalenner.database import SESSIONS
from kalenner.screens import MessageKind, Press
from kalenner.testing import Person, Stage, act, go
from kalenner.testing.practice import client_of, professional
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.content import Content
from kalenner_chat.models import Thread
from kalenner_chat.queries import PIECE
from kalenner_chat.search import find_messages


def exchange(stage: Stage, pairs: int, messages: int, seed: int) -> None:
    """Let pairs write in both directions, every update twice and shuffled within a person."""
    chosen = random.Random(seed)
    people: list[tuple[Person, str]] = []
    for number in range(pairs):
        olga = professional(stage, f"Olga{number}")
        ada = client_of(olga, f"Ada{number}")
        olga.press_data(act("chat.open_client", client=number + 1))
        ada.press_data(act("chat.open_specialist", provider=olga.provider_id))
        people += [(olga, ada.name), (ada, olga.name)]
    texts = [
        (person, other, 1_000 + number)
        for person, other in people
        for number in [*range(messages), *range(messages)]
    ]
    chosen.shuffle(texts)
    for person, other, number in texts:
        person.messages = number - 1
        person.send_kind("text", text=f"{person.name} to {other}: {number}")
    for person, other in people:
        said = [text.partition(": ")[2] for text in got(person) if text.startswith("💬")]
        assert sorted(said) == [f"{other} to {person.name}: {1_000 + number}" for number in range(messages)]
        screen = person.press("Show chat").text
        numbers = [
            int(line.partition(" ")[0])
            for line in screen.split(f"{other} to {person.name}: ")[1:]
            for line in [line.partition("\n")[0]]
        ]
        assert numbers == sorted(numbers)


@pytest.mark.slow_on_postgresql
def test_messages_of_pairs_arrive_once_at_the_right_person_and_stand_in_order(stage: Stage) -> None:
    exchange(stage, 2, 6, seed=1)


@pytest.mark.slow
def test_a_thousand_messages_of_twenty_pairs(stage: Stage) -> None:
    exchange(stage, 20, 25, seed=2)


@contextmanager
def counted(stage: Stage) -> Iterator[list[str]]:
    """Note the reading statements on chats."""
    engine, statements = SESSIONS.of(stage.app.registry).engine, []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT") and "chat_" in statement:
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def fill(stage: Stage, count: int) -> None:
    """Put messages into the first thread, sealed as they are."""

    def work(request: Request) -> None:
        cipher, thread = request.find_service(ChatCipher), request.dbsession.get_one(Thread, 1)
        now, rows = request.clock.now(), []
        for number in range(count):
            token = secrets.token_hex(16)
            content = Content(MessageKind.TEXT, f"Message {number} about parking and the way there")
            row = {"thread_id": 1, "token": token, "account_id": thread.client.account_id, "channel": "fake"}
            row |= {"number": 0, "position": number, "kind": "text", "sent_at": now, "stored_at": now}
            row |= {"sealed": cipher.seal_message(thread, token, content), "edits": 0, "is_silent": False}
            rows.append(row)
        request.dbsession.connection().execute(insert(TABLE), rows)

    stage.run(work)


def statements_of(stage: Stage, person: Person, press: Press) -> int:
    with counted(stage) as statements:
        person.press_data(press)
    assert person.screen.notice is None, person.screen.notice
    return len(statements)


@pytest.mark.slow_on_postgresql
def test_ten_thousand_messages_take_as_many_statements_as_ten(people: People) -> None:
    people.open()
    fill(people.stage, 10)
    presses = [
        go("chat.thread", thread=1, up_to=0),
        go("chat.files", thread=1, page=0),
        go("clients"),
        go("menu"),
        go("clients.card", client=1),
    ]
    few = [statements_of(people.stage, people.olga, press) for press in presses]
    fill(people.stage, 10_000)
    many = [statements_of(people.stage, people.olga, press) for press in presses]

    assert many == few
    assert max(many) <= 8


@pytest.mark.slow_on_postgresql
def test_ten_thousand_messages_are_searched_piece_by_piece(people: People) -> None:
    people.open()
    fill(people.stage, 10_000)

    def search(request: Request) -> tuple[int, int]:
        thread, statements = request.dbsession.get_one(Thread, 1), []
        connection = request.dbsession.connection()
        event.listen(connection, "before_cursor_execute", lambda *_args: statements.append(1))
        return len(find_messages(request, thread, "message 9999 PARKING")), len(statements)

    assert people.stage.run(search, only_reads=True) == (1, 10_000 // PIECE + 1)
