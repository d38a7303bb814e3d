"""The inlet: raw updates, by polling or by webhook, into the inbox; what nobody can read is set aside."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select
from sqlalchemy.exc import DataError, StatementError

from kalenner.delivery import Receipt, UnreadableUpdate, Update, has_open, set_aside, store, warn
from kalenner.people import AccountService
from kalenner.screens import Dialog
from kalenner.units import run_unit
from kalenner_telegram.raw_updates import RawUpdate, read_raw
from kalenner_telegram.updates import object_in, without_place

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
        """Store each update or set it aside; what concerns nobody here is left out. Commits by itself."""
        updates = [read_raw(raw) for raw in raws]
        relevant = [update for update in updates if update.sender is not None or update.fault]
        unreadable = self._write(relevant) if relevant else 0
        numbers = [update.number for update in updates if update.number is not None]
        offset = max(numbers) + 1 if numbers else None
        return Receipt(len(relevant) - unreadable, unreadable, offset)

    def _write(self, updates: list[RawUpdate]) -> int:
        """Write updates in one unit of work, or each in its own where one of them cannot be stored."""
        try:
            warn(NAME, run_unit(self._app, "inbox/new", partial(_write, bot=self._bot, updates=updates)))
        except Exception as error:
            if not _is_of_data(error):
                raise
            if len(updates) > 1:
                return sum(self._write([update]) for update in updates)
            log.warning("an update cannot be stored: %s", type(error).__name__)
            return self._set_aside_unstorable(updates[0], type(error).__name__)
        return sum(bool(update.fault) for update in updates)

    def _set_aside_unstorable(self, update: RawUpdate, reason: str) -> int:
        unstorable = replace(update, content=None, sender=None, fault=f"not storable: {reason}")
        warn(NAME, run_unit(self._app, "inbox/aside", partial(_write, bot=self._bot, updates=[unstorable])))
        return 1


def _is_of_data(error: Exception) -> bool:
    """Tell whether an update is at fault, not the database; only then trying again is of no use."""
    # Of the errors of SQLAlchemy this very class means that a value could not even be sent.
    return isinstance(error, _FAULTS_OF_DATA) or type(error) is StatementError


def _write(request: Request, bot: str, updates: list[RawUpdate]) -> Counter[str]:
    """Store what has a sender and set the rest aside; return what is new of that."""
    readable = [
        Update(update.number, update.sender.subject, update.content, bot)
        for update in updates
        if update.sender is not None and update.content is not None and update.number is not None
    ]
    store(request.dbsession, request.clock, NAME, _without_places(request, readable))
    unreadable = [
        UnreadableUpdate(update.number, update.fault, update.raw) for update in updates if update.fault
    ]
    return set_aside(request, NAME, unreadable, bot) if unreadable else Counter()


def _without_places(request: Request, updates: list[Update]) -> list[Update]:
    """Leave out the places of messages that answer no question, for privacy."""
    subjects: set[str] = set()
    stored = []
    for update in updates:
        has_place = not object_in(update.payload, "message").keys().isdisjoint({"location", "venue"})
        if has_place and update.subject not in subjects and not _may_be_asked(request, update.subject):
            stored.append(replace(update, payload=without_place(update.payload)))
        else:
            stored.append(update)
        subjects.add(update.subject)
    return stored


def _may_be_asked(request: Request, subject: str) -> bool:
    """Tell whether a question is open for a person, or may be once their earlier updates are handled."""
    return has_question(request, subject) or has_open(request.dbsession, NAME, subject)


def has_question(request: Request, subject: str) -> bool:
    """Tell whether a question is open for a person."""
    account = request.find_service(AccountService).find(NAME, subject)
    if account is None:
        return False
    form = select(Dialog.form).where(Dialog.channel == NAME, Dialog.account_id == account.id)
    return request.dbsession.scalar(form) is not None
