"""What a profile page shows of the services, and where "Book this service" leads."""

from pyramid.request import Request

from kalenner.hooks.themes import PageService
from kalenner.people import Client, Provider
from kalenner.screens import Screen, show
from kalenner_scheduling.availability.screens.times import today_of
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import CalendarService


def page_services(request: Request, provider: Provider) -> list[PageService]:
    """Return the services of a provider, with prices where they are shown."""
    calendar = request.find_service(CalendarService).get(provider)
    return [
        PageService(
            id=one.id,
            name=one.name,
            minutes=one.minutes,
            description=one.description or "",
            price_minor=one.price_minor if calendar.shows_prices else None,
            currency=calendar.currency,
        )
        for one in list_services(request.dbsession, provider.id)
    ]


def booking_of(request: Request, client: Client, service_id: int) -> Screen | None:
    """Show the client the days of one service of theirs; None where it is not offered any more."""
    service = request.dbsession.get(Service, service_id)
    if service is None or service.provider_id != client.provider_id or service.deleted_at is not None:
        return None
    month = today_of(request).replace(day=1)
    screen: Screen = show(request, "book.days", service=service.id, month=month)
    return screen
