"""The watchdog by itself: what runs too long is named while it runs, once, and again when it ends."""

import logging
import os
import threading
from collections.abc import Iterator
from time import monotonic

import pytest

from kalenner.plugins.watchdog import Watchdog

LIMIT = 0.02
LONG = 10
"""Seconds that the watchdog has at most, on a busy machine."""


class Log(logging.Handler):
    """Keeps what the watchdog says; a test can wait for a number of messages."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []
        self._has_more = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        with self._has_more:
            self.messages.append(record.getMessage())
            self._has_more.notify_all()

    def wait_for(self, number: int) -> list[str]:
        with self._has_more:
            assert self._has_more.wait_for(lambda: len(self.messages) >= number, LONG), self.messages
            return list(self.messages)


@pytest.fixture
def log() -> Iterator[Log]:
    log, logger = Log(), logging.getLogger("kalenner.plugins.watchdog")
    logger.addHandler(log)
    yield log
    logger.removeHandler(log)


def too_long(plugin: str, hook: str = "platform_menu_lines") -> str:
    return f"plugin {plugin} runs in the hook {hook} for more than 0.02 s, and somebody waits"


def test_what_runs_too_long_is_named_while_it_runs(log: Log):
    Watchdog(LIMIT).begin("slow", "platform_menu_lines")

    assert log.wait_for(1) == [too_long("slow")]


def test_nothing_is_named_before_it_has_taken_too_long(log: Log):
    began = monotonic()
    Watchdog(LIMIT).begin("slow", "platform_menu_lines")

    log.wait_for(1)

    assert monotonic() - began > LIMIT


def test_what_was_named_is_named_again_with_its_time_when_it_ends(log: Log):
    watchdog = Watchdog(LIMIT)
    number = watchdog.begin("slow", "platform_menu_lines")
    log.wait_for(1)

    watchdog.end(number)

    said = log.wait_for(2)[1]
    assert said.startswith("plugin slow took ")
    assert said.endswith(" s in the hook platform_menu_lines")
    assert 0 <= float(said.split()[3]) < LONG


def test_it_is_named_once_however_long_it_runs(log: Log):
    watchdog = Watchdog(LIMIT)
    watchdog.begin("slow", "platform_menu_lines")
    log.wait_for(1)

    # By the time that another one is named, the first would have been named again.
    watchdog.begin("other", "platform_menu_entries")

    assert log.wait_for(2) == [too_long("slow"), too_long("other", "platform_menu_entries")]


def test_all_that_run_too_long_at_a_time_are_named(log: Log):
    watchdog = Watchdog(LIMIT)
    numbers = [watchdog.begin(name, "platform_menu_lines") for name in ("one", "two")]

    assert sorted(log.wait_for(2)) == [too_long("one"), too_long("two")]
    assert len(set(numbers)) == 2


def test_what_ends_in_time_is_not_named(log: Log):
    watchdog = Watchdog(LIMIT)
    watchdog.end(watchdog.begin("quick", "platform_menu_lines"))

    watchdog.begin("slow", "platform_menu_lines")

    assert log.wait_for(1) == [too_long("slow")]


def test_what_has_run_for_less_than_the_limit_is_not_named(log: Log):
    patient = Watchdog(LONG)
    patient.begin("patient", "platform_menu_lines")
    Watchdog(LIMIT).begin("slow", "platform_menu_lines")

    assert log.wait_for(1) == [too_long("slow")]


def test_it_watches_again_after_a_time_in_which_nothing_ran(log: Log):
    watchdog = Watchdog(LIMIT)
    number = watchdog.begin("first", "platform_menu_lines")
    log.wait_for(1)
    watchdog.end(number)

    watchdog.begin("second", "platform_menu_lines")

    assert log.wait_for(3)[2] == too_long("second")


def test_one_thread_watches_everything_and_keeps_no_process_alive(log: Log):
    others = set(threading.enumerate())
    watchdog = Watchdog(LIMIT)
    for _ in range(3):
        watchdog.end(watchdog.begin("quick", "platform_menu_lines"))

    (thread,) = set(threading.enumerate()) - others
    assert (thread.name, thread.daemon) == ("hook-watchdog", True)


def test_a_process_that_was_forked_watches_by_a_thread_of_its_own(log: Log):
    watchdog = Watchdog(LIMIT)
    watchdog.end(watchdog.begin("quick", "platform_menu_lines"))

    child = os.fork()
    if not child:
        try:
            watchdog.begin("slow", "platform_menu_lines")
            os._exit(log.wait_for(1) != [too_long("slow")])
        finally:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
