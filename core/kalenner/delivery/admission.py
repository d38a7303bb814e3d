"""Admission: what a person sends within a limit is stored; beyond it, it is counted and not kept.

The rows of the inbox are the count: all processes that receive count the same, and nothing is written for it.
An update that arrives while another of its person, not a minute old, is open stands behind those of other
people, so that whoever sends much waits for themselves alone.
"""

import datetime as dt
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import bindparam, case, func, literal_column, select
from sqlalchemy.orm import Session

from kalenner.database import Instant, table_of
from kalenner.delivery.channels import channels_of
from kalenner.delivery.inbox import Update, account_of
from kalenner.delivery.models import Inbox
from kalenner.delivery.notices import enqueue_notice
from kalenner.i18n import _
from kalenner.limits import REFUSALS
from kalenner.registry import RegistryKey
from kalenner.screens import Arrival
from kalenner.settings import SETTINGS, LimitsSettings
from kalenner.units import run_unit

log = logging.getLogger(__name__)

WINDOW = dt.timedelta(minutes=1)
REST = dt.timedelta(seconds=10)
"""How long nothing is taken of whom too much is open."""
MOST_PAUSED = 10_000
"""How many people a process remembers; of more, it asks the rows again."""
_REFUSED = "update beyond limits.updates_per_minute or limits.open_updates of its person"
_NOTICE = "too-many:"

_inbox = table_of(Inbox).c
# Between two instants: rows of a clock that was ahead do not count.
_COUNT = (
    select(
        _inbox.subject,
        func.count(),
        func.sum(case((_inbox.state == literal_column("'open'"), 1), else_=0)),
        func.max(_inbox.id),
    )
    .where(
        _inbox.channel == bindparam("channel"),
        _inbox.received_at > bindparam("since", type_=Instant),
        _inbox.received_at <= bindparam("now", type_=Instant),
    )
    .group_by(_inbox.subject)
)
_RECENT = _COUNT.where(_inbox.subject.in_(bindparam("subjects", expanding=True)))
_RECENT_OF_ONE = _COUNT.where(_inbox.subject == bindparam("subject"))
"""The same for one person, as at rest; a list is written into the statement anew each time."""


@dataclass
class _Recent:
    """What one person has sent within the window."""

    count: int = 0
    open: int = 0
    newest: int = 0


@dataclass
class Refusal:
    """Updates of one person beyond a limit: the first, the newest row before it, how many, for how long."""

    first: Update
    newest: int
    pause: dt.timedelta
    count: int = 0


@dataclass(frozen=True)
class Admission:
    """The updates to store, and what is beyond the limit, by person."""

    updates: list[Update]
    refused: dict[str, Refusal]


