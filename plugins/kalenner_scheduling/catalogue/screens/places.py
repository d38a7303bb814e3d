"""Where appointments take place as long as nothing else is said: of all services, and of one."""

from typing import Any

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people import Provider
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Ask, Choice, Screen, form_of, question, saved, screen, show
from kalenner.screens.answers import Text
from kalenner_scheduling import _
from kalenner_scheduling.catalogue import routes
from kalenner_scheduling.catalogue.models import LONGEST_PLACE, CataloguePreferences, PlaceKind, Service
from kalenner_scheduling.catalogue.services import CatalogueService, PreferencesService
from kalenner_scheduling.contexts import ServiceContext
from kalenner_scheduling.words import find_address, find_link

ADDRESS, NONE, AS_ALL = "@", "-", "*"
"""The answers that name no place themselves."""
SHOWN = 30
"""How many characters of a place stand on a button."""

ChosenPlace = tuple[PlaceKind | None, str | None]
"""A kind and its text; no kind is that of all services."""


class DefaultPlace(colander.SchemaType):
    """A text, or one of the answers that stand for the address, for none, and for that of all services."""

    def __init__(self) -> None:
        self._text = Text(1, LONGEST_PLACE, multiline=True)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> ChosenPlace:
        """Return the kind and the text; raises Invalid."""
        text = self._text.deserialize(node, cstruct)
        kinds = {ADDRESS: PlaceKind.ADDRESS, NONE: PlaceKind.NONE, AS_ALL: None}
        return (kinds[text], None) if text in kinds else (PlaceKind.TEXT, text)


def place_label(request: Request, preferences: CataloguePreferences) -> str:
    """Return the menu's button, with the present value."""
    label: str = request.label(_("button-default-place"), place=place_name(request, preferences))
    return label


def place_name(request: Request, owner: CataloguePreferences | Service) -> str:
    """Return in short where something takes place; what says nothing itself is as all services are."""
    if owner.place_kind is None and isinstance(owner, Service):
        return str(request.label(_("place-as-all")))
    if owner.place_kind == PlaceKind.TEXT:
        text = (owner.place or "").partition("\n")[0]
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return str(
        request.label(_("place-address") if owner.place_kind == PlaceKind.ADDRESS else _("place-none"))
    )


def proposed_address(request: Request, provider: Provider) -> str | None:
    """Return the place of all services where that could be an address: a text without a link."""
    preferences = request.find_service(PreferencesService).get(provider)
    if preferences.place_kind != PlaceKind.TEXT or find_link(preferences.place or "") is not None:
        return None
    place: str | None = preferences.place
    return place


def place_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask where appointments take place."""
    preferences = request.find_service(PreferencesService).get(context.provider)
    ask = Ask(
        _("ask-default-place"), _choices(context, request), per_row=1, shown=place_name(request, preferences)
    )
    return form_of(question("place", DefaultPlace(), ask))


@screen(routes.calendar_place, context=ProfessionalContext, form=place_form)
def change_place(context: ProfessionalContext, request: Request) -> Screen:
    """Set where appointments take place."""
    kind, text = request.values["place"]
    request.find_service(PreferencesService).change_place(context.provider, kind or PlaceKind.NONE, text)
    return show(request, home_routes.settings_service(), notice=saved(request))


def service_place_form(context: ServiceContext, request: Request) -> colander.SchemaNode:
    """Ask where one service takes place."""
    choices = [Choice(request.label(_("button-as-all")), AS_ALL), *_choices(context, request)]
    ask = Ask(
        _("ask-service-place"),
        choices,
        per_row=1,
        values={"service": context.service.name},
        shown=place_name(request, context.service),
    )
    return form_of(question("place", DefaultPlace(), ask))


@screen(routes.services_place, context=ServiceContext, form=service_place_form)
def change_service_place(context: ServiceContext, request: Request) -> Screen:
    """Set where one service takes place."""
    kind, text = request.values["place"]
    request.find_service(CatalogueService).change_place(context.service, kind, text)
    return show(request, routes.services_card(service=context.service.id), notice=saved(request))


def _choices(context: ProfessionalContext, request: Request) -> list[Choice]:
    none = Choice(request.label(_("button-no-place")), NONE)
    if not find_address(request, context.provider):
        return [none]
    return [Choice(request.label(_("button-my-address")), ADDRESS), none]
