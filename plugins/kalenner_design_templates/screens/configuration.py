"""The options of a design; changes are a draft until they are saved."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Button,
    Notice,
    Screen,
    Style,
    current,
    lines,
    paragraphs,
    screen,
)
from kalenner.screens.model import Row
from kalenner.themes import OPTIONS
from kalenner_design_templates import _, routes
from kalenner_design_templates.screens.words import EXPLANATIONS, NAMES, VALUES, next_rows, theme_name
from kalenner_design_templates.services import DesignService

CHOSEN = "✔"
VALUES_A_ROW = 3


class OptionContext(ProviderContext):
    """An option of the professional's design, named by the argument ``option``, the number of it."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        number, names = request.args["option"], list(OPTIONS)
        if not 0 <= number < len(names):
            raise NotAvailable
        self.option = names[number]
        if self.option not in request.find_service(DesignService).options(self.provider):
            raise NotAvailable


class ValueContext(OptionContext):
    """One value of it, named by the argument ``choice``, the number of it."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        number, values = request.args["choice"], OPTIONS[self.option]
        if not 0 <= number < len(values):
            raise NotAvailable
        self.value = values[number]


@screen(routes.design_configuration, context=ProviderContext)
def show_configuration(context: ProviderContext, request: Request) -> Screen:
    """Show every option that the design honours, what holds marked."""
    service: DesignService = request.find_service(DesignService)
    chosen, is_unsaved = service.drafted(context.provider), service.is_unsaved(context.provider)
    name = theme_name(request, service.theme_of(context.provider))
    return Screen(
        paragraphs(
            lines(request.text(_("configuration")), request.text(_("configuration-of"), name=name)),
            lines(*(_line(request, option, value) for option, value in chosen.items()))
            if chosen
            else request.text(_("nothing-to-configure")),
            request.text(_("prices-are-elsewhere")),
            request.text(_("not-saved-yet")) if is_unsaved else None,
        ),
        rows=(
            *(row for option, value in chosen.items() for row in _rows(request, option, value)),
            _save_row(request) if chosen else (),
            (
                Button(request.label(_("button-banner-details")), routes.design_banner()),
                Button(request.label(_("button-backgrounds")), routes.design_backgrounds()),
            ),
        ),
        back=routes.design_leave() if is_unsaved else home_routes.settings_general(),
    )


def _line(request: Request, option: str, value: str) -> Markup:
    label = request.label(VALUES[option][value])
    text: Markup = request.text(_("option-line"), option=request.label(NAMES[option]), value=label)
    return text


def _rows(request: Request, option: str, chosen: str) -> tuple[Row, ...]:
    """Return the name of an option, which says what it is for, and below it its values."""
    number = list(OPTIONS).index(option)
    name = Button(request.label(NAMES[option]), routes.design_explain(option=number))
    values = [_value(request, option, value, chosen) for value in VALUES[option]]
    return (name,), *(tuple(values[at : at + VALUES_A_ROW]) for at in range(0, len(values), VALUES_A_ROW))


def _value(request: Request, option: str, value: str, chosen: str) -> Button:
    label = request.label(VALUES[option][value])
    return Button(
        f"{CHOSEN} {label}" if value == chosen else label,
        routes.design_option(option=list(OPTIONS).index(option), choice=OPTIONS[option].index(value)),
    )


def _save_row(request: Request) -> Row:
    return (Button(request.label(_("button-save")), routes.design_save(), Style.SUCCESS),)


@screen(routes.design_explain, context=OptionContext)
def explain(context: OptionContext, request: Request) -> Screen:
    """Say what an option is for: the answer to a press on its name."""
    return current(request, Notice(request.label(EXPLANATIONS[context.option]), is_alert=True))


@screen(routes.design_option, context=ValueContext)
def set_option(context: ValueContext, request: Request) -> Screen:
    """Change one option of the draft."""
    request.find_service(DesignService).draft(context.provider, context.option, context.value)
    screen: Screen = request.show(routes.design_configuration())
    return screen


@screen(routes.design_save, context=ProviderContext)
def save(context: ProviderContext, request: Request) -> Screen:
    """Keep the draft."""
    request.find_service(DesignService).save(context.provider)
    screen: Screen = request.show(routes.design_saved())
    return screen


@screen(routes.design_saved, context=ProviderContext)
def show_saved(context: ProviderContext, request: Request) -> Screen:
    """Say that it is kept, and that nobody sees it yet."""
    del context
    rows = next_rows(request)
    return Screen(request.text(_("saved-not-published")), rows=rows, back=home_routes.settings_general())


@screen(routes.design_leave, context=ProviderContext)
def show_leave(context: ProviderContext, request: Request) -> Screen:
    """Ask what becomes of changes that are not saved."""
    if not request.find_service(DesignService).is_unsaved(context.provider):
        screen: Screen = request.show(home_routes.settings_general())
        return screen
    discard = Button(request.label(_("button-discard")), routes.design_discard(), Style.DANGER)
    return Screen(
        request.text(_("leave-question")),
        rows=((*_save_row(request), discard),),
        back=routes.design_configuration(),
    )


@screen(routes.design_discard, context=ProviderContext)
def discard(context: ProviderContext, request: Request) -> Screen:
    """Drop the draft."""
    request.find_service(DesignService).discard(context.provider)
    screen: Screen = request.show(
        home_routes.settings_general(), notice=Notice(request.label(_("discarded")))
    )
    return screen
