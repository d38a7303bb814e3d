"""The services a professional offers: the list, one service; adding, changing, moving and deleting it."""

from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_rows
from kalenner.home.setup import setup_row
from kalenner.home.translations import languages_button
from kalenner.hooks.scheduling import ServiceFact
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    form_of,
    in_rows,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments.lists import count_coming_of_service
from kalenner_scheduling.availability import routes as availability_routes
from kalenner_scheduling.catalogue import routes
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.screens.places import place_name
from kalenner_scheduling.catalogue.screens.service_questions import (
    NONE,
    description_answer,
    minutes_question,
    name_question,
    price_question,
)
from kalenner_scheduling.catalogue.screens.start_grid import grid_hint, grid_row
from kalenner_scheduling.catalogue.services import CatalogueService, PreferencesService
from kalenner_scheduling.catalogue.translations import subject_of
from kalenner_scheduling.contexts import ServiceContext
from kalenner_scheduling.words import price_line, service_label


@screen(routes.services_list, context=ProfessionalContext)
@screen(routes.services_page, context=ProfessionalContext)
def show_list(context: ProfessionalContext, request: Request) -> Screen:
    """Show what the professional offers."""
    services = list_services(request.dbsession, context.provider.id)
    add = (Button(request.label(_("button-add-service")), routes.services_add()),)
    if not services:
        return Screen(
            request.text(_("no-services")),
            rows=(add, *setup_row(request)),
            back=home_routes.settings_service(),
        )
    services_of_page, page, pages = page_of(services, request.args.get("page", 0))
    rows = [
        (
            Button(
                service_label(request, service.name, service.minutes),
                routes.services_card(service=service.id),
            ),
        )
        for service in services_of_page
    ]
    turn = pager(page, pages, lambda number: routes.services_page(page=number))
    return Screen(
        request.text(_("services-title")),
        rows=(*rows, *turn, add, *setup_row(request)),
        back=home_routes.settings_service(),
    )


@screen(routes.services_card, context=ServiceContext)
def show_card(context: ServiceContext, request: Request) -> Screen:
    """Show one service with all its fields."""
    service = context.service
    return Screen(
        paragraphs(service_text(request, context), grid_hint(request, context.provider, service)),
        rows=(
            (
                Button(request.label(_("button-edit-service")), routes.services_edit(service=service.id)),
                Button(request.label(_("button-delete")), routes.services_delete(service=service.id)),
            ),
            (
                Button("▲", routes.services_up(service=service.id)),
                Button("▼", routes.services_down(service=service.id)),
            ),
            (
                Button(
                    request.label(_("button-booking-rules")), availability_routes.rules(service=service.id)
                ),
            ),
            grid_row(request, context.provider, service),
            *setup_row(request),
        ),
        back=routes.services_list(),
    )


def service_text(request: Request, context: ServiceContext) -> Markup:
    """Return every field of a service."""
    service = context.service
    currency = request.find_service(PreferencesService).get(context.provider).currency
    return paragraphs(
        lines(
            request.text(_("service-name-line"), name=service.name),
            request.text(_("service-minutes-line"), minutes=request.reader.number(service.minutes)),
            price_line(request, service.price_minor, currency) or request.text(_("price-none")),
            service.place_kind and request.text(_("service-place-line"), place=place_name(request, service)),
        ),
        service.description,
    )


@screen(routes.services_up, context=ServiceContext)
def move_up(context: ServiceContext, request: Request) -> Screen:
    """Move a service one place up."""
    return _moved(context, request, -1)


@screen(routes.services_down, context=ServiceContext)
def move_down(context: ServiceContext, request: Request) -> Screen:
    """Move a service one place down."""
    return _moved(context, request, 1)


@screen(routes.services_delete, context=ServiceContext)
def ask_delete(context: ServiceContext, request: Request) -> Screen:
    """Ask before a service is deleted; coming appointments are counted."""
    service = context.service
    now = request.clock.now()
    coming = count_coming_of_service(request.dbsession, service.id, context.provider.id, now)
    return Screen(
        paragraphs(
            request.text(_("delete-service"), service=service.name),
            request.text(_("coming-appointments-stay"), count=coming) if coming else None,
        ),
        rows=tuple(
            confirm_rows(
                request,
                _("button-yes-delete"),
                routes.services_deleted(service=service.id),
                routes.services_card(service=service.id),
            )
        ),
        back=routes.services_card(service=service.id),
    )


