"""Every table says whether it is about people, and what becomes of its rows when an account is erased."""

from pyramid.router import Router
from sqlalchemy import inspect

from kalenner.database import MIGRATIONS, metadata, table_of
from kalenner.hooks.privacy import Erasure
from kalenner.privacy.tables import CORE, declared_tables
from tests.conftest import MakeApp

ABOUT_NOBODY = {
    "core_key_check": "what tells keys apart",
    "core_leader": "who leads a channel",
    "core_private_file": "a key and a size; who names it is declared",
    "core_received_file": "a key, for a day",
    "core_set_aside": "what nobody could read, so that nobody knows whose it is; kept for a week",
    "profiles_file": "names of files that pages load",
    "support_ready_answer": "texts of the operator's staff",
    "telegram_bot": "the bot itself",
}


def test_every_table_is_declared_or_about_nobody(app: Router) -> None:
    sources = {source.name for source in MIGRATIONS.of(app.registry)} | {"telegram"}
    ours = {
        name
        for name in metadata.tables
        if any(name.startswith(f"{source}_") for source in sources) and not name.startswith("telegram_")
    }
    declared = {table_of(one.table.model).name for one in declared_tables(app.registry)}

    assert ours - declared - ABOUT_NOBODY.keys() == set()
    assert declared & ABOUT_NOBODY.keys() == set()


def test_what_stays_has_a_reason_and_what_is_blanked_is_there(app: Router) -> None:
    for _owner, table in declared_tables(app.registry):
        name = table_of(table.model).name
        attributes = inspect(table.model).column_attrs.keys()
        assert bool(table.reason) is (table.erasure is not Erasure.DELETE), name
        assert bool(table.blanks) is (table.erasure is Erasure.BLANK), name
        assert {*table.blanks, *table.hidden, *table.files, *table.pictures} <= {*attributes}, name


def test_plugins_that_are_switched_off_declare_their_tables_as_well(make_application: MakeApp) -> None:
    owners = {one.owner for one in declared_tables(make_application(off=("chat", "maps")).registry)}

    assert {CORE, "chat", "maps", "scheduling"} <= owners
