"""The questions about one service: its name, length, description and price."""

from typing import Any

from pyramid.request import Request

from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Ask, Choice, question
from kalenner.screens.answers import Amount, Duration, Text
from kalenner_scheduling import _
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.services import MINUTES_RANGE, PreferencesService
from kalenner_scheduling.catalogue.translations import LONGEST_DESCRIPTION, LONGEST_NAME

NAME_LENGTH = (1, LONGEST_NAME)
DESCRIPTION_LENGTH = (1, LONGEST_DESCRIPTION)
NONE = "-"
"""The answer that stands for no price and no description."""
MINUTES_OFFERED = (30, 45, 60, 90)


def description_answer() -> Text:
    """Return the type of a description's answers."""
    return Text(*DESCRIPTION_LENGTH, multiline=True)


def name_question(service: Service | None = None) -> Any:
    """Ask for a name: that of a new service, or another one."""
    if service is None:
        return question("name", Text(*NAME_LENGTH), Ask(_("ask-name")))
    return question("name", Text(*NAME_LENGTH), Ask(_("ask-name"), shown=service.name), current=service.name)


def minutes_question(request: Request, service: Service | None = None) -> Any:
    """Ask for a length, in minutes."""
    choices = [Choice(str(minutes), str(minutes)) for minutes in MINUTES_OFFERED]
    kind = Duration(*MINUTES_RANGE, 60)
    if service is None:
        return question("minutes", kind, Ask(_("ask-minutes"), choices))
    label = request.label(_("minutes"), minutes=service.minutes)
    return question("minutes", kind, Ask(_("ask-minutes"), choices, shown=label), current=service.minutes)


def price_question(context: ProfessionalContext, request: Request, service: Service | None = None) -> Any:
    """Ask for a price in the professional's currency, or none."""
    currency = request.find_service(PreferencesService).get(context.provider).currency
    kind = Amount(request.reader, currency)
    none = [Choice(NONE, NONE)]
    values = {"currency": currency}
    if service is None:
        return question("price", kind, Ask(_("ask-price"), none, values=values))
    now = service.price_minor
    label = NONE if now is None else request.reader.money(now, currency)
    return question("price", kind, Ask(_("ask-price"), none, values=values, shown=label), current=now)
