"""The webhook: stores an update, then acknowledges it."""

import hmac
import json
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden
from pyramid.request import Request
from pyramid.response import Response

from kalenner.delivery import channels_of
from kalenner.server import BODY_LIMITS
from kalenner.settings import SETTINGS
from kalenner_telegram.channel import NAME, TelegramChannel
from kalenner_telegram.settings import TelegramSettings

PATH = "/-/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024


def deliver(request: Request) -> Response:
    """Store one update; the answer is 200 only after the commit. A view."""
    secret = SETTINGS.of(request.registry).of(TelegramSettings).webhook_secret
    if not _is_secret(request.headers.get(HEADER, ""), secret):
        return HTTPForbidden()
    if request.content_length is None or request.content_length > MOST_BYTES:
        return HTTPBadRequest()
    update = _parsed(request.body)
    if update is None:
        return HTTPBadRequest()
    channel = channels_of(request.registry)[NAME]
    assert isinstance(channel, TelegramChannel)  # noqa: S101 -- the only one of this name
    channel.store([update])
    return Response(status=200)


def _is_secret(token: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(token.encode(), secret.encode())


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(update, dict):
        return None
    number, *parts = update.pop("update_id", None), *update.values()
    is_update = type(number) is int and 0 <= number < 2**63 and all(isinstance(part, dict) for part in parts)
    return {"update_id": number, **update} if is_update else None


def includeme(config: Configurator) -> None:
    """Add the route where the settings choose the webhook."""
    settings = SETTINGS.of(config.registry).of(TelegramSettings)
    if settings.mode == "webhook":
        BODY_LIMITS.of(config.registry)[PATH] = lambda header: (
            MOST_BYTES if _is_secret(header(HEADER), settings.webhook_secret) else None
        )
        config.add_route("telegram.webhook", PATH, request_method="POST")
        config.add_view(deliver, route_name="telegram.webhook", require_csrf=False)
