"""A connection of PostgreSQL that has rested is asked whether its server is still there; others are not."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from kalenner.database import make_engine, pings


def use(engine: Engine) -> int:
    """Ask something, and return which process of the server answered."""
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def end_all_others(engine: Engine) -> None:
    """End the connections of everybody else, as a restart does."""
    others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    with engine.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {others}"))


@pytest.mark.parametrize(("rested", "is_noticed"), [(0.0, True), (3600.0, False)])
def test_connection_that_has_rested_is_made_anew_where_its_server_was_restarted(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, rested: float, is_noticed: bool
) -> None:
    monkeypatch.setattr(pings, "RESTED", rested)
    engine, other = make_engine(postgresql_url), make_engine(postgresql_url)
    try:
        before = use(engine)
        assert use(engine) == before
        end_all_others(other)

        if is_noticed:
            assert use(engine) != before
        else:
            with pytest.raises(OperationalError):
                use(engine)
            assert use(engine) != before
    finally:
        engine.dispose()
        other.dispose()
