"""What an event says, as far as it is needed: of three kinds, and of nothing else.

The shapes are those of Stripe's API from 2019 on: amounts are in the minor unit, currencies in small letters,
and a payment intent is its id or an object that has one.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

PAID = frozenset({"checkout.session.completed", "checkout.session.async_payment_succeeded"})
REFUNDED = frozenset({"charge.refunded"})
DISPUTED = frozenset({"charge.dispute.created"})
_LONGEST = 255


class NotAnEvent(ValueError):
    """A body that is no event of Stripe's."""


@dataclass(frozen=True)
class Event:
    """One event: `kind` is Stripe's name of it, `amount_minor` the whole of what was paid or given back.

    `name` is how who paid is called at Stripe. A checkout that is not paid yet has `is_paid` False.
    """

    key: str
    kind: str
    is_live: bool
    checkout: str = ""
    intent: str | None = None
    reference: str = ""
    amount_minor: int = 0
    currency: str = ""
    name: str = ""
    is_paid: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything follows from its kind."""
        return self.kind in PAID | REFUNDED | DISPUTED

    def dump(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def load(cls, dumped: bytes) -> "Event":
        """Return what `dump` wrote."""
        return cls(**json.loads(dumped))


def read_event(body: bytes) -> Event:
    """Return what an event says; raises NotAnEvent."""
    try:
        event = json.loads(body)
        key, kind = _text(event["id"]), _text(event["type"])
        thing = event["data"]["object"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotAnEvent(str(error)) from error
    if not key or not kind or not isinstance(thing, dict):
        raise NotAnEvent("an event has an id, a type and an object")
    is_live = event.get("livemode") is True
    if kind in PAID:
        return Event(
            key,
            kind,
            is_live,
            checkout=_text(thing.get("id")),
            intent=_id_of(thing.get("payment_intent")),
            reference=_text(thing.get("client_reference_id")),
            amount_minor=_amount(thing.get("amount_total")),
            currency=_text(thing.get("currency")).upper(),
            name=_name(thing.get("customer_details")),
            is_paid=thing.get("payment_status") == "paid",
        )
    amount = thing.get("amount_refunded") if kind in REFUNDED else thing.get("amount")
    return Event(
        key,
        kind,
        is_live,
        intent=_id_of(thing.get("payment_intent")),
        amount_minor=_amount(amount),
        currency=_text(thing.get("currency")).upper(),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def _amount(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**12 else 0


def _id_of(value: Any) -> str | None:
    return _text(value.get("id") if isinstance(value, dict) else value) or None


def _name(details: Any) -> str:
    return _text(details.get("name"))[:60] if isinstance(details, dict) else ""
