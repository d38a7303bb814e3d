"""What a request is judged by, read at once: what is offered, and how its client stands."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import Status
from kalenner.people import Client
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import IS_PENDING, OFFER, Offer


@dataclass(frozen=True)
class Standing:
    """How a client stands with a provider at this moment: parted with, and how many requests are open."""

    is_parted: bool
    open_requests: int


_OPEN_REQUESTS = (
    select(func.count())
    .where(Appointment.client_id == bindparam("client_id"), IS_PENDING, Appointment.replaces_id.is_(None))
    .scalar_subquery()
)
_IS_PARTED = Client.removed_at.is_not(None) | Client.blocked_at.is_not(None)
_STANDING = select(_IS_PARTED, _OPEN_REQUESTS).where(Client.id == bindparam("client_id"))


def standing_of(dbsession: Session, client_id: int) -> Standing:
    """Return how a client stands; requests to move an appointment do not count as open ones."""
    is_parted, open_requests = dbsession.execute(_STANDING, {"client_id": client_id}).one()
    return Standing(bool(is_parted), open_requests)


_ASKED = OFFER.add_columns(
    select(_IS_PARTED).where(Client.id == bindparam("client_id")).scalar_subquery(), _OPEN_REQUESTS
)


def find_asked(
    dbsession: Session, service_id: int, client_id: int, provider_id: int
) -> tuple[Offer, Standing] | None:
    """Return a service that the provider offers, and how a client stands; None where it is not offered."""
    asked = {"service_id": service_id, "provider_id": provider_id, "client_id": client_id}
    row = dbsession.execute(_ASKED, asked).first()
    return None if row is None else (Offer(*row[:-2]), Standing(bool(row[-2]), row[-1]))


def is_known(dbsession: Session, client_id: int) -> bool:
    """Tell whether a client has had an accepted appointment before."""
    seen = (Status.ACCEPTED.value, Status.COMPLETED.value)
    found = select(Appointment.id).where(Appointment.client_id == client_id, Appointment.status.in_(seen))
    return dbsession.scalar(found.limit(1)) is not None
