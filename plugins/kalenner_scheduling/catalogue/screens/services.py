"""The services a professional offers: the list, one service, moving and deleting it."""

from typing import Any

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.home.setup import setup_row
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Notice, Screen, act, go, lines, paragraphs, show
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments.lists import count_coming_of_service
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import CalendarService, CatalogueService
from kalenner_scheduling.contexts import ServiceContext
from kalenner_scheduling.words import offered, price_line


def show_list(context: ProfessionalContext, request: Request) -> Screen:
    """Show what the professional offers."""
    services = list_services(request.dbsession, context.provider.id)
    add = (Button(request.label(_("button-add-service")), go("services.add")),)
    if not services:
        return Screen(
            request.text(_("no-services")), rows=(add, *setup_row(request)), back=go("settings.service")
        )
    shown, page, pages = page_of(services, request.args.get("page", 0))
    rows = [(Button(offered(request, one), go("services.card", service=one.id)),) for one in shown]
    turn = pager(page, pages, lambda there: go("services.page", page=there))
    return Screen(
        request.text(_("services-title")),
        rows=(*rows, *turn, add, *setup_row(request)),
        back=go("settings.service"),
    )


def show_card(context: ServiceContext, request: Request) -> Screen:
    """Show one service with all its fields."""
    service = context.service
    return Screen(
        service_text(request, context),
        rows=(
            (
                Button(request.label(_("button-edit-service")), go("services.edit", service=service.id)),
                Button(request.label(_("button-delete")), go("services.delete", service=service.id)),
            ),
            (
                Button("▲", act("services.up", service=service.id)),
                Button("▼", act("services.down", service=service.id)),
            ),
            (Button(request.label(_("button-booking-rules")), go("rules", service=service.id)),),
            *setup_row(request),
        ),
        back=go("services.list"),
    )


def service_text(request: Request, context: ServiceContext) -> Markup:
    """Return every field of a service."""
    service = context.service
    currency = request.find_service(CalendarService).get(context.provider).currency
    return paragraphs(
        lines(
            request.text(_("service-name-line"), name=service.name),
            request.text(_("service-minutes-line"), minutes=request.reader.number(service.minutes)),
            price_line(request, service.price_minor, currency) or request.text(_("price-none")),
        ),
        service.description,
    )


def move_up(context: ServiceContext, request: Request) -> Screen:
    """Move a service one place up."""
    return _moved(context, request, -1)


def move_down(context: ServiceContext, request: Request) -> Screen:
    """Move a service one place down."""
    return _moved(context, request, 1)


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
                act("services.deleted", service=service.id),
                go("services.card", service=service.id),
            )
        ),
        back=go("services.card", service=service.id),
    )


def delete(context: ServiceContext, request: Request) -> Screen:
    """Stop offering a service."""
    request.find_service(CatalogueService).delete(context.service)
    notice = Notice(request.label(_("removed")))
    return show(request, "services.list", notice=notice)


def _moved(context: ServiceContext, request: Request, places: int) -> Screen:
    request.find_service(CatalogueService).move(context.service, places)
    order = [one.id for one in list_services(request.dbsession, context.provider.id)]
    place = order.index(context.service.id) + 1
    notice = Notice(request.label(_("place-of"), place=place, places=len(order)))
    return show(request, "services.card", service=context.service.id, notice=notice)


def includeme(config: Configurator) -> None:
    """Add the screens."""
    mine: dict[str, Any] = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(show_list, name="services.list", path="/services", **mine)
    config.add_screen(
        show_list, name="services.page", path="/services/page/{page}", args={"page": int}, **mine
    )
    one: dict[str, Any] = {"permission": "use", "factory": ServiceContext, "args": {"service": int}}
    path = "/service/{service}"
    config.add_screen(show_card, name="services.card", path=path, **one)
    config.add_screen(move_up, name="services.up", path=f"{path}/up", effect=True, **one)
    config.add_screen(move_down, name="services.down", path=f"{path}/down", effect=True, **one)
    config.add_screen(ask_delete, name="services.delete", path=f"{path}/delete", **one)
    config.add_screen(delete, name="services.deleted", path=f"{path}/deleted", effect=True, step=True, **one)
