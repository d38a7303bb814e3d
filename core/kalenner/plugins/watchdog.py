"""Names slow implementations of hooks while they still run; nothing can stop them."""

import itertools
import logging
import os
import threading
from dataclasses import dataclass
from time import monotonic

log = logging.getLogger(__name__)

UNHURRIED = frozenset({"platform_sample_filled"})
"""Hooks that may take long: they draw pictures and publish pages before the first person comes."""


@dataclass
class _Running:
    plugin: str
    hook: str
    began: float
    is_reported: bool = False


class Watchdog:
    """Looks at running implementations from a thread of its own, and logs those that take too long.

    `limit` is in seconds. The thread starts with the first call, and sleeps while nothing runs.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._numbers = itertools.count()
        self._running: dict[int, _Running] = {}
        self._has_work = threading.Event()
        self._process = 0
        """The process in which the thread runs."""
        self._lock = threading.Lock()

    def begin(self, plugin: str, hook: str) -> int:
        """Watch what runs from now on, until :meth:`end` is called with the number that is returned."""
        number = next(self._numbers)
        self._running[number] = _Running(plugin, hook, monotonic())
        if not self._has_work.is_set():
            self._has_work.set()
        if self._process != os.getpid():  # threads do not live on in a copy of the process
            self._start()
        return number

    def end(self, number: int) -> None:
        """Watch it no longer; say how long it took if it was named."""
        call = self._running.pop(number)
        if call.is_reported:
            log.warning(
                "plugin %s took %.1f s in the hook %s", call.plugin, monotonic() - call.began, call.hook
            )

    def _start(self) -> None:
        with self._lock:
            if self._process != os.getpid():
                threading.Thread(target=self._look, name="hook-watchdog", daemon=True).start()
                self._process = os.getpid()

    def _look(self) -> None:
        pause = threading.Event()
        while True:
            self._has_work.wait()
            pause.wait(self._limit / 4)
            now = monotonic()
            calls = list(self._running.values())
            for call in calls:
                if call.hook in UNHURRIED:
                    continue
                if not call.is_reported and now - call.began > self._limit:
                    call.is_reported = True
                    log.warning(
                        "plugin %s runs in the hook %s for more than %g s, and somebody waits",
                        call.plugin,
                        call.hook,
                        self._limit,
                    )
            if not calls:
                self._has_work.clear()
                if self._running:  # one began between the look and the clearing
                    self._has_work.set()
