"""What a sender may send now: due answers to presses, and the first message of each chat."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from pyramid.request import Request

from kalenner.delivery.channels import Channel
from kalenner.delivery.delays import OUTBOX_DELAYS, DelayWatch
from kalenner.delivery.models import Priority
from kalenner.delivery.queries import BEFORE_ALL, Place, WaitingMessage, due_page
from kalenner.security import Tampered

PAGE = 64
MOST_TAKEN = 16
"""As many as may be in flight, of answers to presses and of messages each."""
MOST_BEHIND = 8
"""As many of those that are behind; others then find a place, and little before them in the rate limit."""
_BEHIND_PRESSES: Place = (Priority.PRESS, True, 2**63 - 1)


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
        if not first.is_answer or not later.is_answer:
            return False
        if isinstance(first.content, Tampered) or isinstance(later.content, Tampered):
            return False
        return self._channel.supersedes(later.content, first.content)

    def presses(self) -> list[WaitingMessage]:
        """Return the answers to presses."""
        return [message for message in self._first.values() if message.is_press]

    def messages(self) -> list[WaitingMessage]:
        """Return the others."""
        return [message for message in self._first.values() if not message.is_press]


class DueMessages:
    """The due messages of one channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.delays = DelayWatch(OUTBOX_DELAYS)

    def look(self, request: Request, busy: Collection[str]) -> Look:
        """Return what may be sent, without lanes in `busy`, as many of each kind as may be in flight."""
        messages, has_more = self._take(request, busy)
        answers = [
            (message.address, message.content)
            for message in messages
            if message.is_rendered and not isinstance(message.content, Tampered)
        ]
        self._channel.recall(request.dbsession, answers)
        return Look(messages, has_more, self.delays.is_any_over(request))

    def _take(self, request: Request, busy: Collection[str]) -> tuple[list[WaitingMessage], bool]:
        """Return messages, and whether there are more.

        It reads page by page, so that neither a chat with many messages nor many answers to presses hide the
        others.
        """
        lanes, after = _Lanes(self._channel, busy), BEFORE_ALL
        while True:
            page = due_page(request, self._channel.name, after, PAGE)
            for message in page:
                lanes.add(message)
            presses, messages = lanes.presses(), lanes.messages()
            if len(page) < PAGE or len(messages) >= MOST_TAKEN:
                break
            after = (page[-1].priority, page[-1].is_behind, page[-1].id)
            if page[-1].is_press and len(presses) >= MOST_TAKEN:
                after = _BEHIND_PRESSES
        taken = [*presses[:MOST_TAKEN], *messages[:MOST_TAKEN]]
        has_more = lanes.has_more or len(page) == PAGE or len(taken) < len(presses) + len(messages)
        return taken, has_more
