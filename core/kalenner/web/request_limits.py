"""Views that cost: ``config.add_view(…, cost=10)`` counts each request against its address's limit.

A page that is made anew for whoever asks costs 1, a form that changes something 10, of
``limits.requests_per_minute``.
"""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPTooManyRequests
from pyramid.request import Request
from pyramid.response import Response

from kalenner.limits import ADDRESS_LIMITS, REFUSALS, AddressLimits, address_of
from kalenner.settings import SETTINGS, LimitsSettings, QueueSettings, WebSettings

FORM = 10
"""What a form costs."""
RETRY_AFTER = 60  # seconds, after which the window has passed
_REFUSED = "request beyond limits.requests_per_minute of its address"

View = Callable[[Any, Request], Response]


def limited(view: View, info: Any) -> View:
    """Count the requests of a view that has a cost. For `add_view_deriver`; raises HTTPTooManyRequests."""
    cost: int | None = info.options.get("cost")
    if cost is None:
        return view

    def counted(context: Any, request: Request) -> Response:
        registry = request.registry
        address = address_of(request.environ, SETTINGS.of(registry).of(WebSettings).proxies)
        if address is not None and not ADDRESS_LIMITS.of(registry).take(address, cost):
            REFUSALS.of(registry).count(_REFUSED)
            raise HTTPTooManyRequests(headers={"Retry-After": str(RETRY_AFTER)})
        return view(context, request)

    return counted


limited.options = ("cost",)  # type: ignore[attr-defined]


def includeme(config: Configurator) -> None:
    """Add the option of views and the limits."""
    settings = SETTINGS.of(config.registry)
    per_minute = settings.of(LimitsSettings).requests_per_minute
    ADDRESS_LIMITS.put(config.registry, AddressLimits(per_minute, settings.of(QueueSettings).url))
    config.add_view_deriver(limited, name="limited")
