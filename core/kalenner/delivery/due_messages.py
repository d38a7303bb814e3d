"""What a sender may send now: the due answers to presses, and the first message of each chat."""

from dataclasses import dataclass

from pyramid.request import Request

from kalenner.delivery.channels import Channel
from kalenner.delivery.delays import OUTBOX_DELAYS, DelayWatch
from kalenner.delivery.queries import WaitingMessage, due_page

BATCH = 64
MAX_IN_FLIGHT = 16  # of each kind of message


@dataclass(frozen=True)
class Look:
    """What one look at the outbox found."""

    messages: list[WaitingMessage]
    has_more: bool
    """Whether something is due that could not be taken, such as the next message of a busy chat."""
    is_delay_over: bool


class DueMessages:
    """The due messages of one channel."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.delays = DelayWatch(OUTBOX_DELAYS)

    def look(self, request: Request, busy: set[str], *, are_presses_paused: bool) -> Look:
        """Return the due answers to presses, and the first message of each chat.

        Lanes in `busy` are left out. It reads page by page until there are as many as may be in flight, so
        that a chat with many messages does not hide the others.
        """
        presses: list[WaitingMessage] = []
        messages: list[WaitingMessage] = []
        after, seen_lanes, has_more = (-1, 0), set(busy), False
        while True:
            page = due_page(request.dbsession, self._channel.name, after, BATCH)
            for message in page:
                if message.lane in seen_lanes:
                    has_more = True
                    continue
                seen_lanes.add(message.lane)
                if not message.is_press:
                    messages.append(message)
                elif not are_presses_paused:
                    presses.append(message)
            if len(page) < BATCH or len(messages) >= MAX_IN_FLIGHT:
                break
            after = (page[-1].priority, page[-1].id)
        taken = [*presses[:MAX_IN_FLIGHT], *messages[:MAX_IN_FLIGHT]]
        has_more = has_more or len(page) == BATCH or len(taken) < len(presses) + len(messages)
        answers = [(message.address, message.payload) for message in taken if message.is_rendered]
        self._channel.recall(request.dbsession, answers)
        return Look(taken, has_more, self.delays.is_any_over(request))