class Pauses:
    """Who is beyond the limit, as this process knows it; their updates then cost no question to the database.

    Any thread may use it.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._until: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def has(self, channel: str, subject: str) -> bool:
        """Tell whether nothing of a person is taken now."""
        until = self._until.get((channel, subject))
        return until is not None and self._now() < until

    def begin(self, channel: str, lengths: Mapping[str, dt.timedelta]) -> None:
        """Take nothing more of these people for so long."""
        now = self._now()
        with self._lock:
            if len(self._until) >= MOST_PAUSED:
                self._until = {who: until for who, until in self._until.items() if until > now}
            for subject, length in lengths.items():
                if len(self._until) < MOST_PAUSED:
                    self._until[channel, subject] = now + length.total_seconds()

    def ended_lately(self, channel: str, subject: str) -> bool:
        """Tell whether a pause has ended within the last minute: whoever goes on was told then."""
        until = self._until.get((channel, subject))
        return until is not None and self._now() < until + WINDOW.total_seconds()

    def renew(self) -> None:
        """Forget everything."""
        self._until.clear()


PAUSES: RegistryKey[Pauses] = RegistryKey("kalenner.pauses", Pauses)


def admit(request: Request, channel: str, updates: Sequence[Update]) -> Admission:
    """Part updates into those to store and those beyond their person's limit; nothing is written.

    One that is stored already comes again, as updates may, and counts no second time.
    """
    recent = _recent(request, channel, {update.subject for update in updates})
    limits = SETTINGS.of(request.registry).of(LimitsSettings)
    is_close = _exceeds(recent, updates, min(limits.updates_per_minute, limits.open_updates))
    repeated = _repeated(request, channel, updates) if is_close else set()
    admission = Admission([], {})
    for update in updates:
        person = recent.setdefault(update.subject, _Recent())
        if (update.bot, update.key) in repeated:
            admission.updates.append(update)
        elif pause := _pause_of(person, limits):
            refusal = admission.refused.setdefault(update.subject, Refusal(update, person.newest, pause))
            refusal.count += 1
        else:
            admission.updates.append(replace(update, is_behind=person.open > 0))
            person.count += 1
            person.open += 1
    return admission


def take_no_more(app: Router, channel: str, refused: dict[str, Refusal]) -> None:
    """Count what `admit` refused, take nothing more of these people for a while, and tell each once.

    It is called after the commit, and they are told in a unit of its own: whoever cannot be told keeps no
    update out.
    """
    if not refused:
        return
    pauses = PAUSES.of(app.registry)
    REFUSALS.of(app.registry).count(_REFUSED, sum(refusal.count for refusal in refused.values()))
    untold = [refusal for who, refusal in refused.items() if not pauses.ended_lately(channel, who)]
    pauses.begin(channel, {who: refusal.pause for who, refusal in refused.items()})
    if not untold or _are_told(app, channel, untold):
        return
    for refusal in untold if len(untold) > 1 else ():
        _are_told(app, channel, [refusal])


def _are_told(app: Router, channel: str, refusals: Sequence[Refusal]) -> bool:
    """Tell people that no more is taken, in one unit of work; False where that failed."""
    try:
        run_unit(app, "inbox/refused", partial(_tell_all, channel_name=channel, refusals=refusals))
    except Exception as error:
        if len(refusals) == 1:
            log.exception("a person who sends too much could not be told")
        else:
            log.info("people are told one by one, since together it failed: %s", type(error).__name__)
        return False
    return True


def is_refused(registry: Registry, channel: str, subject: str) -> bool:
    """Tell whether an update is of a person of whom nothing is taken now, and count it then."""
    if not PAUSES.of(registry).has(channel, subject):
        return False
    REFUSALS.of(registry).count(_REFUSED)
    return True


def _recent(request: Request, channel: str, subjects: set[str]) -> dict[str, _Recent]:
    dbsession: Session = request.dbsession
    now = request.clock.now()
    values: dict[str, Any] = {"channel": channel, "since": now - WINDOW, "now": now}
    if not subjects:
        return {}
    if len(subjects) == 1:
        rows = dbsession.execute(_RECENT_OF_ONE, {**values, "subject": next(iter(subjects))})
    else:
        rows = dbsession.execute(_RECENT, {**values, "subjects": sorted(subjects)})
    return {row[0]: _Recent(*row[1:]) for row in rows}


def _pause_of(person: _Recent, limits: LimitsSettings) -> dt.timedelta | None:
    """Return for how long nothing more is taken of a person; None while more is."""
    if person.count >= limits.updates_per_minute:
        return WINDOW
    return REST if person.open >= limits.open_updates else None


def _exceeds(recent: dict[str, _Recent], updates: Sequence[Update], most: int) -> bool:
    arriving = Counter(update.subject for update in updates)
    return any(
        count + (recent[subject].count if subject in recent else 0) > most
        for subject, count in arriving.items()
    )


def _repeated(request: Request, channel: str, updates: Sequence[Update]) -> set[tuple[str, int]]:
    """Return bot and key of those that are stored already."""
    query = select(Inbox.bot, Inbox.key).where(
        Inbox.channel == channel, Inbox.key.in_([update.key for update in updates])
    )
    return {(bot, key) for bot, key in request.dbsession.execute(query)}


def _tell_all(request: Request, channel_name: str, refusals: Sequence[Refusal]) -> None:
    for refusal in refusals:
        _tell(request, channel_name, refusal)


def _tell(request: Request, channel_name: str, refusal: Refusal) -> None:
    """Tell a person that no more is taken; the newest row before tells this time from the next."""
    update = refusal.first
    channel = channels_of(request.registry)[channel_name]
    arrival = channel.read(request, {**update.payload})  # a copy, since reading may take parts out
    if isinstance(arrival, Arrival):
        account = account_of(request, channel, arrival)
        which = refusal.newest or f"{update.bot}-{update.key}"
        key = f"{_NOTICE}{channel_name}:{update.subject}:{which}"
        enqueue_notice(request, channel_name, update.subject, account, _("too-many-updates"), dedupe=key)
