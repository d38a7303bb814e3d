"""Equal tracebacks are written once in ten minutes; nothing else is left out of a line."""

from typing import Any

import pytest
from structlog.processors import format_exc_info

from kalenner.tracebacks import MOST, SECONDS, Tracebacks


class Watch:
    """A clock to set on."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def fail(message: str) -> None:
    raise OSError(message)


def fail_elsewhere(message: str) -> None:
    raise OSError(message)


def error_of(message: str, where: Any = fail) -> OSError:
    try:
        where(message)
    except OSError as error:
        return error
    raise AssertionError


def test_equal_one_is_named_by_its_time(watch):
    tracebacks = Tracebacks(clock=watch)
    errors = [error_of(message) for message in ("no\n  route", "no route to it")]

    first, second = (
        tracebacks.shorten(None, "error", {"event": "it failed", "exc_info": error}) for error in errors
    )

    assert first == {"event": "it failed", "exc_info": errors[0]}
    written_at = second.pop("traceback")
    assert second == {"event": "it failed", "error": "OSError: no route to it"}
    assert written_at[:6] == "as at "
    assert len(written_at) == len("as at 12:00:00")


def test_other_place_other_kind_and_other_cause_are_written(watch):
    tracebacks = Tracebacks(clock=watch)
    caused = error_of("x")
    caused.__cause__ = error_of("y", fail_elsewhere)

    events = [
        tracebacks.shorten(None, "error", {"exc_info": error})
        for error in (error_of("x"), error_of("x", fail_elsewhere), caused, ValueError("x"))
    ]

    assert ["exc_info" in event for event in events] == [True] * 4


def test_it_is_written_again_after_ten_minutes(watch):
    tracebacks = Tracebacks(clock=watch)
    written = []
    for seconds in (0, SECONDS - 1, SECONDS, SECONDS + 1):
        watch.seconds = seconds
        written.append("exc_info" in tracebacks.shorten(None, "error", {"exc_info": error_of("x")}))

    assert written == [True, False, True, False]


def test_every_way_to_name_the_error_is_understood(watch):
    tracebacks = Tracebacks(clock=watch)
    error = error_of("x")
    ways: list[Any] = [error, (type(error), error, error.__traceback__)]

    assert "exc_info" in tracebacks.shorten(None, "error", {"exc_info": error})
    for way in ways:
        assert "exc_info" not in tracebacks.shorten(None, "error", {"exc_info": way})
    for nothing in (None, False, (None, None, None)):
        assert tracebacks.shorten(None, "error", {"exc_info": nothing}) == {"exc_info": nothing}
    for _ in range(2):
        try:
            fail("y")
        except OSError:
            event = tracebacks.shorten(None, "error", {"exc_info": True})
    assert "exc_info" not in event


def test_what_is_remembered_has_an_end(watch):
    tracebacks = Tracebacks(clock=watch)
    for number in range(2 * MOST):
        kind = type(f"Error{number}", (Exception,), {})
        assert "exception" in format_exc_info(
            None, "error", dict(tracebacks.shorten(None, "error", {"exc_info": kind("x")}))
        )

    assert len(tracebacks._seen) <= MOST
