"""What removing or blocking a client means for the appointments with them."""

from pyramid.request import Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.hooks import Contribution
from kalenner.hooks.scheduling import Status
from kalenner.people import Client
from kalenner_scheduling import _
from kalenner_scheduling.models import Appointment


def consequences(request: Request, client: Client) -> list[Contribution]:
    """Return how many requests will be declined, and how many accepted appointments stay."""
    pending, accepted = count_open(request.dbsession, request.clock, client)
    found = []
    if pending:
        text = request.label(_("requests-will-be-declined"), count=pending)
        found.append(Contribution("requests", text, weight=10))
    if accepted:
        text = request.label(_("appointments-to-cancel-stay"), count=accepted)
        found.append(Contribution("appointments", text, weight=20))
    return found


def count_open(dbsession: Session, clock: Clock, client: Client) -> tuple[int, int]:
    """Count a client's unanswered requests, and the accepted appointments that have not ended."""
    is_pending = Appointment.status == Status.PENDING.value
    is_coming = (Appointment.status == Status.ACCEPTED.value) & (Appointment.ends_at > clock.now())
    found = select(func.count().filter(is_pending), func.count().filter(is_coming))
    pending, accepted = dbsession.execute(found.where(Appointment.client_id == client.id)).one()
    return pending, accepted
