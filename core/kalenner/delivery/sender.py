"""The sender: takes waiting messages to their channel, in order for each chat, answers to presses first."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from pyramid.router import Router

from kalenner.delivery import outcomes
from kalenner.delivery.acknowledgements import Acknowledgements
from kalenner.delivery.channels import Channel, Refused, TryLater, Unreachable
from kalenner.delivery.due_messages import MOST_BEHIND, MOST_TAKEN, DueMessages, Look
from kalenner.delivery.leader import ALONE, Lead, LeadershipLost
from kalenner.delivery.limits import RateLimit
from kalenner.delivery.looks import look
from kalenner.delivery.outages import Outages
from kalenner.delivery.queries import WaitingMessage
from kalenner.delivery.recorder import Outcome, Recorder
from kalenner.delivery.renderer import NotUnderstood, Obsolete, ReaderUnreachable, Renderer, Rendering
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.failures import Failures
from kalenner.log_context import LogContext, log_context
from kalenner.security import Tampered
from kalenner.settings import SETTINGS, DeliverySettings
from kalenner.units import run_unit

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0
MAX_BACKOFF = 60.0  # seconds; after a network failure a person who presses waits no longer than this
MAX_RENDER_TRIES = 20  # over some eight hours
MAX_RENDER_BACKOFF = 3600.0  # seconds

Renderings = asyncio.Task[dict[int, Rendering]]


class Sender:
    """Sends for one channel; it runs in the leading process only."""

    def __init__(self, app: Router, channel: Channel, lead: Lead = ALONE) -> None:
        self._app = app
        self._channel = channel
        self._lead = lead
        self._limit = RateLimit(channel.messages_per_second)
        self._settings = SETTINGS.of(app.registry).of(DeliverySettings)
        # Pools of their own, because on SQLite recording waits for the one writer: looking and rendering must
        # not wait behind it, and recording must come soon, since what is not recorded is sent again.
        self._look_pool = ThreadPoolExecutor(1, thread_name_prefix="look")
        self._renderer = Renderer(app, channel)
        self._recorder = Recorder(app, channel, lead.confirm)
        self._acknowledgements = Acknowledgements(channel)
        self._wakeup = asyncio.Event()
        self._has_more = False
        self._ended = 0  # how often a place or a lane became free
        self._due = DueMessages(channel)
        self._looking = Failures("looking for messages")
        self._delivering = Outages(f"delivering by {channel.name}")
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._kinds: dict[str, tuple[int, bool]] = {}
        self._uninterruptible: set[str] = set()
        self._paused_until: dict[str, float] = {}
        self._presses_paused_until = 0.0
        self._unknown_screens: set[str] = set()
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Send until cancelled; then finish the messages already handed over, and leave those that wait."""
        wake = partial(self._loop.call_soon_threadsafe, self._wakeup.set)
        wakeups = WAKE_UPS.of(self._app.registry)
        wakeups.subscribe("outbox", wake)
        acknowledging = asyncio.create_task(self._acknowledge_waiting())
        try:
            while True:
                self._wakeup.clear()
                await self._start_due()
                # Not wait_for: on Python 3.11 it may swallow the cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wakeup.wait()
        finally:
            wakeups.unsubscribe("outbox", wake)
            self._recorder.stop()
            acknowledging.cancel()
            await self._finish(acknowledging)

    async def _finish(self, acknowledging: "asyncio.Task[None]") -> None:
        for lane, task in self._tasks.items():
            if lane not in self._uninterruptible:
                task.cancel()
        await asyncio.gather(
            *self._tasks.values(), acknowledging, self._acknowledgements.stop(), return_exceptions=True
        )
        for wait in (self._look_pool.shutdown, self._renderer.close, self._recorder.close):
            await asyncio.to_thread(wait)

    # Looking

    async def _start_due(self) -> None:
        now, ended = self._loop.time(), self._ended
        self._paused_until = {address: until for address, until in self._paused_until.items() if until > now}
        try:
            found = await self._look({*self._tasks, *self._paused_until})
            self._take(found, ended)
            if found.is_delay_over:  # last, since it waits for the writer
                await self._in_look_pool(run_unit, "outbox/due", self._due.delays.end)
                self._wakeup.set()
            self._looking.clear()
        except Exception as error:  # noqa: BLE001 -- logged by `note`
            self._looking.note(error)

    def _take(self, found: Look, ended: int) -> None:
        self._has_more = found.has_more
        if found.has_more and ended != self._ended:  # a lane became free while we looked
            self._wakeup.set()
        to_render = [message for message in found.messages if self._may_start(message)]
        rendering = [message for message in to_render if not message.is_rendered]
        renderings = asyncio.create_task(self._renderer.render(rendering)) if rendering else None
        for message in to_render:
            self._start(message, None if message.is_rendered else renderings)

    async def _look(self, busy: set[str]) -> Look:
        found: Look = await self._in_look_pool(look, "outbox/look", partial(self._due.look, busy=busy))
        return found

    def _may_start(self, message: WaitingMessage) -> bool:
        """Take a place for a message; where there is none it is looked for again."""
        if message.lane in self._tasks:
            return False
        if message.is_press and self._loop.time() < self._presses_paused_until:
            return False
        most = MOST_BEHIND if message.is_behind else MOST_TAKEN
        if sum(kind == message.kind for kind in self._kinds.values()) >= most:
            self._has_more = True
            return False
        self._kinds[message.lane] = message.kind
        return True

    def _start(self, message: WaitingMessage, renderings: Renderings | None) -> None:
        self._tasks[message.lane] = asyncio.create_task(self._deliver(message, renderings))

    async def _acknowledge_waiting(self) -> None:
        failures = Failures("looking for presses that wait")
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                work = self._acknowledgements.find_waiting
                self._acknowledgements.start(await self._in_look_pool(look, "inbox/waiting", work))
                failures.clear()
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                failures.note(error)

    async def _in_look_pool(self, run: Any, name: str, work: Any) -> Any:
        return await self._loop.run_in_executor(self._look_pool, partial(run, self._app, name, work))

    # Sending

    async def _deliver(self, message: WaitingMessage, renderings: Renderings | None) -> None:
        try:
            with log_context(LogContext(f"outbox/{message.id}", message.account_id)):
                rendering: Rendering | None = message.content
                if renderings is not None:
                    rendering = (await asyncio.shield(renderings))[message.id]
                outcome = await self._attempt(message, rendering)
                self._uninterruptible.add(message.lane)
                self._leave(message)  # others are sent while it is recorded; those of its own lane are not
                await self._recorder.record(message.id, outcome)
        except LeadershipLost:
            log.warning("message %s is left to another process, which leads now", message.id)
        finally:
            self._uninterruptible.discard(message.lane)
            del self._tasks[message.lane]
            self._leave(message)

    def _leave(self, message: WaitingMessage) -> None:
        """Give up the place of a message."""
        self._kinds.pop(message.lane, None)
        self._ended += 1
        if self._has_more:
            self._wakeup.set()

    async def _attempt(self, message: WaitingMessage, rendering: Rendering | None) -> Outcome:
        """Send a message; return what is to be recorded."""
        if not isinstance(rendering, dict):
            return self._unrendered(message, rendering)
        try:
            receipt = await self._send(message, rendering)
        except LeadershipLost:
            raise
        except Unreachable:
            return partial(outcomes.mark_unreachable, outbox_id=message.id)
        except Refused as error:
            log.error("message %s was refused: %s", message.id, error)
            return partial(outcomes.mark_refused, outbox_id=message.id, error=_text(error))
        except TryLater as error:
            if error.seconds is None:
                self._delivering.note(error)
            return self._retry(message, error)
        except Exception as error:  # noqa: BLE001 -- logged by `log`
            self._delivering.log(error, f"message {message.id} failed and is tried again")
            return self._retry(message, TryLater(None), _text(error))
        self._delivering.clear()
        if not message.is_press:  # those have no rate limit, and say nothing of the other calls
            self._limit.accept()
        return outcomes.Sent(message.id, message.address, rendering, receipt, message.superseded)

    async def _send(self, message: WaitingMessage, payload: dict[str, Any]) -> dict[str, Any]:
        if not message.is_press:
            await self._limit.acquire(is_bulk=not message.is_rendered)
        elif await self._acknowledgements.is_acknowledged(message.dedupe):
            return {}
        await self._lead.ensure()
        self._uninterruptible.add(message.lane)
        return await self._channel.send(message.address, payload)

    def _retry(self, message: WaitingMessage, error: TryLater, reason: str = "") -> Outcome:
        """Put a message off; what a rate limit names rests: the chat, or all answers to presses."""
        seconds = _backoff(message, MAX_BACKOFF) if error.seconds is None else error.seconds
        if error.is_for_all:
            self._limit.pause(seconds)
        elif error.seconds is not None and message.is_press:
            self._presses_paused_until = self._loop.time() + seconds
        elif error.seconds is not None:
            self._paused_until[message.address] = self._loop.time() + seconds
            self._limit.refuse(message.address)
        return partial(
            outcomes.retry_later,
            outbox_id=message.id,
            seconds=seconds,
            error=reason or _text(error),
            is_whole_chat=error.seconds is not None,
        )

    def _unrendered(self, message: WaitingMessage, reason: Exception | None) -> Outcome:
        """Return what is recorded of a message that could not be rendered."""
        if isinstance(reason, ReaderUnreachable):
            return partial(outcomes.mark_unreachable, outbox_id=message.id)
        if isinstance(reason, Obsolete) or reason is None:
            return partial(outcomes.mark_obsolete, outbox_id=message.id, error=_text(reason))
        if isinstance(reason, Tampered):
            log.error("message %s is not as it was written, and is given up: %s", message.id, reason)
            return partial(outcomes.mark_dead, outbox_id=message.id, error=_text(reason))
        seconds = _backoff(message, MAX_RENDER_BACKOFF)
        if isinstance(reason, NotUnderstood):
            self._name_unknown(str(reason))
            return partial(
                outcomes.wait_for_screen,
                outbox_id=message.id,
                seconds=seconds,
                screen=str(reason),
                days=self._settings.wait_days,
            )
        if message.tries + 1 >= MAX_RENDER_TRIES:
            log.error("message %s cannot be rendered and is given up", message.id, exc_info=reason)
            return partial(outcomes.mark_dead, outbox_id=message.id, error=_text(reason))
        self._delivering.log(reason, f"message {message.id} could not be rendered and is tried again")
        return partial(outcomes.retry_rendering, outbox_id=message.id, seconds=seconds, error=_text(reason))

    def _name_unknown(self, screen: str) -> None:
        if screen not in self._unknown_screens:
            self._unknown_screens.add(screen)
            log.warning(
                "notifications wait for the screen %s: it is not here, or takes other arguments", screen
            )


def _text(error: Exception | None) -> str:
    """Return an error as the row keeps it: the words of a channel, of other code the kind alone.

    What foreign code says may hold what people wrote.
    """
    kind = type(error).__name__
    if not isinstance(error, Refused | TryLater | Obsolete):
        return kind
    return f"{kind}: {error}"[:300].encode("ascii", "backslashreplace").decode().replace("\0", "")


def _backoff(message: WaitingMessage, longest: float) -> float:
    """Return the pause before the next try in seconds: 1, 2, 4, … up to `longest`."""
    return float(min(2.0 ** min(message.tries, 16), longest))
