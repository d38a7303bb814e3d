"""The texts and the position of the banner; each part is saved as it is entered."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import colander
from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.home.translations import languages_button
from kalenner.hooks.platform import TranslatableText
from kalenner.hooks.themes import PageBanner
from kalenner.i18n import Translatable
from kalenner.people import Provider
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Route,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import Text, WebLink
from kalenner_design_templates import _, routes
from kalenner_design_templates.answers import NONE, Removable
from kalenner_design_templates.screens.configuration import CHOSEN
from kalenner_design_templates.services import BANNER, POSITIONS, DesignService

LABELS: dict[str, Translatable] = {"top": _("button-top"), "middle": _("button-middle")}


@dataclass(frozen=True)
class Part:
    """One part of a banner: its field, where its button leads, its line, the question, the answer's type."""

    field: str
    route: Route[[]]
    label: Translatable
    line: Translatable
    prompt: Translatable
    kind: Callable[[], colander.SchemaType]


PARTS = (
    Part(
        "heading",
        routes.design_banner_heading,
        _("button-heading"),
        _("banner-heading"),
        _("ask-heading"),
        lambda: Text(1, 80),
    ),
    Part(
        "text",
        routes.design_banner_text,
        _("button-main-text"),
        _("banner-text"),
        _("ask-main-text"),
        lambda: Text(1, 500, multiline=True),
    ),
    Part(
        "button",
        routes.design_banner_button,
        _("button-button-text"),
        _("banner-button"),
        _("ask-button-text"),
        lambda: Text(1, 30),
    ),
    Part("url", routes.design_banner_url, _("button-link"), _("banner-link"), _("ask-link"), WebLink),
)


@screen(routes.design_banner, context=ProviderContext)
def show_banner(context: ProviderContext, request: Request) -> Screen:
    """Show what the banner says, and what can be changed."""
    banner = _banner(context, request)
    heading, text, button, url = (Button(request.label(part.label), part.route()) for part in PARTS)
    return Screen(
        paragraphs(
            request.text(_("banner-details")),
            _parts(request, banner),
            request.text(_("banner-position"), position=request.label(LABELS[banner.position])),
            _hint(context, request, banner),
        ),
        rows=(
            (heading, text),
            (button, url),
            _positions(request, banner),
            (languages_button(request, BANNER),),
        ),
        back=routes.design_configuration(),
    )


def _parts(request: Request, banner: PageBanner) -> Markup:
    values = [(part, getattr(banner, part.field)) for part in PARTS]
    if not any(value for _part, value in values):
        empty: Markup = request.text(_("banner-empty"))
        return empty
    return lines(*(request.text(part.line, value=value) for part, value in values if value))


def _hint(context: ProviderContext, request: Request, banner: PageBanner) -> Markup | None:
    """Return why the banner, or its button, is not on the page; None where they are."""
    options = request.find_service(DesignService).drafted(context.provider)
    if "banner" not in options:
        hint = _("design-has-no-banner")
    elif options["banner"] == "no":
        hint = _("banner-is-off")
    elif bool(banner.button) != bool(banner.url):
        hint = _("banner-button-is-half")
    else:
        return None
    text: Markup = request.text(hint)
    return text


def translatable_texts(request: Request, provider: Provider, subject: str) -> list[TranslatableText]:
    """Return what can be given in other languages of the banner."""
    if subject != BANNER:
        return []
    banner: PageBanner = request.find_service(DesignService).banner(provider)
    texts = []
    for part in PARTS:
        kind, value = part.kind(), getattr(banner, part.field)
        if isinstance(kind, Text) and value:
            label = request.label(part.label)
            original = TranslatableText(part.field, label, value, kind.high)
            texts.append(replace(original, kind="lines") if kind.multiline else original)
    return texts


def _positions(request: Request, banner: PageBanner) -> tuple[Button, ...]:
    def button(number: int, position: str) -> Button:
        label = request.label(LABELS[position])
        text = f"{CHOSEN} {label}" if position == banner.position else label
        return Button(text, routes.design_banner_position(choice=number))

    return tuple(button(number, position) for number, position in enumerate(POSITIONS))


@screen(routes.design_banner_position, context=ProviderContext)
def set_position(context: ProviderContext, request: Request) -> Screen:
    """Put the banner somewhere else."""
    number = request.args["choice"]
    if not 0 <= number < len(POSITIONS):
        raise NotAvailable
    request.find_service(DesignService).set_banner(context.provider, position=POSITIONS[number])
    return _again(request)


def form_for(part: Part) -> Callable[[ProviderContext, Request], colander.SchemaNode]:
    """Return the form that asks for one part."""

    def form(context: ProviderContext, request: Request) -> colander.SchemaNode:
        value = getattr(_banner(context, request), part.field)
        remove = [Choice(request.label(_("button-remove")), NONE)] if value else []
        ask = Ask(part.prompt, choices=remove, shown=value)
        return form_of(question(part.field, Removable(part.kind()), ask, current=value or colander.null))

    return form


def view_for(part: Part) -> Callable[[ProviderContext, Request], Screen]:
    """Return the view that keeps one part."""

    def keep(context: ProviderContext, request: Request) -> Screen:
        values = {part.field: request.values[part.field]}
        request.find_service(DesignService).set_banner(context.provider, **values)
        return _again(request)

    return keep


def _banner(context: ProviderContext, request: Request) -> PageBanner:
    banner: PageBanner = request.find_service(DesignService).banner(context.provider)
    return banner


def _again(request: Request) -> Screen:
    screen: Screen = request.show(routes.design_banner(), notice=saved(request))
    return screen


def includeme(config: Configurator) -> None:
    """Add the question for each part; the other screens are found by the scan."""
    for part in PARTS:
        config.add_screen(view_for(part), part.route, context=ProviderContext, form=form_for(part))
