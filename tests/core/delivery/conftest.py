"""A sender on each database, for a channel that follows a script."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event
from sqlalchemy.orm import Session

from kalenner.clock import FixedClock
from kalenner.database import SESSIONS, SessionFactory
from kalenner.delivery import Message, Priority, channels_of, enqueue
from kalenner.delivery.models import Outbox
from kalenner.people import AccountService
from kalenner.plugins import LoadedPlugin
from kalenner.testing import fake_plugin
from kalenner.units import run_unit
from tests import servers
from tests.applications import Applications, place
from tests.conftest import MakeApp
from tests.core.delivery.scripted_channel import NAME, SCRIPTED, ScriptedChannel, while_sending
from tests.opened import outbox_rows
from tests.templates import migrate

_CALLBACKS: WeakKeyDictionary[SessionFactory, list[Callable[[Session], None]]] = WeakKeyDictionary()


def callbacks_of(sessions: SessionFactory) -> list[Callable[[Session], None]]:
    """Return what is called after each commit, a list to add to.

    Listeners of SQLAlchemy's own may not be added while other threads commit.
    """
    if sessions not in _CALLBACKS:
        callbacks = _CALLBACKS[sessions] = []

        @event.listens_for(sessions, "after_commit")
        def call(session: Session) -> None:
            for callback in callbacks:
                callback(session)

    return _CALLBACKS[sessions]


class OutboxHarness:
    """An outbox, and a sender for it."""

    def __init__(self, app: Router, clock: FixedClock) -> None:
        self.app, self.clock = app, clock
        channel = channels_of(app.registry)[NAME]
        assert isinstance(channel, ScriptedChannel)
        self.channel = channel
        self._on_commit = callbacks_of(SESSIONS.of(app.registry))

    def run(self, work: Callable[[Request], Any]) -> Any:
        """Run a function as a unit of work."""
        return run_unit(self.app, "command/test", work)

    def enqueue(
        self,
        address: str,
        *texts: str,
        priority: Priority = Priority.ANSWER,
        channel: str = NAME,
        **more: Any,
    ) -> None:
        """Queue messages to an address."""

        def work(request: Request) -> None:
            for text in texts:
                enqueue(request, channel, Message(address, {"text": text}, priority, **more))

        self.run(work)

    def account(self, subject: str) -> int:
        """An account with that address."""

        def work(request: Request) -> int:
            account = request.find_service(AccountService).get_or_make(NAME, subject, "en")
            request.dbsession.flush()
            return int(account.id)

        return int(self.run(work))

    def send(self, work: Callable[[], Awaitable[None]]) -> None:
        """Let the sender run while `work` waits for what it wants to see."""
        with asyncio.Runner() as runner:
            runner.run(while_sending(self.app, self.channel, work))

    def send_until(self, condition: Callable[[], bool]) -> None:
        """Let the sender run until something was tried or accepted."""
        self.send(lambda: self.channel.until(condition))

    def send_until_recorded(self, condition: Callable[[], bool]) -> None:
        """Let the sender run until something stands in the tables."""
        self.send(lambda: self.until_recorded(condition))

    async def until_recorded(self, condition: Callable[[], bool]) -> None:
        """Wait until something stands in the tables; it is looked at after each commit."""
        changed, loop = asyncio.Event(), asyncio.get_running_loop()

        def wake(session: Session) -> None:
            if not session.info.get("readonly"):
                loop.call_soon_threadsafe(changed.set)

        self._on_commit.append(wake)
        try:
            async with asyncio.timeout(20):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            self._on_commit.remove(wake)

    def rows(self, *columns: Any) -> list[Any]:
        """Columns of all rows, the oldest first; payloads are opened."""
        return run_unit(
            self.app, "command/test", lambda request: outbox_rows(request, *columns), only_reads=True
        )

    @property
    def states(self) -> list[str]:
        """The state of each row."""
        return [state for (state,) in self.rows(Outbox.state)]


@pytest.fixture
def make_core(
    applications: Applications, database_url: str, tmp_path: Path, clock: FixedClock
) -> Iterator[MakeApp]:
    """Make the core alone on each database, with the plugins of a test: ``make_core(*plugins, **settings)``."""
    with ExitStack() as lent:

        def make(*plugins: LoadedPlugin, **settings: str) -> Router:
            values = place(tmp_path, database_url) | settings
            return lent.enter_context(applications.lend([fake_plugin(), *plugins], values, clock))

        yield make


@pytest.fixture
def harness(make_core: MakeApp, clock: FixedClock) -> OutboxHarness:
    """An empty outbox."""
    return OutboxHarness(make_core(SCRIPTED), clock)


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A fresh database with every table, for what only PostgreSQL has."""
    url = servers.lend_copy(servers.template("kalenner", migrate))
    yield url
    servers.give_back(url)
