"""Public holidays: country and region, a year's list with ticks, and the offer of the next year."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import Reader, at_start
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    BACK,
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import TICKED, UNTICKED
from kalenner.zones.folding import fold
from kalenner.zones.instants import local_day, to_seconds
from kalenner.zones.names import country_of
from kalenner_scheduling import _
from kalenner_scheduling.catalogue.services import PreferencesService
from kalenner_scheduling.contexts import KINDS
from kalenner_scheduling.time_off import routes
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.time_off.public_holidays import (
    city_of,
    countries,
    public_holidays,
    regions_of,
)
from kalenner_scheduling.time_off.screens.blocks import impact
from kalenner_scheduling.time_off.services import TimeOffService

WHOLE_COUNTRY = "-"
"""The answer that names no region."""
_LIST = KINDS.index(ClosureKind.HOLIDAY)


class YearContext(ProfessionalContext):
    """This year or the next one, by the argument ``year``, and whose public holidays were chosen."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.year: int = request.args["year"]
        self.today: dt.date = request.find_service(TimeOffService).today(self.provider)
        if not 0 <= self.year - self.today.year <= 1:
            raise NotAvailable
        preferences = request.find_service(PreferencesService).get(self.provider)
        self.country = preferences.holiday_country
        self.region = preferences.holiday_region


class Country(colander.SchemaType):
    """A country by its name in the reader's language or in English, or by its two letters."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the country's code; raises Invalid."""
        text = fold(cstruct if isinstance(cstruct, str) else "")
        for code in sorted(countries()):
            if text in {fold(code), fold(country_name(self._reader, code))}:
                return code
        raise colander.Invalid(node, _("no-such-country"))


class Region(colander.SchemaType):
    """A region of a country by its code or its name, or the country as a whole."""

    def __init__(self, country: str) -> None:
        self._country = country

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str | None:
        """Return the region's code, None for the whole country; raises Invalid."""
        if cstruct == WHOLE_COUNTRY:
            return None
        text = fold(cstruct if isinstance(cstruct, str) else "")
        for code, name in regions_of(self._country).items():
            if text in {fold(code), fold(name)}:
                return code
        raise colander.Invalid(node, _("no-such-region"))


def country_name(reader: Reader, country: str) -> str:
    """Return the name of a country as the reader calls it."""
    return str(reader.locale.territories.get(country, country))


def country_form(context: YearContext, request: Request) -> colander.SchemaNode:
    """Ask for the country; that of the time zone is proposed, and the one chosen before."""
    proposed = (country_of(context.provider.zone.key), context.country)
    codes = [code for code in dict.fromkeys(proposed) if code in countries()]
    choices = [Choice(country_name(request.reader, code), code) for code in codes if code]
    ask = Ask(_("ask-holiday-country"), choices, per_row=1, leave=BACK)
    return form_of(question("country", Country(request.reader), ask))


@screen(routes.closures_public_country, context=YearContext, form=country_form)
def choose_country(context: YearContext, request: Request) -> Screen:
    """Keep the country, and go on to its regions, where it has some."""
    country = request.values["country"]
    request.find_service(PreferencesService).choose_holidays(context.provider, country, None)
    target = routes.closures_public_region if regions_of(country) else routes.closures_public
    return show(request, target(year=context.year))


def region_form(context: YearContext, request: Request) -> colander.SchemaNode:
    """Ask for the region of the chosen country."""
    if context.country is None:
        raise NotAvailable
    whole = Choice(request.label(_("button-whole-country")), WHOLE_COUNTRY)
    country, names = context.country, regions_of(context.country)
    codes = sorted(names, key=lambda code: (city_of(country, code) is not None, fold(names[code])))
    ask = Ask(
        _("ask-holiday-region"),
        [whole, *(Choice(region_name(request, country, code), code) for code in codes)],
        per_row=2,
        values={"country": country_name(request.reader, context.country)},
        leave=BACK,
    )
    return form_of(question("region", Region(context.country), ask))


@screen(routes.closures_public_region, context=YearContext, form=region_form)
def choose_region(context: YearContext, request: Request) -> Screen:
    """Keep the region, and show its holidays."""
    if context.country is None:
        raise NotAvailable
    region = request.values["region"]
    request.find_service(PreferencesService).choose_holidays(context.provider, context.country, region)
    return show(request, routes.closures_public(year=context.year))


