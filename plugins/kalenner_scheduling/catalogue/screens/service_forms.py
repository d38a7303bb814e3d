"""Adding a service, and changing its fields one by one."""

from typing import Any

import colander
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people.policy import ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    form_of,
    go,
    in_rows,
    paragraphs,
    question,
    saved,
    show,
)
from kalenner.screens.answers import Amount, Text, WholeNumber
from kalenner_scheduling import _
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.screens.services import service_text
from kalenner_scheduling.catalogue.services import MINUTES_RANGE, CalendarService, CatalogueService
from kalenner_scheduling.contexts import ServiceContext

NAME_LENGTH = (1, 60)
DESCRIPTION_LENGTH = (1, 1_000)
NONE = "-"
MINUTES_OFFERED = (30, 45, 60, 90)


def show_edit(context: ServiceContext, request: Request) -> Screen:
    """Offer the fields to change."""
    fields = (
        (_("button-name"), "services.name"),
        (_("button-duration"), "services.minutes"),
        (_("button-description"), "services.description"),
        (_("button-price"), "services.price"),
    )
    buttons = [
        Button(request.label(label), go(screen, service=context.service.id)) for label, screen in fields
    ]
    return Screen(
        paragraphs(service_text(request, context), request.text(_("edit-keeps-booked"))),
        rows=tuple(in_rows(buttons, 2)),
        back=go("services.card", service=context.service.id),
    )


def add_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask for a new service."""
    return form_of(
        _name_question(),
        _minutes_question(request),
        question("description", _description(), Ask(_("ask-description")), optional=True),
        _price_question(context, request),
    )


def add(context: ProfessionalContext, request: Request) -> Screen:
    """Offer a new service."""
    values = request.values
    service = request.find_service(CatalogueService).add(
        context.provider,
        name=values["name"],
        minutes=values["minutes"],
        description=values["description"],
        price_minor=values["price"],
    )
    return show(request, "services.card", service=service.id, notice=saved(request))


def name_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another name."""
    del request
    return form_of(_name_question(context.service))


def minutes_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another length."""
    return form_of(_minutes_question(request, context.service))


def description_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another description."""
    now = context.service.description
    remove = [Choice(request.label(_("button-remove")), NONE)] if now else []
    prompt = _("ask-description-again") if now else _("ask-description")
    ask = Ask(prompt, choices=remove, shown=now or "")
    return form_of(question("description", _description(), ask, current=now or colander.null))


def price_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another price."""
    return form_of(_price_question(context, request, context.service))


def change_name(context: ServiceContext, request: Request) -> Screen:
    """Rename a service."""
    request.find_service(CatalogueService).rename(context.service, request.values["name"])
    return _changed(context, request)


def change_minutes(context: ServiceContext, request: Request) -> Screen:
    """Change how long a service takes."""
    request.find_service(CatalogueService).change_minutes(context.service, request.values["minutes"])
    return _changed(context, request)


def change_description(context: ServiceContext, request: Request) -> Screen:
    """Change or remove what is said of a service."""
    description = request.values["description"]
    request.find_service(CatalogueService).describe(
        context.service, None if description == NONE else description
    )
    return _changed(context, request)


def change_price(context: ServiceContext, request: Request) -> Screen:
    """Change the price of a service."""
    request.find_service(CatalogueService).change_price(context.service, request.values["price"])
    return _changed(context, request)


def _changed(context: ServiceContext, request: Request) -> Screen:
    return show(request, "services.card", service=context.service.id, notice=saved(request))


def _description() -> Text:
    return Text(*DESCRIPTION_LENGTH, multiline=True)


def _name_question(service: Service | None = None) -> Any:
    if service is None:
        return question("name", Text(*NAME_LENGTH), Ask(_("ask-name")))
    return question("name", Text(*NAME_LENGTH), Ask(_("ask-name"), shown=service.name), current=service.name)


def _minutes_question(request: Request, service: Service | None = None) -> Any:
    choices = [Choice(str(minutes), str(minutes)) for minutes in MINUTES_OFFERED]
    kind = WholeNumber(*MINUTES_RANGE, 60)
    if service is None:
        return question("minutes", kind, Ask(_("ask-minutes"), choices))
    shown = request.label(_("minutes"), minutes=service.minutes)
    return question("minutes", kind, Ask(_("ask-minutes"), choices, shown=shown), current=service.minutes)


def _price_question(context: ProfessionalContext, request: Request, service: Service | None = None) -> Any:
    currency = request.find_service(CalendarService).get(context.provider).currency
    kind = Amount(request.reader, currency)
    none = [Choice(NONE, NONE)]
    asked = {"currency": currency}
    if service is None:
        return question("price", kind, Ask(_("ask-price"), none, values=asked))
    now = service.price_minor
    shown = NONE if now is None else request.reader.money(now, currency)
    return question("price", kind, Ask(_("ask-price"), none, values=asked, shown=shown), current=now)


def includeme(config: Configurator) -> None:
    """Add the screens."""
    config.add_screen(
        add,
        name="services.add",
        path="/services/add",
        permission="use",
        factory=ProfessionalContext,
        form=add_form,
    )
    one: dict[str, Any] = {"permission": "use", "factory": ServiceContext, "args": {"service": int}}
    config.add_screen(show_edit, name="services.edit", path="/service/{service}/edit", **one)
    for field, view, form in (
        ("name", change_name, name_form),
        ("minutes", change_minutes, minutes_form),
        ("description", change_description, description_form),
        ("price", change_price, price_form),
    ):
        path = f"/service/{{service}}/{field}"
        config.add_screen(view, name=f"services.{field}", path=path, form=form, **one)
