"""The printable card, as a PDF, a picture or a drawing."""

from dataclasses import asdict

from pyramid.request import Request

from kalenner.drawings import Drawing
from kalenner.people.policy import NotAvailable
from kalenner.screens import Attachment, Button, Screen, screen
from kalenner.settings import SETTINGS
from kalenner.themes.discovery import THEMES
from kalenner_profiles import _, routes
from kalenner_profiles.card import COLOURS, CardContent
from kalenner_profiles.card_files import CARD, is_in_font
from kalenner_profiles.contacts import shown_phone
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.screens.publication import PageContext
from kalenner_profiles.settings import PagesSettings

FORMATS = (("pdf", "application/pdf"), ("png", "image/png"), ("svg", "image/svg+xml"))
_SVG = len(FORMATS) - 1


@screen(routes.profile_card, context=PageContext)
def send_card(context: PageContext, request: Request) -> Screen:
    """Send the printable card as print shops want it."""
    return _sent(context, request, 0)


@screen(routes.profile_card_as, context=PageContext)
def send_card_as(context: PageContext, request: Request) -> Screen:
    """Send the printable card in another format: the argument ``format`` is its place."""
    place = request.args["format"]
    if not 0 <= place < len(FORMATS):
        raise NotAvailable
    return _sent(context, request, place)


def _sent(context: PageContext, request: Request, place: int) -> Screen:
    card = _content(context, request)
    if not is_in_font(card.name):
        place = _SVG  # the drawing is shown in the fonts of whoever opens it
    ending, media_type = FORMATS[place]
    values = {**asdict(card), "logo": context.provider.picture, "format": ending}
    others = tuple(
        Button(other.upper(), routes.profile_card_as(format=number))
        for number, (other, _type) in enumerate(FORMATS)
        if number != place
    )
    return Screen(
        request.text(_("card-hint")),
        rows=(others,),
        attachment=Attachment(f"{context.slug}.{ending}", Drawing(CARD, values), media_type),
    )


def _content(context: PageContext, request: Request) -> CardContent:
    """Return what is published as the card says it, in the colours of the design, without the logo."""
    content = request.find_service(PublicationService).content_of(context.publication)
    link = _short(context, request)
    theme = THEMES.of(request.registry).get_or_default(content.design.theme).accented(content.design.options)
    return CardContent(
        name=content.name,
        line=content.line,
        phone=shown_phone(content.contact.phone) if content.contact.phone else "",
        address=link.partition("://")[2],
        link=link,
        invitation=request.label(_("card-invitation")),
        colours={**COLOURS, **theme.colours("light")},
    )


def _short(context: PageContext, request: Request) -> str:
    """Return the address without a language, where our own web process chooses one; else the reader's."""
    settings = SETTINGS.of(request.registry).of(PagesSettings)
    if settings.public_url or settings.target.startswith("s3:"):
        return context.url
    return str(request.public_url(f"/{context.slug}"))
