"""What removing or blocking a client means for the appointments with them."""

from pyramid.request import Request

from kalenner.hooks.platform import Consequence
from kalenner.people import Client
from kalenner_scheduling import _
from kalenner_scheduling.appointments.queries import count_open


def consequences(request: Request, client: Client) -> list[Consequence]:
    """Return how many requests will be declined, and how many accepted appointments stay."""
    pending, accepted = count_open(request.dbsession, request.clock, client)
    found = []
    if pending:
        text = request.label(_("requests-will-be-declined"), count=pending)
        found.append(Consequence("requests", text, weight=10))
    if accepted:
        text = request.label(_("appointments-to-cancel-stay"), count=accepted)
        found.append(Consequence("appointments", text, weight=20))
    return found
