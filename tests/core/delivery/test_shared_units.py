"""What shares a unit of work, and what happens when one of several is faulty."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import event

from kalenner.database import SESSIONS
from kalenner.delivery import Priority, Update, channels_of, store
from kalenner.delivery.channels import CHANNELS
from kalenner.delivery.dispatcher import GROUP, Dispatcher
from kalenner.delivery.models import Inbox
from kalenner.delivery.queries import list_next
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.testing import go
from kalenner.testing.channel import NAME as FAKE
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import SCRIPTED


def greet(context: PersonContext, request: Request) -> Screen:
    """Say who the request is for: by the context, and by the request itself."""
    name = context.account.channel_language
    return Screen(f"{name} {request.account.channel_language}", is_card=True)  # type: ignore[arg-type]


def includeme(config: Configurator) -> None:
    """Register the screen."""
    config.add_screen(greet, Route("greeting.hello", "/greeting/hello", {}))
    config.add_command("greeting", press=go("greeting.hello"), label="Hello")


GREETING = LoadedPlugin(Plugin("greeting", "Greeting", __name__, has_texts=False), object())


class Commits:
    """Counts the commits of writing units of work."""

    def __init__(self, app: Any) -> None:
        self.number = 0
        self._sessions = SESSIONS.of(app.registry)

    def __enter__(self) -> Self:
        event.listen(self._sessions, "after_commit", self._count)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self._sessions, "after_commit", self._count)

    def _count(self, session: Any) -> None:
        if not session.info.get("readonly") and not session.in_nested_transaction():
            self.number += 1


def handle_everything(app: Any) -> None:
    """Let a dispatcher run until no update is open."""
    handle_until(app, lambda: not is_open(app))


def handle_until(app: Any, is_enough: Callable[[], bool]) -> None:
    """Let a dispatcher run until something is the case; that is asked after each commit."""

    async def run() -> None:
        dispatcher = Dispatcher(app, asyncio.get_running_loop())
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def look(session: Any) -> None:
            loop.call_soon_threadsafe(done.set)

        event.listen(SESSIONS.of(app.registry), "after_commit", look)
        dispatcher.start()
        try:
            async with asyncio.timeout(30):
                while not await asyncio.to_thread(is_enough):
                    await done.wait()
                    done.clear()
        finally:
            await asyncio.to_thread(dispatcher.stop)
            event.remove(SESSIONS.of(app.registry), "after_commit", look)

    asyncio.run(run())


def is_open(app: Any) -> bool:
    """Tell whether an update is due."""

    def work(request: Request) -> bool:
        return bool(list_next(request, 1))

    return bool(run_unit(app, "command/test", work, only_reads=True))


def arrive(app: Any, *people: str, command: str = "greeting") -> None:
    """Let everybody say hello at once."""
    updates = [
        Update(number, who, {"subject": who, "language": who, "command": command})
        for number, who in enumerate(people, 1)
    ]
    run_unit(app, "command/test", lambda request: store(request, FAKE, updates))


def greetings(app: Any) -> dict[str, str]:
    """What each person was shown."""
    shown = channels_of(app.registry)[FAKE].shown  # type: ignore[attr-defined]
    return {who: str(screens[-1].text) for who, screens in shown.items()}


def test_updates_of_several_people_share_a_commit_where_there_is_one_writer(make_core: MakeApp) -> None:
    app = make_core(SCRIPTED, GREETING)
    arrive(app, *(f"p{number}" for number in range(GROUP)))

    with Commits(app) as commits:
        handle_everything(app)

    is_sqlite = SESSIONS.of(app.registry).engine.dialect.name == "sqlite"
    assert commits.number == (1 if is_sqlite else GROUP)
    assert greetings(app) == {f"p{number}": f"p{number} p{number}" for number in range(GROUP)}


def test_update_that_fails_is_handled_alone_and_stops_nobody_else(make_core: MakeApp) -> None:
    app = make_core(SCRIPTED, GREETING)
    arrive(app, "ada", "olga")
    bad = Update(3, "bob", {"subject": "bob", "no": "such thing"})
    run_unit(app, "command/test", lambda request: store(request, FAKE, [bad]))

    handle_everything(app)

    assert greetings(app) == {"ada": "ada ada", "olga": "olga olga"}
    columns = run_unit(
        app,
        "command/test",
        lambda request: [(row.state, row.tries) for row in request.dbsession.query(Inbox).order_by(Inbox.id)],
        only_reads=True,
    )
    assert columns == [("done", 0), ("done", 0), ("open", 1)]


def test_update_of_a_channel_that_is_gone_stops_nobody_else(make_core: MakeApp) -> None:
    app = make_core(SCRIPTED, GREETING)
    gone = Update(1, "eve", {"subject": "eve"})
    run_unit(app, "command/test", lambda request: store(request, "gone", [gone]))
    arrive(app, "ada", "olga")

    handle_everything(app)

    assert greetings(app) == {"ada": "ada ada", "olga": "olga olga"}


def test_messages_that_are_sent_together_share_a_commit(harness: OutboxHarness) -> None:
    together = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if len(harness.channel.tried) == 8:
            together.set()
        await together.wait()

    harness.channel.script = script
    for number in range(8):
        harness.enqueue(f"person {number}", "a")

    with Commits(harness.app) as commits:
        harness.send_until_recorded(lambda: set(harness.states) == {"sent"})

    assert commits.number < 8


def test_outcome_that_cannot_be_recorded_holds_up_no_other(
    harness: OutboxHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if len(harness.channel.tried) == 2:
            together.set()
        await together.wait()

    receipts = harness.channel.sent

    def sent(dbsession: Any, address: str, payload: Any, receipt: Any) -> None:
        if address == "bob":
            raise OSError("made to fail")
        receipts(dbsession, address, payload, receipt)

    harness.channel.script = script
    monkeypatch.setattr(harness.channel, "sent", sent)
    harness.enqueue("bob", "b", priority=Priority.ANSWER)
    harness.enqueue("ada", "a")

    harness.send_until_recorded(lambda: harness.states == ["waiting", "sent"])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_sends_much_is_handled_at_the_pace_of_the_channel_and_others_at_once(
    make_core: MakeApp,
) -> None:
    app = make_core(GREETING)
    channel = channels_of(app.registry)[FAKE]
    channel.messages_per_second = 4.0
    crowd = [
        Update(
            number, f"crowd {number}", {"subject": f"crowd {number}", "command": "greeting"}, is_behind=True
        )
        for number in range(1, 41)
    ]
    ada = Update(50, "ada", {"subject": "ada", "language": "en", "command": "greeting"})

    run_unit(
        app,
        "command/test",
        lambda request: store(request, FAKE, [*crowd, ada]),
    )
    handle_until(app, lambda: "ada" in greetings(app))

    assert len(greetings(app)) < len(crowd) / 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_bot_without_any_channel_starts_and_stops(make_core: MakeApp) -> None:
    app = make_core()
    CHANNELS.put(app.registry, {})

    handle_everything(app)

    assert not is_open(app)
