"""Previews kept in memory: made once, forgotten when there is no room, and never made twice at once."""

import random
import threading

import pytest

from kalenner.storage.media_types import HTML
from kalenner.web.representations import FOR_A_WHILE, Representation
from kalenner_design_templates.web.cache import PreviewCache

PAGE = random.Random(1).randbytes(1000)
"""Bytes that compression makes no smaller."""


def page(body: bytes = PAGE) -> Representation:
    """Return what is kept of a page."""
    return Representation(body, HTML, cache_control=FOR_A_WHILE)


def test_a_page_is_made_once() -> None:
    cache, made = PreviewCache(), []

    def make() -> Representation:
        made.append(1)
        return page()

    assert [cache.get("calm", make).body for _ in range(3)] == [PAGE] * 3
    assert made == [1]


def test_what_was_asked_for_least_recently_goes_first() -> None:
    cache = PreviewCache(most=3 * 1050)
    for name in ("calm", "barber", "studio"):
        cache.get(name, page)
    cache.get("calm", lambda: pytest.fail("it is kept"))

    cache.get("tutor", page)

    assert len(cache) == 3
    assert cache.get("calm", lambda: page(b"again")).body == PAGE
    assert cache.get("barber", lambda: page(b"again")).body == b"again"


def test_a_page_larger_than_the_room_is_not_kept() -> None:
    cache = PreviewCache(most=100)

    assert cache.get("calm", page).body == PAGE
    assert len(cache) == 0


def test_what_fails_is_tried_again() -> None:
    cache = PreviewCache()

    def fail() -> Representation:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        cache.get("calm", fail)
    assert cache.get("calm", page).body == PAGE


def test_who_asks_at_the_same_time_waits_for_the_one_page() -> None:
    cache, made, started, go_on = PreviewCache(), [], threading.Event(), threading.Event()

    def make() -> Representation:
        made.append(1)
        started.set()
        assert go_on.wait(10)
        return page()

    threads = [threading.Thread(target=cache.get, args=("calm", make)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert started.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)

    assert made == [1]
