"""Hooks of privacy: what is held about a person, and what becomes of it when the account is erased."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import DeclarativeBase

from kalenner.hooks import hookspec
from kalenner.hooks.contribution import Contribution
from kalenner.hooks.objects import AccountLike, ClientLike
from kalenner.hooks.request import HookRequest
from kalenner.i18n import Translatable


class PersonLike(Protocol):
    """Whose rows are looked for; in fact a :class:`kalenner.privacy.person.Subject`."""

    @property
    def account_id(self) -> int:
        """The account."""
        ...

    @property
    def provider_id(self) -> int:
        """The practice of the account; 0 where it has none."""
        ...

    @property
    def erases_messages(self) -> bool:
        """Whether what the person wrote to others is to go too."""
        ...

    @property
    def links(self) -> Select[int]:
        """The ids of the links by which the person is somebody's client."""
        ...

    @property
    def practice_links(self) -> Select[int]:
        """The ids of the links of the person's own clients."""
        ...

    @property
    def all_links(self) -> Select[int]:
        """Both together."""
        ...


class Erasure(enum.StrEnum):
    """What becomes of rows when an account is erased."""

    DELETE = "delete"
    BLANK = "blank"
    """The row stays, without what it says."""
    KEEP = "keep"


Rows = Callable[[PersonLike], ColumnElement[bool]]
"""The condition by which the rows of a table are about a person."""


@dataclass(frozen=True)
class PersonalTable:
    """A table with rows about people: which they are, and what becomes of them.

    `title` is what the person reads above them; one without a title is not handed out, since it says nothing
    that is not said elsewhere. `erased` narrows the rows that an erasure touches; without it they are those
    of `rows`. `blanks` are the attributes that an erasure empties, and with what. `reason` says, in English,
    why what stays has to stay. `hidden` are attributes that are not handed out, such as tokens and what
    belongs to others; `files` those that name a private file, which is handed out, and destroyed with
    the row or where it is blanked; `pictures` those that hold a picture or its key, likewise.
    """

    model: type[DeclarativeBase]
    rows: Rows
    erasure: Erasure
    title: Translatable = ""
    erased: Rows | None = None
    blanks: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    hidden: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@hookspec
def privacy_tables() -> list[PersonalTable]:  # type: ignore[empty-body]
    """Declare the tables of a plugin that say something about people.

    Called when: what is held about a person is handed out or erased, and by ``kalenner people tables``; of a
    plugin that is switched off too, so that an answer is made of the models alone.
    In transaction? no.
    Return: a list of tables, those that others refer to first.
    If it raises: the erasure is tried again, and the log names the plugin.
    """


@hookspec
def privacy_link_erased(  # type: ignore[empty-body]
    request: HookRequest, client: ClientLike, by: AccountLike, reader: AccountLike
) -> list[Contribution]:
    """The link between a client and a practice ends, because the account `by` is being erased.

    Called when: before any row goes, once for each link that is open; `reader` is the account of the other
    side, who is told in one message.
    In transaction? yes – end what is open between the two, without messages of your own.
    Return: a list of lines for that message, in the language of `reader`.
    If it raises: what the plugin wrote is undone, the erasure goes on, and the log names it.
    """


@hookspec
def privacy_account_erased(request: HookRequest, account: AccountLike) -> None:
    """An account is being erased; end what it holds together with others, such as an organization.

    Called when: after its links have ended, before the rows of `privacy_tables` go.
    In transaction? yes – write rows, and promise notifications to others with ``request.notify``.
    Return: nothing.
    If it raises: what the plugin wrote is undone, its rows stay, the log names it, and it is tried again.
    """


@hookspec
def privacy_erasure_consequences(request: HookRequest, account: AccountLike) -> list[Contribution]:  # type: ignore[empty-body]
    """Say what erasing an account would bring about, such as appointments that are cancelled.

    Called when: the person is asked before the account is erased.
    In transaction? yes – but only read.
    Return: a list of lines in the reader's language.
    If it raises: its lines are left out, and the log names it.
    """
