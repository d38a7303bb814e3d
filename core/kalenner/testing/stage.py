"""The stage: an application with the fake channel, on which everything happens at once."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias, TypeVar

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import func, select

from kalenner.clock import CLOCK, FixedClock
from kalenner.delivery import channels_of, keep_received, note_files, outcomes
from kalenner.delivery.albums import SILENCE, list_open
from kalenner.delivery.inbox import Update, answer_silent_album, handle, store
from kalenner.delivery.models import Inbox
from kalenner.delivery.preparer import wanted_file
from kalenner.delivery.queries import BEFORE_ALL, OpenUpdate, WaitingMessage, due_page, list_next
from kalenner.delivery.renderer import NotUnderstood, Obsolete, ReaderUnreachable, Rendering, render_all
from kalenner.file_use import FileUse
from kalenner.files import FILES, MAX_BYTES, FileFault
from kalenner.testing.channel import NAME, FakeChannel, as_received
from kalenner.testing.people import NOW, Person, dialog_version
from kalenner.units import run_unit

T = TypeVar("T")

# Asked more often than anything else in a test: as text, it costs a tenth of the two questions it saves.
_IS_ANYTHING_LEFT = (
    "SELECT EXISTS (SELECT 1 FROM core_inbox WHERE state = 'open')"
    " OR EXISTS (SELECT 1 FROM core_outbox WHERE state = 'waiting')"
)


OpenWork: TypeAlias = tuple[list[OpenUpdate], list[WaitingMessage]]
"""The updates whose turn it is, and the messages that wait."""


class Stage:
    """An application with the fake channel, and the people who use it."""

    def __init__(self, app: Router) -> None:
        self.app = app
        channel = channels_of(app.registry)[NAME]
        assert isinstance(channel, FakeChannel)  # noqa: S101 -- a stage is made of one
        self.channel = channel
        self.people: dict[str, Person] = {}
        # Another stage on the same database may have had updates before.
        self._keys: int = self.run(lambda request: request.dbsession.scalar(select(func.max(Inbox.key))) or 0)

    @property
    def clock(self) -> FixedClock:
        """The clock of the application, which stands still until it is moved."""
        clock = CLOCK.of(self.app.registry)
        assert isinstance(clock, FixedClock)  # noqa: S101 -- a stage of tests is made with one
        return clock

    def person(self, name: str, language: str = "en") -> Person:
        """Return a new person who has not said anything yet."""
        person = Person(self, str(len(self.people) + 1), name, language)
        self.people[person.subject] = person
        return person

    def run(self, work: Callable[[Request], T], *, only_reads: bool = False) -> T:
        """Run a function as a unit of work."""
        return run_unit(self.app, "command/test", work, only_reads=only_reads)

    def arrive(self, subject: str, *payloads: dict[str, Any]) -> None:
        """Let updates arrive together, and everything that follows from them happen."""

        def take(request: Request) -> OpenWork:
            updates = []
            for payload in payloads:
                self._keys += 1
                if payload.get("version") is NOW:
                    payload["version"] = dialog_version(request, subject)
                updates.append(Update(self._keys, subject, {"subject": subject, **payload}))
            store(request, NAME, updates)
            return _open_work(request)

        self._finish(self.run(take))

    def fall_silent(self) -> None:
        """Let a while pass in which nobody does anything, so that albums are whole and are answered."""
        self.clock.move(math.ceil(SILENCE.total_seconds()))
        for album in self.run(lambda request: list_open(request.dbsession, request.clock), only_reads=True):
            self.run(partial(answer_silent_album, album=album))
        self.settle()

    def settle(self) -> None:
        """Handle what came in and deliver what must go out, until nothing is left."""
        self._finish(self.run(_open_work, only_reads=True))

    def _finish(self, waiting: OpenWork) -> None:
        while any(waiting):
            updates, messages = waiting
            steps: list[Callable[[Request], object]] = [
                *(partial(handle, open_update=one, payload=self._prepared(one)) for one in updates),
                *(partial(self._deliver, message=message) for message in messages),
            ]
            for step in steps[:-1]:
                self.run(step)
            waiting = self.run(partial(_last, step=steps[-1]))

    def _prepared(self, update: OpenUpdate) -> dict[str, Any]:
        """Return the payload, the file noted or made into the picture that is wanted, as by the bot."""
        sent = update.payload.get("upload")
        if sent is None:
            return update.payload
        find = partial(wanted_file, channel=NAME, subject=update.subject, payload=update.payload)
        wanted = self.run(find, only_reads=True)
        if wanted is None:
            return update.payload
        if sent["size"] > MAX_BYTES:
            return {**update.payload, "upload": {**sent, "fault": FileFault.TOO_BIG}}
        if wanted.use is FileUse.FILE:
            self.run(partial(note_files, keys=[sent["key"]]))
            return update.payload
        files = FILES.of(self.app.registry)
        try:
            content = files.get(sent["key"])
        except KeyError:
            return {**update.payload, "upload": {**sent, "fault": FileFault.BROKEN}}
        files.delete(sent["key"])
        kept = keep_received(self.app, content, wanted.use, wanted.account_id).to_json()
        named = {"name": sent.get("name", ""), "caption": sent.get("caption", "")}
        return {**update.payload, "upload": {**kept, **named}}

    def _deliver(self, request: Request, message: WaitingMessage) -> None:
        rendering: Rendering | None = message.payload
        if not message.is_rendered:
            (rendering,) = render_all(request, self.channel, [message])
        person = self.people.get(message.address)
        if isinstance(rendering, NotUnderstood):
            outcomes.wait_for_screen(request, message.id, 1, str(rendering), days=7)
        elif isinstance(rendering, Obsolete) or person is None:
            outcomes.mark_obsolete(request, message.id, str(rendering))
        elif isinstance(rendering, ReaderUnreachable) or person.has_blocked:
            outcomes.mark_unreachable(request, message.id)
        elif isinstance(rendering, dict) and "removes" in rendering:
            person.lose(rendering["removes"])
            outcomes.mark_sent(
                request, self.channel, outcomes.Sent(message.id, message.address, rendering, {})
            )
        elif isinstance(rendering, dict):
            card = as_received(self.app.registry, self.channel.composed[rendering["composed"]])
            receipt = person.receive(card, rendering)
            sent = outcomes.Sent(message.id, message.address, rendering, receipt)
            outcomes.mark_sent(request, self.channel, sent)


def _last(request: Request, step: Callable[[Request], object]) -> OpenWork:
    """Take the last of several steps, and look for what is left then, in one unit of work."""
    step(request)
    request.dbsession.flush()
    return _open_work(request)


def _open_work(request: Request) -> OpenWork:
    is_anything_left = request.dbsession.connection().exec_driver_sql(_IS_ANYTHING_LEFT).scalar()
    if not is_anything_left:
        return [], []
    messages = due_page(request, NAME, BEFORE_ALL, 500)
    return list_next(request, 50), messages
