"""What a sender may send now: due answers to presses, and the first message of each chat."""

from collections import Counter
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from time import monotonic

from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.delivery.channels import Channel
from kalenner.delivery.delays import OUTBOX_DELAYS, DelayWatch
from kalenner.delivery.models import Priority
from kalenner.delivery.queries import WaitingMessage, due_page

PAGE = 64
MOST_PAGES = 8
"""How far a look goes where chats that have had their share wait; what lies behind comes a little later."""
MOST_TAKEN = 16
"""As many as may be in flight, of answers to presses and of messages each."""
_LAST_ID = 2**63 - 1

SHARE, SHARE_SECONDS = 5, 5.0


class Shares:
    """Which chats have had more answers than a person reads; used from the event loop."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._counts, self._before = Counter[str](), Counter[str]()
        self._begun_at = 0.0

    def note(self, address: str) -> None:
        """Count an answer that was sent."""
        self._turn()
        self._counts[address] += 1

    def exceeded(self) -> frozenset[str]:
        """Return the chats with five answers and more within the last five to ten seconds."""
        self._turn()
        return frozenset(
            address
            for address in {*self._counts, *self._before}
            if self._counts[address] + self._before[address] >= SHARE
        )

    def _turn(self) -> None:
        age = self._now() - self._begun_at
        if age >= SHARE_SECONDS:
            self._before = self._counts if age < 2 * SHARE_SECONDS else Counter()
            self._counts, self._begun_at = Counter(), self._now()


@dataclass(frozen=True)
class Look:
    """What one look at the outbox found."""

    messages: list[WaitingMessage]
    has_more: bool
    """Whether something is due that could not be taken, such as the next message of a busy chat."""
    is_delay_over: bool


class _Lanes:
    """The first message of each lane, in the order in which the lanes were met."""

    def __init__(self, channel: Channel, busy: Collection[str]) -> None:
        self._channel = channel
        self._first: dict[str, WaitingMessage] = {}
        self._closed = set(busy)
        self.has_more = False

    def add(self, message: WaitingMessage) -> None:
        """Take a message; in place of the one before it in its lane where that need not be seen any more."""
        first = self._first.get(message.lane)
        if message.lane not in self._closed and first is None:
            self._first[message.lane] = message
        elif message.lane not in self._closed and first is not None and self._is_superseded(first, message):
            superseded = (*first.superseded, first.id)
            self._first[message.lane] = replace(message, superseded=superseded)
        else:
            self._closed.add(message.lane)
            self.has_more = True

    def _is_superseded(self, first: WaitingMessage, later: WaitingMessage) -> bool:
        is_answers = first.priority == later.priority == Priority.ANSWER
        return is_answers and self._channel.supersedes(later.payload, first.payload)

    def count_beside(self, had_their_share: AbstractSet[str]) -> int:
        """Return how many messages go to chats that have not had their share."""
        return sum(
            not message.is_press and message.address not in had_their_share
            for message in self._first.values()
        )

    def presses(self) -> list[WaitingMessage]:
        """Return the answers to presses."""
        return [message for message in self._first.values() if message.is_press]

    def messages(self, had_their_share: AbstractSet[str]) -> list[WaitingMessage]:
        """Return the others: answers first, and of these to chats that have not had their share."""
        return sorted(
            (message for message in self._first.values() if not message.is_press),
            key=lambda message: (message.priority, message.is_answer and message.address in had_their_share),
        )


class DueMessages:
    """The due messages of one channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.delays = DelayWatch(OUTBOX_DELAYS)

    def look(
        self, request: Request, busy: Collection[str], had_their_share: AbstractSet[str] = frozenset()
    ) -> Look:
        """Return what may be sent, without lanes in `busy`, as many of each kind as may be in flight."""
        messages, has_more = self._take(request.dbsession, busy, had_their_share)
        answers = [(message.address, message.payload) for message in messages if message.is_rendered]
        self._channel.recall(request.dbsession, answers)
        return Look(messages, has_more, self.delays.is_any_over(request))

    def _take(
        self, dbsession: Session, busy: Collection[str], had_their_share: AbstractSet[str]
    ) -> tuple[list[WaitingMessage], bool]:
        """Return messages, and whether there are more.

        It reads page by page, so that neither a chat with many messages nor many chats that had their share
        hide the others.
        """
        lanes, after = _Lanes(self._channel, busy), (-1, 0)
        for _page in range(MOST_PAGES):
            page = due_page(dbsession, self._channel.name, after, PAGE)
            for message in page:
                lanes.add(message)
            is_last = len(page) < PAGE
            if is_last or lanes.count_beside(had_their_share) >= MOST_TAKEN:
                break
            after = (page[-1].priority, page[-1].id)
            if page[-1].is_press and len(lanes.presses()) >= MOST_TAKEN:
                after = (Priority.PRESS, _LAST_ID)
        presses, messages = lanes.presses(), lanes.messages(had_their_share)
        taken = [*presses[:MOST_TAKEN], *messages[:MOST_TAKEN]]
        return taken, lanes.has_more or not is_last or len(taken) < len(presses) + len(messages)