@screen(routes.services_deleted, context=ServiceContext)
def delete(context: ServiceContext, request: Request) -> Screen:
    """Stop offering a service."""
    request.find_service(CatalogueService).delete(context.service)
    notice = Notice(request.label(_("removed")))
    return show(request, routes.services_list(), notice=notice)


def _moved(context: ServiceContext, request: Request, places: int) -> Screen:
    request.find_service(CatalogueService).move(context.service, places)
    order = [service.id for service in list_services(request.dbsession, context.provider.id)]
    place = order.index(context.service.id) + 1
    notice = Notice(request.label(_("place-of"), place=place, places=len(order)))
    return show(request, routes.services_card(service=context.service.id), notice=notice)


@screen(routes.services_edit, context=ServiceContext)
def show_edit(context: ServiceContext, request: Request) -> Screen:
    """Offer the fields to change."""
    fields = (
        (_("button-name"), routes.services_name),
        (_("button-duration"), routes.services_minutes),
        (_("button-description"), routes.services_description),
        (_("button-price"), routes.services_price),
        (_("button-place"), routes.services_place),
    )
    buttons = [Button(request.label(label), route(service=context.service.id)) for label, route in fields]
    buttons.append(languages_button(request, subject_of(context.service.id)))
    return Screen(
        paragraphs(service_text(request, context), request.text(_("edit-keeps-booked"))),
        rows=(*in_rows(buttons, 2), *menu_rows(request, "service", _fact_of(context, request))),
        back=routes.services_card(service=context.service.id),
    )


def _fact_of(context: ServiceContext, request: Request) -> ServiceFact:
    service = context.service
    return ServiceFact(
        id=service.id,
        provider_id=service.provider_id,
        account_id=context.account.id,
        name=service.name,
        minutes=service.minutes,
        price_minor=service.price_minor,
        currency=request.find_service(PreferencesService).get(context.provider).currency,
    )


def add_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask for a new service."""
    return form_of(
        name_question(),
        minutes_question(request),
        question("description", description_answer(), Ask(_("ask-description")), optional=True),
        price_question(context, request),
    )


@screen(routes.services_add, context=ProfessionalContext, form=add_form)
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
    card = show(request, routes.services_card(service=service.id), notice=saved(request))
    another = (Button(request.label(_("button-add-another-service")), routes.services_add()),)
    return card.replace(rows=(another, *card.rows))


def name_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another name."""
    del request
    return form_of(name_question(context.service))


def minutes_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another length."""
    return form_of(minutes_question(request, context.service))


def description_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another description."""
    now = context.service.description
    remove = [Choice(request.label(_("button-remove")), NONE)] if now else []
    prompt = _("ask-description-again") if now else _("ask-description")
    ask = Ask(prompt, choices=remove, shown=now or "")
    return form_of(question("description", description_answer(), ask, current=now or colander.null))


def price_form(context: ServiceContext, request: Request) -> Any:
    """Ask for another price."""
    return form_of(price_question(context, request, context.service))


@screen(routes.services_name, context=ServiceContext, form=name_form)
def change_name(context: ServiceContext, request: Request) -> Screen:
    """Rename a service."""
    request.find_service(CatalogueService).rename(context.service, request.values["name"])
    return _changed(context, request)


@screen(routes.services_minutes, context=ServiceContext, form=minutes_form)
def change_minutes(context: ServiceContext, request: Request) -> Screen:
    """Change how long a service takes."""
    request.find_service(CatalogueService).change_minutes(context.service, request.values["minutes"])
    return _changed(context, request)


@screen(routes.services_description, context=ServiceContext, form=description_form)
def change_description(context: ServiceContext, request: Request) -> Screen:
    """Change or remove the description of a service."""
    description = request.values["description"]
    request.find_service(CatalogueService).describe(
        context.service, None if description == NONE else description
    )
    return _changed(context, request)


@screen(routes.services_price, context=ServiceContext, form=price_form)
def change_price(context: ServiceContext, request: Request) -> Screen:
    """Change the price of a service."""
    request.find_service(CatalogueService).change_price(context.service, request.values["price"])
    return _changed(context, request)


def _changed(context: ServiceContext, request: Request) -> Screen:
    return show(request, routes.services_card(service=context.service.id), notice=saved(request))
