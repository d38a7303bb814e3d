"""Failures in a row: one traceback a kind, few lines at growing distance, one when it works again."""

import logging
import threading

import pytest

from kalenner.failures import Failures


class Watch:
    """A clock for the length of an outage."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def test_reason_for_the_operator_is_said_once_and_asked_again_at_growing_distance(log):
    failures = Failures("channel telegram")
    reason = "telegram.token: Telegram refuses it"

    pauses = [failures.note(OSError(), reason=reason, longest_pause=300) for _ in range(12)]

    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert log.messages == ["channel telegram: telegram.token: Telegram refuses it"]
    assert log.records[0].exc_info is None


def test_each_kind_has_one_traceback_and_then_a_counter(log):
    failures = Failures("looking")

    pauses = [failures.note(error) for error in [OSError("a"), OSError("b"), ValueError("c"), OSError("d")]]

    assert pauses == [1, 2, 4, 8]
    assert [(record.getMessage(), record.exc_info is not None) for record in log.records] == [
        ("looking failed; trying again", True),
        ("looking failed again: builtins.OSError, 2 times in a row", False),
        ("looking failed; trying again", True),
    ]


def test_day_of_failures_once_a_second_is_a_traceback_and_sixteen_lines(log):
    failures = Failures("looking")

    for _ in range(86_400):
        assert failures.note(OSError()) <= 30

    assert len(log.messages) == 17
    assert sum(record.exc_info is not None for record in log.records) == 1
    assert log.messages[-1] == "looking failed again: builtins.OSError, 65536 times in a row"


def test_end_is_said_once_with_how_many_and_how_long(log):
    watch = Watch()
    failures = Failures("looking", clock=watch)
    for error in (OSError(), ValueError(), OSError()):
        failures.note(error)
    watch.seconds = 72.4

    failures.clear()
    failures.clear()

    assert log.messages[-1] == "looking works again after 3 failures in 72 s"
    assert failures.note(OSError()) == 1
    assert log.messages[-1] == "looking failed; trying again"


def test_what_works_says_nothing(log):
    Failures("looking").clear()

    assert log.messages == []


def test_failures_of_many_threads_are_all_counted(log):
    failures = Failures("handling")
    threads = [
        threading.Thread(target=lambda: [failures.note(OSError()) for _ in range(250)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    failures.clear()

    assert log.messages[-1].startswith("handling works again after 1000 failures")
    assert len(log.messages) == 11
