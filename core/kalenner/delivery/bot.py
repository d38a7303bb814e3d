"""The bot process: receives, dispatches and sends for every channel."""

import asyncio
import logging
import threading
from pathlib import Path

from pyramid.router import Router

from kalenner.database import SESSIONS
from kalenner.delivery.channels import Channel, ChannelRefused, channels_of
from kalenner.delivery.dispatcher import Dispatcher
from kalenner.delivery.leader import Leadership, LeadershipLost
from kalenner.delivery.sender import Sender
from kalenner.delivery.wakeups import WAKE_UPS, PostgresListener
from kalenner.failures import Failures

log = logging.getLogger(__name__)

ELECTION_SECONDS = 1.0
WORKED_SECONDS = 60.0
"""A channel that has run for so long works: what ends it then is a new failure."""
LONGEST_PAUSE_REFUSED = 300.0
"""In seconds; what an operator has to mend is not asked for so often."""


class Bot:
    """Runs in a thread of its own; several processes may each have one."""

    def __init__(self, app: Router, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="bot", daemon=True)
        self._main: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to receive, dispatch and send."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the messages and updates under way, then stop; waits 20 seconds at most."""
        self._loop.call_soon_threadsafe(self._cancel)
        self._thread.join(20)

    def _cancel(self) -> None:
        if self._main is not None:
            self._main.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._main = self._loop.create_task(self._work())
        try:
            self._loop.run_until_complete(self._main)
        except asyncio.CancelledError:
            pass
        except Exception:
            log.exception("the bot stopped")
        finally:
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
            self._loop.close()

    async def _work(self) -> None:
        registry = self._app.registry
        engine = SESSIONS.of(registry).engine
        is_postgresql = engine.dialect.name == "postgresql"
        listener = PostgresListener(engine, WAKE_UPS.of(registry)) if is_postgresql else None
        dispatcher = Dispatcher(self._app, self._loop)
        channels = list(channels_of(registry).values())
        if listener is not None:
            listener.start()
        dispatcher.start()
        try:
            async with asyncio.TaskGroup() as group:  # at the end it waits for each of them
                for channel in channels:
                    group.create_task(self._serve(channel))
        finally:
            await asyncio.to_thread(dispatcher.stop)
            if listener is not None:
                await asyncio.to_thread(listener.stop)

    async def _serve(self, channel: Channel) -> None:
        """Lead a channel whenever no other process does; an error is logged and leads to a new start."""
        leadership = Leadership(SESSIONS.of(self._app.registry).engine, self._folder, channel.name)
        failures = Failures(f"channel {channel.name}")
        try:
            while True:
                pause = ELECTION_SECONDS
                try:
                    await self._lead(channel, leadership, failures)
                except LeadershipLost as error:
                    log.warning("this process leads the channel %s no more: %s", channel.name, error)
                except ChannelRefused as error:
                    pause = failures.note(error, reason=str(error), longest_pause=LONGEST_PAUSE_REFUSED)
                    await asyncio.to_thread(leadership.release)  # another process may fare better
                except Exception as error:  # noqa: BLE001 -- logged by `note`
                    pause = failures.note(error)
                    await asyncio.to_thread(leadership.release)  # another process may fare better
                await asyncio.sleep(pause)
        finally:
            leadership.release()
            await channel.stop()

    async def _lead(self, channel: Channel, leadership: Leadership, failures: Failures) -> None:
        """Wait for the leadership, then receive and send until it is lost or something fails."""
        leadership.stand()
        await channel.start()
        while not await asyncio.to_thread(leadership.hold):  # noqa: ASYNC110 -- a lock of other processes
            await asyncio.sleep(ELECTION_SECONDS)
        log.info("this process leads the channel %s", channel.name)
        tasks = [
            asyncio.create_task(Sender(self._app, channel, leadership).run()),
            asyncio.create_task(channel.listen()),
            asyncio.create_task(self._hold_leadership(leadership)),
        ]
        has_worked = self._loop.call_later(WORKED_SECONDS, failures.clear)
        try:
            done, _pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            has_worked.cancel()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hold_leadership(self, leadership: Leadership) -> None:
        while await asyncio.to_thread(leadership.hold):  # noqa: ASYNC110 -- a lock of other processes
            await asyncio.sleep(ELECTION_SECONDS)
        raise LeadershipLost(leadership.reason_lost)
