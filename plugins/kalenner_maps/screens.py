"""The card of a map: where its link leads, and how to change that."""

from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.links import LinkRefused
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Link,
    Screen,
    form_of,
    lines,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import link_of, link_refusal
from kalenner.screens.model import Row
from kalenner_maps import _, routes
from kalenner_maps.maps import MAPS, Map, NoPlace, check_map_link, in_one_line
from kalenner_maps.models import MapChoice
from kalenner_maps.services import MapService


class MapContext(ProviderContext):
    """One map of the table, named by its place: the argument ``map``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.place: int = request.args["map"]
        if not 0 <= self.place < len(MAPS):
            raise NotAvailable
        self.map = MAPS[self.place]


class PlaceLink(colander.SchemaType):
    """A link to a place on a map, perhaps within the text that the map's app shares."""

    def __init__(self, map_: Map) -> None:
        self.map = map_

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the link in the form in which it is kept; raises Invalid."""
        if not isinstance(cstruct, str) or not cstruct.strip():
            raise colander.Invalid(node, _("send-link"))
        try:
            return link_of(
                node,
                cstruct,
                lambda link: check_map_link(self.map, link),
                hosts=self.map.hosts,
                refusals=(LinkRefused, NoPlace),
            )
        except LinkRefused as refused:
            raise colander.Invalid(node, link_refusal(refused)) from refused
        except NoPlace as refused:
            values = {"map": self.map.label, "starts": self.map.starts}
            raise colander.Invalid(node, _("not-on-the-map", mapping=values)) from refused

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the link."""
        del node
        return appstruct


@screen(routes.card, context=MapContext)
def show(context: MapContext, request: Request) -> Screen:
    """Show where a map leads, and offer the other ways."""
    map_, provider = context.map, context.provider
    address = _find_address(request, provider)
    service = request.find_service(MapService)
    choice = service.find_choice(provider.id, map_)
    url = dict(service.list_links(provider.id, address)).get(map_)
    rows: list[Row] = [(Button(request.label(_("button-open")), Link(url)),)] if url else []
    own_link = Button(request.label(_("button-own-link")), routes.link(map=context.place))
    hide = Button(request.label(_("button-hide")), routes.hide(map=context.place))
    rows.append((own_link, hide) if url else (own_link,))
    if choice is not None:
        label = request.label(_label_of_reset(choice, address))
        rows.append((Button(label, routes.use_address(map=context.place)),))
    heading = request.text(_("map-heading"), map=map_.label)
    return Screen(
        lines(heading, _state(request, map_, choice, address)),
        rows=tuple(rows),
        back=request.hooks.platform_find_menu(menu="profile") or home_routes.settings_general(),
    )


def _state(request: Request, map_: Map, choice: MapChoice | None, address: str) -> Markup:
    """Return where a map leads, as a sentence."""
    text: Markup
    if choice is not None and choice.url:
        text = request.text(_("map-of-link"), link=choice.url)
    elif choice is not None:
        text = request.text(_("map-hidden"), map=map_.label)
    elif address:
        text = request.text(_("map-of-address"), address=address)
    else:
        text = request.text(_("map-without-address"))
    return text


def _label_of_reset(choice: MapChoice, address: str) -> Any:
    """Return the label of the button that removes the professional's choice."""
    if address:
        return _("button-from-address")
    return _("button-remove") if choice.url else _("button-show")


def _find_address(request: Request, provider: Any) -> str:
    address: str | None = request.hooks.platform_find_address(provider=provider)
    return in_one_line(address) if address else ""


def link_form(context: MapContext, request: Request) -> colander.SchemaNode:
    """Ask for a link; the present one can be kept."""
    map_ = context.map
    choice = request.find_service(MapService).find_choice(context.provider.id, map_)
    link = choice.url if choice is not None else None
    ask = Ask(_("ask-link"), values={"map": map_.label, "starts": map_.starts}, shown=link or "")
    return form_of(question("link", PlaceLink(map_), ask, current=link or colander.null))


@screen(routes.link, context=MapContext, form=link_form)
def use_link(context: MapContext, request: Request) -> Screen:
    """Let the map lead where the link does."""
    request.find_service(MapService).use_link(context.provider, context.map, request.values["link"])
    return _card(context, request)


@screen(routes.hide, context=MapContext)
def hide(context: MapContext, request: Request) -> Screen:
    """Leave the map out."""
    request.find_service(MapService).hide(context.provider, context.map)
    return _card(context, request)


@screen(routes.use_address, context=MapContext)
def use_address(context: MapContext, request: Request) -> Screen:
    """Make the link from the address."""
    request.find_service(MapService).use_address(context.provider, context.map)
    return _card(context, request)


def _card(context: MapContext, request: Request) -> Screen:
    screen: Screen = request.show(routes.card(map=context.place), notice=saved(request))
    return screen