@screen(routes.closures_public, context=YearContext)
def show_year(context: YearContext, request: Request) -> Screen:
    """Show the public holidays of the year that are not added yet, all of them ticked at first."""
    if context.country is None:
        return show(request, routes.closures_public_country(year=context.year))
    holidays = _missing(context, request)
    if not holidays and (context.year, context.today.month) == (context.today.year, 12):
        return show(request, routes.closures_public(year=context.year + 1))
    chosen = _chosen(request, holidays)
    rows: list[Row] = [
        (
            Button(
                f"{TICKED if day in chosen else UNTICKED} {_line(request.reader, day, name)}",
                screen_routes.tick(item=day.toordinal()),
            ),
        )
        for day, name in holidays.items()
    ]
    if chosen:
        label = request.label(_("button-add-public-holidays"), number=len(chosen))
        rows.append((Button(label, routes.closures_public_add(year=context.year)),))
    other_year = context.year + (1 if context.year == context.today.year else -1)
    other_country = Button(
        request.label(_("button-other-country")), routes.closures_public_country(year=context.year)
    )
    rows.append((other_country, Button(str(other_year), routes.closures_public(year=other_year))))
    return Screen(
        paragraphs(
            lines(
                request.text(_("public-holidays-title"), year=context.year),
                _whose(request, context.country, context.region),
            ),
            request.text(_("public-holidays-choose") if holidays else _("public-holidays-none")),
            _impact(context, request, chosen),
        ),
        rows=tuple(rows),
        back=routes.closures_list(kind=_LIST, page=0),
    )


@screen(routes.closures_public_add, context=YearContext)
def add(context: YearContext, request: Request) -> Screen:
    """Add the public holidays that are ticked."""
    chosen = _chosen(request, _missing(context, request))
    request.dialog.ticks = []
    number = 0
    if chosen and context.country is not None:
        number = request.find_service(TimeOffService).add_public_holidays(
            context.provider, chosen, context.country, context.region
        )
    notice = Notice(request.label(_("public-holidays-added"), count=number))
    return show(request, routes.closures_list(kind=_LIST, page=0), notice=notice)


@screen(routes.closures_public_offer, context=YearContext)
def offer(context: YearContext, request: Request) -> Screen:
    """Offer the public holidays of the next year, as a message of its own."""
    if context.country is None:
        raise NotAvailable
    label = request.label(_("button-public-holidays-of"), year=context.year)
    return Screen(
        lines(
            request.text(_("public-holidays-offer"), year=context.year),
            _whose(request, context.country, context.region),
        ),
        rows=((Button(label, routes.closures_public(year=context.year)),),),
        is_card=True,
    )


def _missing(context: YearContext, request: Request) -> Mapping[dt.date, str]:
    """Return the public holidays of the year that are not over and not added yet, in order."""
    if context.country is None:
        return {}
    first, last = dt.date(context.year, 1, 1), dt.date(context.year, 12, 31)
    known = request.find_service(TimeOffService).holidays_between(context.provider, first, last)
    try:
        holidays = public_holidays(context.country, context.region, context.year, request.reader.language)
    except KeyError:  # a region that the library has given up
        holidays = {}
    return {day: name for day, name in holidays.items() if day >= context.today and day not in known}


def _chosen(request: Request, holidays: Mapping[dt.date, str]) -> Mapping[dt.date, str]:
    """Return those that are to be added: a press on one leaves it out, another takes it in again."""
    left_out = set(request.dialog.ticks)
    return {day: name for day, name in holidays.items() if day.toordinal() not in left_out}


def _impact(context: YearContext, request: Request, chosen: Mapping[dt.date, str]) -> Markup | None:
    """Return which appointments lie on the chosen days, if any do."""
    if not chosen:
        return None
    service: TimeOffService = request.find_service(TimeOffService)
    affected = service.list_affected_by_days(context.provider, min(chosen), max(chosen))
    zone = context.provider.zone
    hits = [line for line in affected if local_day(to_seconds(line.starts_at), zone) in chosen]
    return impact(request, hits) if hits else None


def _line(reader: Reader, day: dt.date, name: str) -> str:
    return reader.joined((at_start(reader.short_day(day)), name))


def region_name(request: Request, country: str, region: str) -> str:
    """Return the name of a part of a country; that of a city says that it is one."""
    city = city_of(country, region)
    if city is not None:
        return str(request.label(_("city-with-own-holidays"), name=city))
    return regions_of(country).get(region, region)


def _whose(request: Request, country: str, region: str | None) -> str:
    name = country_name(request.reader, country)
    return f"{name}, {region_name(request, country, region)}" if region else name
