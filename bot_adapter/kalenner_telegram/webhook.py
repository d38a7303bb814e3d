"""The webhook: stores an update or sets it aside, then acknowledges it."""

import hmac
from collections.abc import Sequence
from functools import partial

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from kalenner.delivery import channels_of
from kalenner.delivery.gathering import Gatherer
from kalenner.registry import RegistryKey
from kalenner.server import BODY_LIMITS
from kalenner.settings import SETTINGS
from kalenner_telegram.inlet import NAME
from kalenner_telegram.settings import TelegramSettings

PATH = "/-/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024

_DELIVERIES: RegistryKey[Gatherer[bytes]] = RegistryKey("kalenner_telegram.deliveries")


def deliver(request: Request) -> Response:
    """Store one update; the answer is 200 only after the commit. A view."""
    secret = SETTINGS.of(request.registry).of(TelegramSettings).webhook_secret
    if not _is_secret(request.headers.get(HEADER, ""), secret):
        return HTTPForbidden()
    if not request.content_length or request.content_length > MOST_BYTES:
        return HTTPBadRequest()
    # Anything but 200 brings the same body again and again, so what nobody can read is taken as well.
    _DELIVERIES.of(request.registry).hand_over(request.body)
    return Response(status=200)


def _receive(registry: Registry, bodies: Sequence[bytes]) -> None:
    """Store deliveries; those that arrive while others are stored share their transaction."""
    channels_of(registry)[NAME].receive(bodies)


def _is_secret(token: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(token.encode(), secret.encode())


def includeme(config: Configurator) -> None:
    """Add the route where the settings choose the webhook."""
    settings = SETTINGS.of(config.registry).of(TelegramSettings)
    if settings.mode == "webhook":
        _DELIVERIES.put(config.registry, Gatherer(partial(_receive, config.registry)))
        BODY_LIMITS.of(config.registry)[PATH] = lambda header: (
            MOST_BYTES if _is_secret(header(HEADER), settings.webhook_secret) else None
        )
        config.add_route("telegram.webhook", PATH, request_method="POST")
        config.add_view(deliver, route_name="telegram.webhook", require_csrf=False)
