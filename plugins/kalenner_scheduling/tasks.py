"""What is done for scheduling again and again."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.appointments.services import AT_ONCE, AppointmentService
from kalenner_scheduling.time_off import routes
from kalenner_scheduling.time_off.services import TimeOffService


def expire(request: Request) -> None:
    """Decline the requests whose time came without an answer, and free offered times that nobody took."""
    request.find_service(AppointmentService).expire_pending()
    request.find_service(OfferService).expire()


def nudge(request: Request) -> None:
    """Remind professionals of requests that wait for their answer."""
    request.find_service(AppointmentService).nudge()


def offer_holidays(request: Request) -> None:
    """Offer professionals who have chosen public holidays before, in December, those of the next year."""
    for provider, year in request.find_service(TimeOffService).offer_holidays(AT_ONCE):
        request.notify(
            provider.account_id,
            routes.closures_public_offer(year=year),
            dedupe=f"public-holidays:{provider.id}:{year}",
        )


def includeme(config: Configurator) -> None:
    """Add the tasks to the calendar."""
    config.add_task("scheduling.expire", expire, every_minutes=1)
    config.add_task("scheduling.nudge", nudge, every_minutes=5)
    config.add_task("scheduling.holidays", offer_holidays, every_minutes=30)
