"""Connections that are cut when they take too long, and that make room for new ones when they are too many.

The whole header and the whole body have deadlines: a client that sends a byte a second is never silent.
Beyond ``web.connection_limit`` the connection that has waited longest for its request is closed for each new
one, so that a request that is sent at once is answered, whoever holds the others. Addresses of peers do not
count, because behind a proxy all have one.
"""

import errno
import heapq
import math
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from kalenner.limits import Refusals
from kalenner.server.limits import LATE_BODY, LATE_HEADER, NO_FILE_FREE, PUSHED_OUT, Limits
from kalenner.server.parser import LimitedParser
from kalenner.server.streams import BodyRest, StreamedBody

IDLE = ""
"""The kind of an end that is no refusal: an answered connection that asked for nothing more."""

_LOOK_SECONDS = 1.0
_LEAVING_SECONDS = 1.0
_AT_ONCE = 64
_NO_FILE = (errno.EMFILE, errno.ENFILE)
_TIMEOUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class LimitedChannel(HTTPChannel):
    """One connection. `waiting_since` is when it was opened or last answered; infinite during an answer."""

    def __init__(self, server: "LimitedServer", sock: socket.socket, *arguments: Any, **more: Any) -> None:
        self.waiting_since = time.monotonic()
        self._was_answered = False
        self._limits = server.limits
        self.parser_class = self._next_parser
        super().__init__(server, sock, *arguments, **more)

    def _next_parser(self, adj: Adjustments) -> LimitedParser | BodyRest:
        """Return what takes the bytes that come next."""
        if self._stream is not None:
            return BodyRest(self._stream)
        server = self.server
        return LimitedParser(adj, limits=server.limits, refusals=server.refusals, wake=server.pull_trigger)

    @property
    def _stream(self) -> StreamedBody | None:
        """The body that is being read and is not yet whole."""
        request = next(iter(self.requests), None)
        stream: StreamedBody | None = getattr(request, "stream", None)
        return None if stream is None or stream.is_complete else stream

    def readable(self) -> bool:
        """Tell whether to wait for what the client sends."""
        stream = self._stream
        if stream is None:
            return bool(super().readable())
        return stream.has_room and not self.will_close and not self.close_when_flushed

    def handle_close(self) -> None:
        """Close, and end the body that is being read."""
        stream = self._stream
        super().handle_close()
        if stream is not None:
            stream.break_off()

    def service(self) -> None:
        """Answer a request, in a thread."""
        self.waiting_since = math.inf
        try:
            super().service()
        finally:
            self._was_answered = True
            self.waiting_since = time.monotonic()

    @property
    def is_waiting(self) -> bool:
        """Whether the client is to send something, or to read the rest of an answer."""
        return not self.requests and self.waiting_since < math.inf

    @property
    def gives_way(self) -> bool:
        """Whether it may be closed for a new connection; not before its answer has had a second to leave."""
        if not self.is_waiting:
            return False
        is_leaving = self.total_outbufs_len or self.close_when_flushed or self.will_close
        return not is_leaving or time.monotonic() - self.waiting_since > _LEAVING_SECONDS

    @property
    def is_heard_next(self) -> bool:
        """Whether something has arrived, or the end, that was only not read yet."""
        if not self.readable():
            return False
        try:
            self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError:
            return False
        return True

    def overdue(self, now: float) -> str | None:
        """Return what the client has not done in time, by the monotonic clock; None where nothing is late."""
        if self.total_outbufs_len:  # a slow line reads on; silence alone is late, and may hold a thread
            return IDLE if time.time() - self.last_activity > self._limits.idle_seconds else None
        stream = self._stream
        if stream is not None:
            return LATE_BODY if stream.is_late(now, self._limits.body_seconds) else None
        if not self.is_waiting:
            return None
        since, seconds, kind = self._deadline()
        return kind if now - max(since, self.waiting_since) > seconds else None

    def _deadline(self) -> tuple[float, float, str]:
        request: LimitedParser | BodyRest | None = self.request
        if request is not None and request.body_began is not None:
            return request.body_began, self._limits.body_seconds, LATE_BODY
        if not self._was_answered:
            return self.waiting_since, self._limits.header_seconds, LATE_HEADER
        if isinstance(request, LimitedParser):
            return request.began, self._limits.header_seconds, LATE_HEADER
        return self.waiting_since, self._limits.idle_seconds, IDLE

    def cut(self) -> None:
        """Close at once, even where the client does not read; say why to one that had begun a request."""
        if self.request is not None:
            if not self.total_outbufs_len:  # else it would be read as a part of the answer before
                with suppress(OSError):
                    self.socket.send(_TIMEOUT)
            self.request.close()
        self.handle_close()


class LimitedServer(TcpWSGIServer):
    """Listens at one address; several of them share the connections of one map, and their limit."""

    channel_class = LimitedChannel

    def __init__(
        self,
        app: Callable[..., Any],
        connections: dict[int, Any],
        limits: Limits,
        refusals: Refusals,
        **more: Any,
    ) -> None:
        self.limits = limits
        self.refusals = refusals
        self._next_look = 0.0
        self._accepts_from = 0.0
        self._room_wanted = 1
        super().__init__(app, connections, **more)

    def channels(self) -> list[LimitedChannel]:
        """Return the connections."""
        return [channel for channel in self._map.values() if isinstance(channel, LimitedChannel)]

    def readable(self) -> bool:
        """Tell whether to wait for new connections; called before each wait, a second apart at most."""
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _LOOK_SECONDS
            self._cut_overdue(now)
            self.refusals.report()
        if now < self._accepts_from:
            return False
        channels = self.channels()
        return len(channels) < self.limits.connections or any(channel.gives_way for channel in channels)

    def handle_accept(self) -> None:
        """Take new connections, or make room for them, which the next call takes.

        Never both: the number of a file that was closed could be given to a new connection, which would then
        get what the wait has still to say of the old one.
        """
        room = min(self.limits.connections - len(self.channels()), _AT_ONCE)
        if room <= 0:
            self._push_out(self._room_wanted, PUSHED_OUT)
            self._room_wanted = min(2 * self._room_wanted, _AT_ONCE)
            return
        for _ in range(room):
            before = len(self._map)
            super().handle_accept()
            if len(self._map) == before:
                self._room_wanted = 1
                return

    def accept(self) -> tuple[socket.socket, Any] | None:
        """Take one connection; None where there is none, or no file left to open for it."""
        try:
            taken: tuple[socket.socket, Any] | None = super().accept()
        except OSError as error:
            if error.errno not in _NO_FILE:
                raise
            self._accepts_from = time.monotonic() + _LOOK_SECONDS
            self._push_out(1, NO_FILE_FREE)
            return None
        return taken

    def _cut_overdue(self, now: float) -> None:
        for channel in self.channels():
            kind = channel.overdue(now)
            if kind is None:
                continue
            if kind != IDLE:
                self.refusals.count(kind)
            channel.cut()

    def _push_out(self, count: int, kind: str) -> None:
        waiting = [channel for channel in self.channels() if channel.gives_way]
        oldest = heapq.nsmallest(_AT_ONCE, waiting, key=lambda channel: channel.waiting_since)
        for channel in islice((channel for channel in oldest if not channel.is_heard_next), count):
            self.refusals.count(kind)
            channel.cut()
