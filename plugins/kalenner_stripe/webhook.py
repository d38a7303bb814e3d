"""The address that Stripe calls: an event is verified on the body as it came, stored, and then answered."""

import logging
from functools import partial
from http import HTTPStatus

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from kalenner.database import insertion, table_of
from kalenner.security import CIPHER
from kalenner.server import BODY_LIMITS
from kalenner.units import ROUTER, run_unit
from kalenner_stripe.accounts import StripeAccountService
from kalenner_stripe.events import Event, NotAnEvent, read_event
from kalenner_stripe.models import EventState, StripeEvent
from kalenner_stripe.recording import event_binding, handle
from kalenner_stripe.signatures import is_signed

log = logging.getLogger(__name__)

PATH = "/-/stripe/"
MOST_BYTES = 512_000
"""Of an event, which the server refuses beyond that; Stripe's are far smaller."""


def webhook_url(request: Request, token: str) -> str:
    """Return the address to enter at Stripe."""
    url: str = request.public_url(f"{PATH}{token}")
    return url


def take(request: Request) -> Response:
    """Store an event and answer: 404 for no address of ours, 400 for what Stripe has not signed."""
    app = ROUTER.of(request.registry)
    body, header = request.body, request.headers.get("Stripe-Signature", "")
    store = partial(_store, token=request.matchdict["token"], body=body, header=header)
    status, event_id = run_unit(app, "task/stripe.store", store)
    if event_id is not None:
        try:
            handle(app, event_id)
        except Exception:
            log.exception("stripe event %s could not be handled, and is tried again", event_id)
    return Response(status=status)


def _store(request: Request, token: str, body: bytes, header: str) -> tuple[HTTPStatus, int | None]:
    accounts: StripeAccountService = request.find_service(StripeAccountService)
    account = accounts.find_by_token(token)
    if account is None or account.secret is None:
        return HTTPStatus.NOT_FOUND, None
    now = request.clock.now()
    if not is_signed(body, header, accounts.secrets_of(account), now):
        log.warning("an event for provider %s is not signed by its secret", account.provider_id)
        return HTTPStatus.BAD_REQUEST, None
    try:
        event = read_event(body)
    except NotAnEvent:
        return HTTPStatus.BAD_REQUEST, None
    if not event.is_live:  # it shows that the connection works, and is no money
        account.tested_at = now
        return HTTPStatus.OK, None
    account.heard_at = now
    if not event.is_known:
        return HTTPStatus.OK, None
    return HTTPStatus.OK, _insert(request, account.provider_id, event)


def _insert(request: Request, provider_id: int, event: Event) -> int | None:
    """Store an event; None where it was stored before."""
    row = StripeEvent(provider_id=provider_id, key=event.key)
    payload = CIPHER.of(request.registry).seal(event.dump(), **event_binding(row))
    values = {
        "provider_id": provider_id,
        "key": event.key,
        "state": EventState.OPEN.value,
        "payload": payload,
        "received_at": request.clock.now(),
    }
    statement = insertion(StripeEvent, request.dbsession.get_bind().dialect.name)
    event_id: int | None = request.dbsession.scalar(statement.returning(table_of(StripeEvent).c.id), values)
    return event_id


def includeme(config: Configurator) -> None:
    """Add the address."""
    config.add_route("stripe:webhook", f"{PATH}{{token:[0-9a-f]{{32}}}}")
    config.add_view(take, route_name="stripe:webhook", request_method="POST", require_csrf=False, cost=1)
    BODY_LIMITS.of(config.registry)[PATH] = lambda _header: MOST_BYTES
