"""The pictures behind parts of the page."""

import colander
from pyramid.request import Request

from kalenner.files import StoredPicture
from kalenner.home.pictures import delete_unless_used, files_of, take_picture
from kalenner.i18n import Translatable
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import PictureFile
from kalenner_design_templates import _, routes
from kalenner_design_templates.services import PLACES, DesignService

LABELS: dict[str, Translatable] = {
    "page": _("button-main"),
    "header": _("button-page-header"),
    "contact": _("button-contact"),
}
HEADINGS: dict[str, Translatable] = {
    "page": _("background-main"),
    "header": _("background-header"),
    "contact": _("background-contact"),
}


class PlaceContext(ProviderContext):
    """One part of the professional's page, named by the argument ``place``, and the picture behind it."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        number = request.args["place"]
        if not 0 <= number < len(PLACES):
            raise NotAvailable
        self.place = PLACES[number]
        self.number: int = number
        self.picture: StoredPicture | None = (
            request.find_service(DesignService).backgrounds(self.provider).get(self.place)
        )


@screen(routes.design_backgrounds, context=ProviderContext)
def show_backgrounds(context: ProviderContext, request: Request) -> Screen:
    """Show which parts of the page have a picture behind them."""
    backgrounds = request.find_service(DesignService).backgrounds(context.provider)
    place_lines = [
        request.text(
            _("background-is-there") if place in backgrounds else _("background-is-not"),
            place=request.label(LABELS[place]),
        )
        for place in PLACES
    ]
    row = tuple(
        Button(request.label(LABELS[place]), routes.design_background(place=number))
        for number, place in enumerate(PLACES)
    )
    return Screen(
        paragraphs(request.text(_("backgrounds")), lines(*place_lines)),
        rows=(row,),
        back=routes.design_configuration(),
    )


@screen(routes.design_background, context=PlaceContext)
def show_background(context: PlaceContext, request: Request) -> Screen:
    """Show the picture behind a part of the page, and how to have another or none."""
    place, picture = context.number, context.picture
    row = [Button(request.label(_("button-upload")), routes.design_background_upload(place=place))]
    if picture is not None:
        remove = routes.design_background_remove(place=place)
        row.append(Button(request.label(_("button-remove")), remove, Style.DANGER))
    return Screen(
        paragraphs(
            request.text(HEADINGS[context.place]),
            None if picture else request.text(_("background-empty")),
        ),
        rows=(tuple(row),),
        picture=files_of(request).find(picture.fallbacks[-1].key) if picture else None,
        back=routes.design_backgrounds(),
    )


def upload_form(context: PlaceContext, request: Request) -> colander.SchemaNode:
    """Ask for a picture."""
    del context, request
    return form_of(question("picture", PictureFile(), Ask(_("ask-background"))))


@screen(routes.design_background_upload, context=PlaceContext, form=upload_form)
def upload(context: PlaceContext, request: Request) -> Screen:
    """Put a picture behind the part of the page."""
    picture = take_picture(request, "picture", request.values["picture"])
    _replace(context, request, picture)
    screen: Screen = request.show(routes.design_background(place=context.number), notice=saved(request))
    return screen


@screen(routes.design_background_remove, context=PlaceContext)
def remove(context: PlaceContext, request: Request) -> Screen:
    """Have nothing behind it any more."""
    _replace(context, request, None)
    notice = Notice(request.label(_("removed")))
    screen: Screen = request.show(routes.design_background(place=context.number), notice=notice)
    return screen


def _replace(context: PlaceContext, request: Request, picture: StoredPicture | None) -> None:
    service: DesignService = request.find_service(DesignService)
    before = service.set_background(context.provider, context.place, picture)
    if before is not None:
        delete_unless_used(request, context.provider, before.keys())
