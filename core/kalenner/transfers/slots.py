"""How many files are sent and received at a time."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

from pyramid.config import Configurator

from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS, WebSettings

_EACH = 4
"""How many files, or parts of one, a person sends and gets at a time."""


class Slots:
    """So many threads of the server may send and receive files, and so many of these for one person.

    A slow client holds a thread for as long as it takes; the others are for everybody else.
    """

    def __init__(self, count: int, *, each: int) -> None:
        self._count, self._each = count, each
        self._taken: Counter[int] = Counter()
        self._lock = threading.Lock()

    def take(self, account_id: int) -> Callable[[], None] | None:
        """Return what gives the slot back, to be called once; None where none is free."""
        with self._lock:
            if self._taken.total() >= self._count or self._taken[account_id] >= self._each:
                return None
            self._taken[account_id] += 1
        return partial(self._give_back, account_id)

    def _give_back(self, account_id: int) -> None:
        with self._lock:
            self._taken[account_id] -= 1
            if not self._taken[account_id]:
                del self._taken[account_id]


def make_slots(config: Configurator) -> Slots:
    """Return as many slots as half of the threads of the server."""
    return Slots(SETTINGS.of(config.registry).of(WebSettings).threads // 2, each=_EACH)


SLOTS: RegistryKey[Slots] = RegistryKey("kalenner.transfer_slots")
