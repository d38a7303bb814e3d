"""What is read of Stripe's events; nothing here changes anything."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kalenner_scheduling.api import Appointment
from kalenner_stripe.models import EventState, StripeEvent

MOST = 20
"""How many are shown at a time."""
PAYABLE = ("accepted", "completed", "missed")


def count_waiting(dbsession: Session, provider_id: int) -> int:
    """Count the events that a person has to say something about."""
    query = select(func.count()).where(
        StripeEvent.provider_id == provider_id, StripeEvent.state == EventState.WAITING
    )
    return dbsession.scalar(query) or 0


def list_waiting(dbsession: Session, provider_id: int) -> list[StripeEvent]:
    """Return the oldest of them."""
    query = select(StripeEvent).where(
        StripeEvent.provider_id == provider_id, StripeEvent.state == EventState.WAITING
    )
    return list(dbsession.scalars(query.order_by(StripeEvent.id).limit(MOST)))


def list_candidates(dbsession: Session, provider_id: int, currency: str) -> list[Appointment]:
    """Return the latest appointments of a practice that a payment in a currency could be for."""
    query = select(Appointment).where(
        Appointment.provider_id == provider_id,
        Appointment.currency == currency,
        Appointment.status.in_(PAYABLE),
    )
    ordered = query.order_by(Appointment.starts_at.desc(), Appointment.id.desc())
    return list(dbsession.scalars(ordered.limit(MOST)))
