"""Downloads by the bot, which can be held back, as by a slow file server."""

from kalenner_playground.store import Store

SECONDS_AT_MOST = 60.0


class Downloads:
    """Lets downloads pass, or holds them back until they are let go."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_held = False
        self._waiting = 0

    def hold(self) -> None:
        """Hold back every download from now on."""
        with self._store.locked():
            self._is_held = True

    def let_go(self) -> None:
        """Let those that wait, and all others, pass."""
        with self._store.locked():
            self._is_held = False
            self._store.wake()

    def count(self) -> int:
        """Return how many downloads wait."""
        with self._store.locked():
            return self._waiting

    def wait(self) -> None:
        """Wait until this download may pass, a minute at most."""
        with self._store.locked():
            self._waiting += 1
            self._store.wake()
        self._store.wait_for(lambda: not self._is_held or self._store.closed, SECONDS_AT_MOST)
        with self._store.locked():
            self._waiting -= 1
