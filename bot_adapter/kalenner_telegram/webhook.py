"""The webhook: stores an update or sets it aside, then acknowledges it."""

import hmac

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden
from pyramid.request import Request
from pyramid.response import Response

from kalenner.delivery import channels_of
from kalenner.server import BODY_LIMITS
from kalenner.settings import SETTINGS
from kalenner_telegram.inlet import NAME
from kalenner_telegram.settings import TelegramSettings

PATH = "/-/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024


def deliver(request: Request) -> Response:
    """Store one update; the answer is 200 only after the commit. A view."""
    secret = SETTINGS.of(request.registry).of(TelegramSettings).webhook_secret
    if not _is_secret(request.headers.get(HEADER, ""), secret):
        return HTTPForbidden()
    if not request.content_length or request.content_length > MOST_BYTES:
        return HTTPBadRequest()
    # Anything but 200 brings the same body again and again, so what nobody can read is taken as well.
    channels_of(request.registry)[NAME].receive([request.body])
    return Response(status=200)


def _is_secret(token: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(token.encode(), secret.encode())


def includeme(config: Configurator) -> None:
    """Add the route where the settings choose the webhook."""
    settings = SETTINGS.of(config.registry).of(TelegramSettings)
    if settings.mode == "webhook":
        BODY_LIMITS.of(config.registry)[PATH] = lambda header: (
            MOST_BYTES if _is_secret(header(HEADER), settings.webhook_secret) else None
        )
        config.add_route("telegram.webhook", PATH, request_method="POST")
        config.add_view(deliver, route_name="telegram.webhook", require_csrf=False)
