"""Posts updates to the bot's webhook, one at a time; each is retried until the answer is 200."""

import json
import re
import threading
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from kalenner_playground.errors import bad_request
from kalenner_playground.links import is_loopback
from kalenner_playground.store import JsonObject, Store
from kalenner_playground.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_SECRET = re.compile(r"^[A-Za-z0-9_-]{1,256}$")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Refuses redirects, as Telegram does; they could lead off this machine."""

    def redirect_request(self, *_args: Any, **_keywords: Any) -> None:
        return None


class Webhook:
    """The webhook of the bot, if it set one, and the thread that serves it."""

    def __init__(self, store: Store, updates: Updates) -> None:
        self._store = store
        self._updates = updates
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        self._last_error: tuple[int, str] | None = None
        if self.url:
            self._start()

    @property
    def url(self) -> str:
        """The address set, or ""."""
        return str(self._store.setting("webhook", {}).get("url", ""))

    def set(self, url: str, secret: str) -> None:
        """Store the address and start to deliver; "" ends it. Raises `ApiError` for an address elsewhere."""
        if secret and not _SECRET.match(secret):
            raise bad_request("secret token contains unallowed characters")
        if url:
            parts = urlsplit(url)
            if parts.scheme != "http" or not is_loopback(parts.hostname or ""):
                raise bad_request(
                    "bad webhook: the playground delivers to http addresses of this machine only"
                )
        self._last_error = None
        self._store.set_setting("webhook", {"url": url, "secret": secret} if url else None)
        if url:
            self._start()

    def about(self) -> JsonObject:
        """Return the Bot API's `WebhookInfo`."""
        info = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self._updates.count(),
            "allowed_updates": self._store.setting("allowed_updates", []),
        }
        if self._last_error:
            info |= {"last_error_date": self._last_error[0], "last_error_message": self._last_error[1]}
        return info

    def stop(self) -> None:
        """End the thread; a delivery under way is given five seconds."""
        self._stopping.set()
        self._store.wake()
        if self._thread:
            self._thread.join(timeout=5)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._deliver, name="playground-webhook", daemon=True)
            self._thread.start()

    def _deliver(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            self._store.wait_for(
                lambda: self._stopping.is_set() or bool(self.url and self._updates.count()), 60
            )
            target = self._store.setting("webhook") if not self._stopping.is_set() else None
            waiting = self._updates.waiting(1) if target else []
            if not target or not waiting:
                continue
            is_received = self._post(target, waiting[0])
            if self._stopping.is_set():
                return
            if is_received:
                self._updates.confirm(waiting[0]["update_id"] + 1)
                pause = _FIRST_PAUSE
            else:
                self._store.wait_for(self._stopping.is_set, pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _post(self, target: JsonObject, update: JsonObject) -> bool:
        headers = {"Content-Type": "application/json"}
        if target["secret"]:
            headers[SECRET_HEADER] = target["secret"]
        request = urllib.request.Request(  # noqa: S310 - `set` took http addresses of this machine only
            target["url"], data=json.dumps(update).encode(), headers=headers, method="POST"
        )
        try:
            with self._opener.open(request, timeout=30) as response:
                if response.status == 200:
                    return True
                reason = f"Wrong response from the webhook: {response.status}"
        except urllib.error.HTTPError as error:
            error.close()
            reason = f"Wrong response from the webhook: {error.code} {error.reason}"
        except OSError as error:
            reason = f"Connection failed: {error}"
        self._last_error = (int(self._store.now().timestamp()), reason)
        return False
