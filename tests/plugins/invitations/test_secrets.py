"""A token is 128 random bits, and nowhere in the database in clear."""

import re

from pyramid.request import Request
from sqlalchemy import inspect, text
from tests.core.home.people import client, link_of, professional

from kalenner.database import SESSIONS, MigrationSource, check
from kalenner.testing import Stage


def whole_database(request: Request) -> str:
    """Every value of every table, as text."""
    session = request.dbsession
    values = []
    for table in inspect(session.connection()).get_table_names():
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            values += [value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(values)


def test_token_is_nowhere_in_clear(stage: Stage) -> None:
    link = link_of(professional(stage))
    client(stage, link)

    everything = stage.run(whole_database)

    assert "Instagram" in everything
    assert link.partition("start=i_")[2] not in everything


def test_tokens_are_22_characters_that_never_repeat(stage: Stage) -> None:
    olga = professional(stage)
    links = {link_of(olga, f"Link {number}") for number in range(5)}

    assert len(links) == 5
    assert all(re.fullmatch(r"https://t\.me/\w+\?start=i_[A-Za-z0-9_-]{22}", link) for link in links)


def test_tables_are_as_the_models_say(stage: Stage) -> None:
    engine = SESSIONS.of(stage.app.registry).engine

    assert check(engine, MigrationSource("invitations", "kalenner_invitations")) == []
