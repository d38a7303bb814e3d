"""Reads one request, and refuses it as soon as its header says that it is too large."""

import time
from collections.abc import Callable

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from kalenner.limits import Refusals
from kalenner.server.limits import LARGE_BODY, LARGE_HEADER, MALFORMED, Limits
from kalenner.server.streams import StreamedBody


class LimitedParser(HTTPRequestParser):
    """A request that is being received; waitress itself would take a body of 1 GB for any path.

    `began` and `body_began` are when the first byte arrived and when the header was whole, on the monotonic
    clock; `body_began` is None before that, and where there is no body. A request with a `stream` is complete
    with its header: its body is read while it arrives, and `wake` is called when there is room for more.
    """

    def __init__(
        self, adj: Adjustments, *, limits: Limits, refusals: Refusals, wake: Callable[[], object]
    ) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.body_began: float | None = None
        self._limits = limits
        self._refusals = refusals
        self._most = 0
        self._wake = wake
        self.stream: StreamedBody | None = None

    def received(self, data: bytes) -> int:
        """Take bytes of the connection; return how many belong to this request."""
        if self.stream is not None:  # waitress has asked for the body ("100 Continue") and waits for it whole
            self.completed = True
            return 0
        is_header_due = not self.headers_finished
        try:
            consumed: int = super().received(data)
        except ValueError:  # a Content-Length of thousands of digits
            self.error, consumed = BadRequest("Content-Length is invalid"), len(data)
        if self.error is None and self.headers_finished and not self.empty:
            self._measure(is_header_due=is_header_due)
        if self.error is None:
            return consumed
        self._refusals.count(_kind_of(self.error))
        self.completed = True
        self.expect_continue = False  # else the body is asked for, and the error forgotten
        return len(data)  # what follows is the rest of what was refused, and no request

    def _measure(self, *, is_header_due: bool) -> None:
        if is_header_due:
            self._most = self._limits.body_bytes_at(self.path, self._header)
            self.body_began = None if self.body_rcv is None else time.monotonic()
        # The second is known of chunks alone, and counts what is around them.
        if self.content_length > self._most or self.body_bytes_received > self._most:
            self.error = RequestEntityTooLarge(f"expected {self._most} bytes at most")
        elif is_header_due and self.body_rcv is not None and self.path.startswith(self._limits.streamed):
            self._stream()

    def _stream(self) -> None:
        """Let the body be read while it arrives; the connection is closed after the answer."""
        if self.chunked:
            self.error = BadRequest("Content-Length is missing")
            return
        step = self._limits.body_bytes
        self.body_rcv = self.stream = StreamedBody(self.content_length, step=step, wake=self._wake)
        self.headers["CONNECTION"] = "close"
        self.body_began = None
        self.completed = True

    def _header(self, name: str) -> str:
        return str(self.headers.get(name.upper().replace("-", "_"), ""))


def _kind_of(error: object) -> str:
    if isinstance(error, RequestEntityTooLarge):
        return LARGE_BODY
    return LARGE_HEADER if isinstance(error, RequestHeaderFieldsTooLarge) else MALFORMED
