"""What is done for scheduling again and again."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.appointments.services import AppointmentService


def expire(request: Request) -> None:
    """Decline the requests whose time came without an answer, and free offered times that nobody took."""
    request.find_service(AppointmentService).expire_pending()
    request.find_service(OfferService).expire()


def nudge(request: Request) -> None:
    """Remind professionals of requests that wait for their answer."""
    request.find_service(AppointmentService).nudge()


def includeme(config: Configurator) -> None:
    """Add the tasks to the calendar."""
    config.add_task("scheduling.expire", expire, every_minutes=1)
    config.add_task("scheduling.nudge", nudge, every_minutes=5)
