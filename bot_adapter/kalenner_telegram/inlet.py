"""The inlet: raw updates, by polling or by webhook, into the inbox; what nobody can read is set aside."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select
from sqlalchemy.exc import DataError, StatementError

from kalenner.delivery import (
    Receipt,
    Refusal,
    UnreadableUpdate,
    Update,
    admit,
    has_open,
    is_refused,
    set_aside,
    store,
    take_no_more,
    warn,
)
from kalenner.people import AccountService
from kalenner.screens import Dialog
from kalenner.screens.registry import specs_of
from kalenner.units import run_unit
from kalenner_telegram.raw_updates import RawUpdate, read_raw
from kalenner_telegram.updates import PLACES_AND_CONTACTS, object_in, without_place

log = logging.getLogger(__name__)

NAME = "telegram"
_FAULTS_OF_DATA = (
    DataError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class Inlet:
    """Takes updates as Telegram sends them; any thread may use it."""

    def __init__(self, app: Router, bot: str) -> None:
        self._app = app
        self._bot = bot

    def take(self, raws: Sequence[bytes]) -> Receipt:
        """Store each update or set it aside. Commits by itself.

        What concerns nobody here is left out, and what is beyond its person's limit is counted alone.
        """
        updates = [read_raw(raw) for raw in raws]
        relevant = [update for update in updates if self.is_relevant(update)]
        written = self.write(relevant) if relevant else _Written(0, 0)
        numbers = [update.number for update in updates if update.number is not None]
        return Receipt(written.stored, written.unreadable, max(numbers) + 1 if numbers else None)

    def is_relevant(self, update: RawUpdate) -> bool:
        """Tell whether an update is to be written: somebody's of whom more is taken now, or unreadable."""
        if update.fault or update.sender is None:
            return bool(update.fault)
        return not is_refused(self._app.registry, NAME, update.sender.subject)

    def write(self, updates: Sequence[RawUpdate]) -> "_Written":
        """Write updates in one unit of work, or each in its own where one of them cannot be stored."""
        try:
            return self._write_together(updates)
        except Exception as error:
            if not _is_of_data(error):
                raise
            if len(updates) > 1:
                each = [self.write([update]) for update in updates]
                return _Written(sum(one.stored for one in each), sum(one.unreadable for one in each))
            reason = type(error).__name__
            log.warning("an update cannot be stored: %s", reason)
            unstorable = replace(updates[0], content=None, sender=None, fault=f"not storable: {reason}")
            return self._write_together([unstorable])

    def _write_together(self, updates: Sequence[RawUpdate]) -> "_Written":
        work = partial(_write, bot=self._bot, updates=updates)
        stored, refused, reasons = run_unit(self._app, "inbox/new", work)
        take_no_more(self._app, NAME, refused)
        warn(NAME, reasons)
        return _Written(stored, sum(bool(update.fault) for update in updates))


@dataclass(frozen=True)
class _Written:
    """How many updates were stored, and how many set aside."""

    stored: int
    unreadable: int


def _is_of_data(error: Exception) -> bool:
    """Tell whether an update is at fault, not the database; only then trying again is of no use."""
    # Of the errors of SQLAlchemy this very class means that a value could not even be sent.
    return isinstance(error, _FAULTS_OF_DATA) or type(error) is StatementError


def _write(
    request: Request, bot: str, updates: Sequence[RawUpdate]
) -> tuple[int, dict[str, Refusal], Counter[str]]:
    """Store what has a sender and set the rest aside.

    Return how many are stored, how many of whom are beyond a limit, and what is new of the rest, by reason.
    """
    readable = [stored for update in updates if (stored := _readable(update, bot)) is not None]
    admission = admit(request, NAME, readable)
    store(request, NAME, _without_places(request, admission.updates))
    unreadable = [
        UnreadableUpdate(update.number, update.fault, update.raw) for update in updates if update.fault
    ]
    reasons: Counter[str] = set_aside(request, NAME, unreadable, bot) if unreadable else Counter()
    return len(admission.updates), admission.refused, reasons


def _readable(update: RawUpdate, bot: str) -> Update | None:
    """Return an update as it is stored; None for one that nobody can read."""
    if update.sender is None or update.content is None or update.number is None:
        return None
    return Update(update.number, update.sender.subject, update.content, bot)


def _without_places(request: Request, updates: list[Update]) -> list[Update]:
    """Leave out the places and contacts of messages that answer no question and no message, for privacy."""
    subjects: set[str] = set()
    stored = []
    for update in updates:
        message = object_in(update.payload, "message")
        has_place = not message.keys().isdisjoint(PLACES_AND_CONTACTS)
        is_reply = bool(object_in(message, "reply_to_message"))
        if (
            has_place
            and not is_reply
            and update.subject not in subjects
            and not _may_be_asked(request, update.subject)
        ):
            stored.append(replace(update, payload=without_place(update.payload)))
        else:
            stored.append(update)
        subjects.add(update.subject)
    return stored


def _may_be_asked(request: Request, subject: str) -> bool:
    """Tell whether a question is open for a person, or may be once their earlier updates are handled."""
    return has_question(request, subject) or has_open(request.dbsession, NAME, subject)


def has_question(request: Request, subject: str) -> bool:
    """Tell whether a question is open for a person, or a screen is shown that takes any message."""
    account = request.find_service(AccountService).find(NAME, subject)
    if account is None:
        return False
    query = select(Dialog).where(Dialog.channel == NAME, Dialog.account_id == account.id)
    dialog: Dialog | None = request.dbsession.scalar(query)
    if dialog is None or dialog.form is not None:
        return dialog is not None
    spec = specs_of(request.registry).get(dialog.screen or "")
    return spec is not None and spec.route.accepts_messages
