"""What the core holds about people, and all declarations together."""

import logging
from collections.abc import Iterator, Sequence
from importlib.metadata import entry_points
from typing import NamedTuple

from pyramid.registry import Registry
from sqlalchemy import ColumnElement, SQLColumnExpression, String, case, cast, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState
from kalenner.hooks.privacy import Erasure, PersonalTable, PersonLike, Rows
from kalenner.i18n import _
from kalenner.people import Account, Client, Identity, Provider
from kalenner.people.models import Owner
from kalenner.people.translations import Translation
from kalenner.plugins import HOOKS, Hooks
from kalenner.plugins.inventory import ENTRY_POINTS
from kalenner.privacy.models import ErasureRequest
from kalenner.screens.dialog import Dialog
from kalenner.screens.traces import MessageTrace

log = logging.getLogger(__name__)

CORE = "core"
ERASED_NAME = "✖"
"""What stands where the name of an erased person or practice stood, in every language."""


class DeclaredTable(NamedTuple):
    """A table, and which plugin has declared it; ``core`` for the core's."""

    owner: str
    table: PersonalTable


def of_account(attribute: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> Rows:
    """Return the condition that a column names the account."""
    return lambda person: attribute == person.account_id


def of_practice(attribute: InstrumentedAttribute[int]) -> Rows:
    """Return the condition that a column names the person's practice."""
    return lambda person: attribute == person.provider_id


def is_address_of(
    person: PersonLike, channel: SQLColumnExpression[str], subject: SQLColumnExpression[str]
) -> ColumnElement[bool]:
    """Return the condition that a channel and somebody's id there are an identity of the person."""
    return (
        select(Identity.id)
        .where(
            Identity.account_id == person.account_id, Identity.channel == channel, Identity.subject == subject
        )
        .exists()
    )


_inbox = Inbox.__table__.c
CORE_TABLES = (
    PersonalTable(
        Account,
        of_account(Account.id),
        Erasure.BLANK,
        title=_("held-account"),
        blanks={
            "client_name": ERASED_NAME,
            **dict.fromkeys(("language", "channel_language", "timezone", "role", "acts_for_id")),
        },
        reason="Its number stays, since what others keep refers to it; nothing leads from it to anybody.",
    ),
    PersonalTable(
        Provider,
        of_practice(Provider.id),
        Erasure.BLANK,
        title=_("held-practice"),
        blanks={
            "nickname": ERASED_NAME,
            # Unique, and nobody can choose it.
            "nickname_folded": literal(f"{ERASED_NAME} ") + cast(Provider.id, String),
            "picture": None,
            "picture_sizes": None,
        },
        reason="Past appointments of clients refer to it.",
        hidden=frozenset({"nickname_folded"}),
        pictures=("picture", "picture_sizes"),
    ),
    PersonalTable(Owner, of_account(Owner.account_id), Erasure.DELETE, title=_("held-owned")),
    PersonalTable(
        Client,
        lambda person: or_(Client.account_id == person.account_id, Client.provider_id == person.provider_id),
        Erasure.BLANK,
        title=_("held-links"),
        blanks={"note": None, "landing_id": None},
        reason="Past appointments refer to it.",
        hidden=frozenset({"note", "landing_id"}),
    ),
    PersonalTable(
        Translation, of_practice(Translation.provider_id), Erasure.DELETE, title=_("held-translations")
    ),
    PersonalTable(
        Inbox,
        lambda person: is_address_of(person, _inbox.channel, _inbox.subject),
        Erasure.BLANK,
        blanks={"payload": None, "subject": "", "state": InboxState.DONE},
        reason="The number of an update stays for eight days, so that it is not handled twice.",
    ),
    PersonalTable(
        Outbox,
        of_account(Outbox.account_id),
        Erasure.BLANK,
        blanks={
            "payload": None,
            "address": "",
            "state": case(
                (Outbox.state == OutboxState.WAITING, OutboxState.DROPPED.value), else_=Outbox.state
            ),
        },
        reason="That a message was sent is known for as long as the settings say; not what, and to whom.",
    ),
    PersonalTable(Dialog, of_account(Dialog.account_id), Erasure.DELETE),
    PersonalTable(MessageTrace, of_account(MessageTrace.account_id), Erasure.DELETE),
    PersonalTable(
        ErasureRequest,
        of_account(ErasureRequest.account_id),
        Erasure.KEEP,
        reason="That the account was erased is known, so that a restored backup does not bring it back.",
    ),
    # The last one: others find their rows by it.
    PersonalTable(
        Identity,
        of_account(Identity.account_id),
        Erasure.DELETE,
        title=_("held-identities"),
    ),
)


def declared_tables(registry: Registry) -> Iterator[DeclaredTable]:
    """Yield what the plugins declare, those that are switched off too, then what the core holds.

    A plugin whose declaration raises is named in the log and left out.
    """
    for owner, tables in _of_plugins(registry):
        yield from (DeclaredTable(owner, table) for table in tables)
    yield from (DeclaredTable(CORE, table) for table in CORE_TABLES)


def _of_plugins(registry: Registry) -> Iterator[tuple[str, Sequence[PersonalTable]]]:
    hooks: Hooks = HOOKS.of(registry)
    yield from hooks.answers("privacy_tables")
    taking_part = {plugin.name for plugin in hooks.loaded}
    for point in entry_points(group=ENTRY_POINTS):
        if point.name in taking_part:
            continue
        try:
            tables: list[PersonalTable] = getattr(point.load(), "privacy_tables", list)()
        except (Exception, SystemExit):
            log.exception("plugin %s: what it holds about people cannot be read", point.name)
        else:
            yield point.name, tables
