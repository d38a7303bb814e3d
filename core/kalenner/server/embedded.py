"""The embedded web server: waitress, with limits."""

import logging
import socket
import threading
from collections.abc import Callable
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from kalenner.limits import Refusals
from kalenner.server.connections import LimitedServer
from kalenner.server.limits import Limits

_NO_LIMIT = 2**62
"""For what :mod:`kalenner.server.parser` measures itself."""
_WAITING_BYTES = 512 * 1024
"""How much of an answer in parts may wait for its client; the thread that sends it waits then too."""


class EmbeddedServer:
    """Serves an application until it is stopped. Raises OSError where the address is not free, or none.

    Port 0 chooses a free one, which `port` says. `refusals` counts what was refused.
    """

    def __init__(
        self,
        app: Callable[..., Any],
        *,
        host: str,
        port: int,
        threads: int,
        limits: Limits,
        refusals: Refusals | None = None,
    ) -> None:
        self.refusals = refusals or Refusals()
        # Else strangers fill the log: a line for each request that finds every thread busy.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        logging.getLogger("waitress").setLevel(logging.WARNING)  # lines with paths, which may hold tokens
        socket.getaddrinfo(host, port)  # else waitress raises ValueError for a name that is none
        adjustments = Adjustments(
            host=host,
            port=port,
            threads=threads,
            ident="kalenner",
            max_request_header_size=limits.header_bytes,
            max_request_body_size=_NO_LIMIT,
            # The playground refuses what was forwarded, so it must see that. Nothing believes these headers.
            clear_untrusted_proxy_headers=False,
            log_socket_errors=False,  # strangers cause them
            # What is sent in parts waits in memory: beyond `outbuf_overflow` it would lie in a plain file.
            outbuf_high_watermark=_WAITING_BYTES,
            outbuf_overflow=2 * _WAITING_BYTES,
            asyncore_use_poll=True,  # select knows no file above 1,023
        )
        self._connections: dict[int, Any] = {}
        self._threads = ThreadedTaskDispatcher()
        self._stopping = threading.Event()
        common = {"dispatcher": self._threads, "adj": adjustments}
        try:
            servers = [
                LimitedServer(app, self._connections, limits, self.refusals, sockinfo=address, **common)
                for address in adjustments.listen
            ]
        except OSError:
            wasyncore.close_all(self._connections, ignore_all=True)
            raise
        self.port = int(servers[0].effective_port)
        self._wake = servers[0].pull_trigger
        self._threads.set_thread_count(threads)

    def run(self) -> None:
        """Serve until :meth:`stop`."""
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1, use_poll=True, map=self._connections, count=1)
        wasyncore.loop(timeout=0, use_poll=True, map=self._connections, count=2)  # the last answers
        wasyncore.close_all(self._connections, ignore_all=True)

    def stop(self) -> None:
        """Finish the requests in progress, for two seconds at most, and let :meth:`run` return."""
        self._threads.shutdown(timeout=2)
        self._stopping.set()
        self._wake()
