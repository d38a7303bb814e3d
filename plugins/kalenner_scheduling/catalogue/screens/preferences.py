"""How services are offered: how far apart starts are, the currency, whether prices are shown."""

from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import Duration
from kalenner.settings import SETTINGS
from kalenner_scheduling import _
from kalenner_scheduling.catalogue import routes
from kalenner_scheduling.catalogue.models import CataloguePreferences
from kalenner_scheduling.catalogue.services import STEP_RANGE, PreferencesService, currencies_for
from kalenner_scheduling.settings import SchedulingSettings

STEPS_OFFERED = (5, 10, 15, 20, 30, 45, 60)
CHOSEN = "✔"


def step_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask how many minutes lie between possible starts."""
    now = _preferences(context, request).step_minutes
    choices = [Choice(str(minutes), str(minutes)) for minutes in STEPS_OFFERED]
    ask = Ask(_("ask-step"), choices, shown=request.label(_("minutes"), minutes=now))
    return form_of(question("minutes", Duration(*STEP_RANGE, 30), ask, current=now))


@screen(routes.calendar_step, context=ProfessionalContext, form=step_form)
def change_step(context: ProfessionalContext, request: Request) -> Screen:
    """Set how many minutes lie between possible starts."""
    request.find_service(PreferencesService).change_step(context.provider, request.values["minutes"])
    return show(request, home_routes.settings_service(), notice=saved(request))


def step_label(request: Request, preferences: CataloguePreferences) -> str:
    """Return the menu's button, with the present value."""
    label: str = request.label(_("button-starts-every"), minutes=preferences.step_minutes)
    return label


def currency_label(request: Request, preferences: CataloguePreferences) -> str:
    """Return the menu's button, with the present values."""
    message = _("button-currency-shown") if preferences.shows_prices else _("button-currency-hidden")
    label: str = request.label(message, currency=preferences.currency)
    return label


@screen(routes.calendar_currency, context=ProfessionalContext)
def show_currency(context: ProfessionalContext, request: Request) -> Screen:
    """Show whether prices are shown, and in which currency."""
    preferences = _preferences(context, request)
    currencies = _currencies(request)
    choices = [
        Button(
            _marked(currency, is_chosen=currency == preferences.currency),
            routes.calendar_currency_choose(number=number),
        )
        for number, currency in enumerate(currencies)
    ]
    shows = preferences.shows_prices
    return Screen(
        paragraphs(
            request.text(_("currency-title")),
            lines(
                request.text(_("prices-are-shown") if shows else _("prices-are-hidden")),
                request.text(_("currency-is"), currency=preferences.currency),
            ),
            request.text(_("currency-keeps-numbers")) if len(currencies) > 1 else None,
        ),
        rows=(
            (
                Button(
                    _marked(request.label(_("button-show")), is_chosen=shows), routes.calendar_prices_show()
                ),
                Button(
                    _marked(request.label(_("button-hide")), is_chosen=not shows),
                    routes.calendar_prices_hide(),
                ),
            ),
            tuple(choices),
        ),
        back=home_routes.settings_service(),
    )


@screen(routes.calendar_prices_show, context=ProfessionalContext)
def show_prices(context: ProfessionalContext, request: Request) -> Screen:
    """Show prices on the profile page and where clients choose."""
    return _change_prices(context, request, shows=True)


@screen(routes.calendar_prices_hide, context=ProfessionalContext)
def hide_prices(context: ProfessionalContext, request: Request) -> Screen:
    """Hide prices there."""
    return _change_prices(context, request, shows=False)


@screen(routes.calendar_currency_choose, context=ProfessionalContext)
def choose_currency(context: ProfessionalContext, request: Request) -> Screen:
    """Choose one of the currencies that there are for the account's language."""
    currencies, number = _currencies(request), request.args["number"]
    if not 0 <= number < len(currencies):
        raise NotAvailable
    request.find_service(PreferencesService).change_currency(context.provider, currencies[number])
    return show(request, routes.calendar_currency(), notice=saved(request))


def _preferences(context: ProfessionalContext, request: Request) -> CataloguePreferences:
    preferences: CataloguePreferences = request.find_service(PreferencesService).get(context.provider)
    return preferences


def _currencies(request: Request) -> tuple[str, ...]:
    settings = SETTINGS.of(request.registry).of(SchedulingSettings)
    return currencies_for(settings, request.reader.language)


def _change_prices(context: ProfessionalContext, request: Request, *, shows: bool) -> Screen:
    request.find_service(PreferencesService).show_prices(context.provider, shows=shows)
    return show(request, routes.calendar_currency(), notice=saved(request))


def _marked(label: str, *, is_chosen: bool) -> str:
    return f"{CHOSEN} {label}" if is_chosen else label
