"""A child process for each trial: nothing that a mutant does outlives it."""

import ctypes
import json
import os
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

PR_SET_PDEATHSIG = 1
MEMORY = 3 * 2**30
"""Bytes that a mutant may take before it is refused more: some of them never stop."""


class Fork:
    """A child process that runs something, and writes one JSON value to its parent."""

    def __init__(self, run: Callable[[Callable[[object], None]], int]) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(writing)
            return
        code = 3
        try:
            os.setsid()
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # where there is Linux: no orphans
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            os.close(self._reading)
            silence = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(silence, number)
            with os.fdopen(writing, "w") as pipe:
                code = run(lambda value: print(json.dumps(value), file=pipe, flush=True))
        finally:
            os._exit(code)

    def result(self, limit: float) -> tuple[int | None, Any]:
        """Wait at most `limit` seconds; return the exit code, None when it took longer, and what it wrote."""
        timer = threading.Timer(limit, os.killpg, (self.pid, signal.SIGKILL))
        timer.daemon = True
        timer.start()
        with os.fdopen(self._reading) as pipe:
            text = pipe.readline()
        _pid, status = os.waitpid(self.pid, 0)
        timer.cancel()
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # what a test started and left behind
        code = None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)
        return code, json.loads(text) if text else None
