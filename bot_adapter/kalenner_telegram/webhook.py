"""The webhook: stores an update or sets it aside, then acknowledges it."""

import hmac
import re
from collections.abc import Sequence
from http import HTTPStatus

from pyramid.config import Configurator
from pyramid.registry import Registry

from kalenner.delivery import channels_of
from kalenner.delivery.group_commit import GroupCommit
from kalenner.failures import Failures
from kalenner.log_context import LogContext, log_context
from kalenner.server import BODY_LIMITS
from kalenner.settings import SETTINGS
from kalenner.web.memory import RECEIVERS, Environ
from kalenner_telegram.channel import TelegramChannel
from kalenner_telegram.inlet import NAME, Inlet
from kalenner_telegram.raw_updates import RawUpdate, read_raw
from kalenner_telegram.settings import TelegramSettings

PATH = "/-/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024
_HEADER_IN_ENVIRON = "HTTP_" + HEADER.upper().replace("-", "_")


class Webhook:
    """Takes deliveries; those that arrive while others are stored share their transaction.

    What is not to be stored waits for none: who sends too much then costs little, and is soon through
    Telegram's queue, in which everybody's updates stand behind one another.
    """

    def __init__(self, registry: Registry, secret: str) -> None:
        self._registry = registry
        self._secret = secret
        self._deliveries: GroupCommit[RawUpdate] = GroupCommit(self._store)
        self._failures = Failures("storing deliveries of the webhook", then="they come again")

    def deliver(self, environ: Environ) -> HTTPStatus:
        """Store one update; the answer is 200 only after the commit."""
        if environ["REQUEST_METHOD"] != "POST":
            return HTTPStatus.NOT_FOUND
        if not self._is_secret(environ.get(_HEADER_IN_ENVIRON, "")):
            return HTTPStatus.FORBIDDEN
        length = environ.get("CONTENT_LENGTH") or ""
        if not (re.fullmatch("[0-9]{1,7}", length) and 0 < int(length) <= MOST_BYTES):
            return HTTPStatus.BAD_REQUEST
        body = environ["wsgi.input"].read(int(length))
        if len(body) < int(length):  # the connection ended midway; it comes again
            return HTTPStatus.BAD_REQUEST
        # Anything but 200 brings the same body again and again, so what nobody can read is taken as well.
        with log_context(LogContext("web/telegram.webhook")):
            try:
                self._take(read_raw(body))
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                self._failures.note(error)
                return HTTPStatus.SERVICE_UNAVAILABLE
        self._failures.clear()
        return HTTPStatus.OK

    def _take(self, update: RawUpdate) -> None:
        if self._open_inlet().is_relevant(update):
            self._deliveries.hand_over(update)

    def _store(self, updates: Sequence[RawUpdate]) -> None:
        self._open_inlet().write(updates)

    def _open_inlet(self) -> Inlet:
        channel = channels_of(self._registry)[NAME]
        assert isinstance(channel, TelegramChannel)  # noqa: S101 -- of that name
        return channel.open_inlet()

    def body_limit(self, token: str) -> int | None:
        """Return how large a body may be for whoever sends this token; None for what anybody may send."""
        return MOST_BYTES if self._is_secret(token) else None

    def _is_secret(self, token: str) -> bool:
        # WSGI gives headers as Latin-1, in which every character of a token is a byte of what was sent.
        return bool(self._secret) and hmac.compare_digest(
            token.encode("latin-1", "replace"), self._secret.encode()
        )


def includeme(config: Configurator) -> None:
    """Take what is posted where the settings choose the webhook."""
    settings = SETTINGS.of(config.registry).of(TelegramSettings)
    if settings.mode == "webhook":
        webhook = Webhook(config.registry, settings.webhook_secret)
        BODY_LIMITS.of(config.registry)[PATH] = lambda header: webhook.body_limit(header(HEADER))
        RECEIVERS.of(config.registry)[PATH] = webhook.deliver
