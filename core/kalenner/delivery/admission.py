"""Admission: what a person sends within a limit is stored; beyond it, it is counted and not kept.

The rows of the inbox are the count: all processes that receive count the same, and nothing is written for it.
An update that arrives while an older one of its person is open stands behind those of other people, so that
whoever sends much waits for themselves alone.
"""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy import bindparam, case, func, literal_column, select
from sqlalchemy.orm import Session

from kalenner.database import Instant
from kalenner.delivery.channels import channels_of
from kalenner.delivery.inbox import Update, account_of
from kalenner.delivery.models import Inbox
from kalenner.delivery.notices import enqueue_notice
from kalenner.i18n import _
from kalenner.limits import REFUSALS
from kalenner.registry import RegistryKey
from kalenner.screens import Arrival
from kalenner.settings import SETTINGS, LimitsSettings

WINDOW = dt.timedelta(minutes=1)
MOST_PAUSED = 10_000
"""How many people a process remembers; of more, it asks the rows again."""
_REFUSED = "update beyond limits.updates_per_minute of its person"
_NOTICE = "too-many:"

# Between two instants: rows of a clock that was ahead do not count.
_RECENT = (
    select(
        Inbox.subject,
        func.count(),
        func.sum(case((Inbox.state == literal_column("'open'"), 1), else_=0)),
        func.max(Inbox.id),
    )
    .where(
        Inbox.channel == bindparam("channel"),
        Inbox.subject.in_(bindparam("subjects", expanding=True)),
        Inbox.received_at > bindparam("since", type_=Instant),
        Inbox.received_at <= bindparam("now", type_=Instant),
    )
    .group_by(Inbox.subject)
)


@dataclass
class _Recent:
    """What one person has sent within the window."""

    count: int = 0
    open: int = 0
    newest: int = 0


@dataclass(frozen=True)
class Admission:
    """The updates to store, and how many of which people are beyond the limit."""

    updates: list[Update]
    refused: Counter[str]


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

    def begin(self, channel: str, subjects: Iterable[str]) -> None:
        """Take nothing more of these people until their window has passed."""
        now = self._now()
        with self._lock:
            if len(self._until) >= MOST_PAUSED:
                self._until = {who: until for who, until in self._until.items() if until > now}
            for subject in subjects:
                if len(self._until) < MOST_PAUSED:
                    self._until[channel, subject] = now + WINDOW.total_seconds()

    def ended_lately(self, channel: str, subject: str) -> bool:
        """Tell whether a pause has ended within the last minute: whoever goes on was told then."""
        until = self._until.get((channel, subject))
        return until is not None and self._now() < until + WINDOW.total_seconds()

    def renew(self) -> None:
        """Forget everything."""
        self._until.clear()


PAUSES: RegistryKey[Pauses] = RegistryKey("kalenner.pauses", Pauses)


def admit(request: Request, channel: str, updates: Sequence[Update]) -> Admission:
    """Part updates into those to store and those beyond their person's limit, and tell the person once.

    It writes nothing but that message.
    """
    recent = _recent(request, channel, {update.subject for update in updates})
    most = SETTINGS.of(request.registry).of(LimitsSettings).updates_per_minute
    admitted, refused, first_refused = [], Counter[str](), dict[str, Update]()
    for update in updates:
        person = recent.setdefault(update.subject, _Recent())
        if person.count >= most:
            refused[update.subject] += 1
            first_refused.setdefault(update.subject, update)
            continue
        admitted.append(replace(update, is_behind=person.open > 0))
        person.count += 1
        person.open += 1
    for subject, update in first_refused.items():
        if not PAUSES.of(request.registry).ended_lately(channel, subject):
            _tell(request, channel, update, recent[subject].newest)
    return Admission(admitted, refused)


def note_refused(registry: Registry, channel: str, refused: Counter[str]) -> None:
    """Count what `admit` refused, and take nothing more of these people for a minute; after the commit."""
    if refused:
        PAUSES.of(registry).begin(channel, refused)
        REFUSALS.of(registry).count(_REFUSED, refused.total())


def is_refused(registry: Registry, channel: str, subject: str) -> bool:
    """Tell whether an update is of a person of whom nothing is taken now, and count it then."""
    if not PAUSES.of(registry).has(channel, subject):
        return False
    REFUSALS.of(registry).count(_REFUSED)
    return True


def _recent(request: Request, channel: str, subjects: set[str]) -> dict[str, _Recent]:
    dbsession: Session = request.dbsession
    now = request.clock.now()
    values = {"channel": channel, "subjects": sorted(subjects), "since": now - WINDOW, "now": now}
    return {row[0]: _Recent(*row[1:]) for row in dbsession.execute(_RECENT, values)} if subjects else {}


def _tell(request: Request, channel_name: str, refused: Update, newest: int) -> None:
    """Tell a person that no more is taken; the newest update that was tells this time from the next."""
    channel = channels_of(request.registry)[channel_name]
    arrival = channel.read(request, {**refused.payload})
    if isinstance(arrival, Arrival):
        account = account_of(request, channel, arrival)
        key = f"{_NOTICE}{channel_name}:{refused.subject}:{newest}"
        enqueue_notice(request, channel_name, refused.subject, account, _("too-many-updates"), dedupe=key)
