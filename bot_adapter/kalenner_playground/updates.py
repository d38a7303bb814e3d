"""The updates that the bot has not received yet, by long polling or by webhook."""

import json
from typing import Any

from kalenner_playground.errors import bad_request, conflict
from kalenner_playground.store import JsonObject, Store

FIRST_ID = 500_000_001
AT_MOST = 100
SECONDS_AT_MOST = 50
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """The queue of updates; what the bot has confirmed is gone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._poll = 0

    def add(self, kind: str, content: JsonObject) -> None:
        """Queue an update, unless the bot asked not to get this kind."""
        wanted = self._store.setting("allowed_updates", [])
        if kind not in wanted if wanted else kind in NOT_BY_DEFAULT:
            return
        with self._store.transaction():
            number = self._store.count_up("update", FIRST_ID)
            body = json.dumps({"update_id": number, kind: content})
            self._store.write("insert into pending_update values (?, ?)", number, body)

    def waiting(self, limit: int = AT_MOST) -> list[JsonObject]:
        """Return the oldest unconfirmed updates."""
        rows = self._store.rows("select body from pending_update order by id limit ?", limit)
        return [json.loads(row[0]) for row in rows]

    def count(self) -> int:
        """Return how many updates wait."""
        row = self._store.row("select count(*) from pending_update")
        return int(row[0]) if row else 0

    def confirm(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative one keeps so many of the newest."""
        with self._store.transaction():
            if offset < 0:
                row = self._store.row(
                    "select id from pending_update order by id desc limit 1 offset ?", -offset - 1
                )
                offset = row[0] if row else 0
            self._store.write("delete from pending_update where id < ?", offset)

    def allow(self, kinds: Any) -> None:
        """Remember which kinds of updates the bot wants; None changes nothing, [] means the default."""
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed updates JSON object")
        if kinds != self._store.setting("allowed_updates", []):
            self._store.set_setting("allowed_updates", kinds)

    def poll(self, *, offset: int | None, limit: int, timeout: float) -> list[JsonObject]:
        """Return updates, waiting up to `timeout` seconds for the first; raises `ApiError` 409.

        A webhook excludes polling, and a newer poll ends an older one, as at Telegram.
        """
        with self._store.locked():
            if self._store.setting("webhook"):
                raise conflict(
                    "can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first"
                )
            self._poll += 1
            poll = self._poll
            if offset:
                self.confirm(offset)
            else:
                self._store.wake()

        def is_over() -> bool:
            return self._store.closed or self._poll != poll or self.count() > 0

        self._store.wait_for(is_over, min(timeout, SECONDS_AT_MOST))
        with self._store.locked():
            if self._store.closed:
                return []
            if self._poll != poll:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
            return self.waiting(max(1, min(limit, AT_MOST)))
