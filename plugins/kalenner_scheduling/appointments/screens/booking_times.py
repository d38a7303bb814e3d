"""The day and the time of a booking."""

import datetime as dt
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.screens import Press, Screen, go, show
from kalenner_scheduling.availability.screens.times import Chooser, show_days, show_times
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.contexts import BookableContext
from kalenner_scheduling.words import offered_with


def choose_day(context: BookableContext, request: Request) -> Screen:
    """Ask for the day."""
    if context.client.blocked_at is not None:
        return show(request, "book.services", provider=context.provider.id)
    return show_days(
        request,
        chooser(context, request),
        request.args["month"],
        back=_back(context, request),
        description=context.service.description,
    )


def choose_time(context: BookableContext, request: Request) -> Screen:
    """Ask for the time of day."""
    return show_times(request, chooser(context, request), request.args["day"], request.args["page"])


def chooser(context: BookableContext, request: Request) -> Chooser:
    """Return how the time of a booking is chosen."""
    service = context.service.id
    slots: SlotService = request.find_service(SlotService)
    return Chooser(
        slots.wish(context.provider, context.service, client_id=context.client.id),
        offered_with(request, context.service, context.provider),
        days=lambda month: go("book.days", service=service, month=month),
        times=lambda day, page: go("book.times", service=service, day=day, page=page),
        take=lambda starts_at: go("book.confirm", service=service, starts_at=starts_at),
    )


def _back(context: BookableContext, request: Request) -> Press:
    """Lead back to the choice of services; the only one was not chosen."""
    provider_id = context.provider.id
    if len(list_services(request.dbsession, provider_id)) > 1:
        return go("book.services", provider=provider_id)
    return go("specialists.card", provider=provider_id)


def includeme(config: Configurator) -> None:
    """Add the screens."""
    bookable: dict[str, Any] = {"permission": "use", "factory": BookableContext}
    config.add_screen(
        choose_day,
        name="book.days",
        path="/book/{service}/days/{month}",
        args={"service": int, "month": dt.date},
        **bookable,
    )
    config.add_screen(
        choose_time,
        name="book.times",
        path="/book/{service}/times/{day}/{page}",
        args={"service": int, "day": dt.date, "page": int},
        **bookable,
    )
