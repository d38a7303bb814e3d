"""Choosing a time zone: likely ones, a typed city, or region by region; the local time confirms it."""

import datetime as dt
import zlib
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.consequences import consequence_lines
from kalenner.home.setup import is_set_up
from kalenner.home.welcome import welcome_client
from kalenner.i18n import Translatable, _
from kalenner.people import Account, ClientService
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Press,
    Screen,
    Style,
    answer_form,
    form_of,
    in_rows,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens import routes as screen_routes
from kalenner.screens.answers import Text
from kalenner.screens.widgets import page_of, pager
from kalenner.zones import find_zones, is_zone, likely_zones, regions, utc_offset_label, zone_label, zones_of
from kalenner.zones.clock_text import clock_text
from kalenner.zones.search import ZoneMatch

CITY, REGION = "🔍", "🌍"
LONGEST_QUERY = 60
ZONES_A_PAGE = 16


class ZoneAnswer(Text):
    """What :func:`kalenner.zones.find_zones` understands, or the code of one of the two buttons."""

    def __init__(self, language: str) -> None:
        super().__init__(1, LONGEST_QUERY)
        self.language = language

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return what was typed; raises Invalid where no zone can be meant."""
        text = super().deserialize(node, cstruct)
        if text == CITY:
            raise colander.Invalid(node, _("type-a-city"))
        if text != REGION and not find_zones(text, self.language):
            raise colander.Invalid(node, _("zone-not-found"))
        return text


def zone_question(request: Request, prompt: Translatable, *, is_asked: bool = True) -> colander.SchemaNode:
    """Make the question for a time zone, with the likely ones as buttons."""
    reader = request.reader
    likely = likely_zones(request.account.reading_language or reader.language)
    choices = [Choice(zone_label(zone, reader.language), zone) for zone in likely]
    choices += [
        Choice(request.label(_("choice-city")), CITY),
        Choice(request.label(_("choice-region")), REGION),
    ]
    ask = Ask(prompt, choices=choices, per_row=len(likely), applies=lambda _answers: is_asked)
    return question("zone", ZoneAnswer(reader.language), ask)


def answered(request: Request, text: str, *, then: int) -> Screen:
    """Go on from an answer to the question: to the zone's confirmation, or to what it may mean.

    `then` is the id of the specialist whose card comes in the end, 0 for set-up or settings.
    """
    if text == REGION:
        return request.show(routes.zone_regions(then=then))
    matches = find_zones(text, request.reader.language)
    if len(matches) == 1:
        return _confirm(request, matches[0], then)
    rows = []
    for match in matches:
        values = {"city": match.city, "country": match.country, "time": _time_in(request, match.zone)}
        label = request.label(_("zone-match") if match.country else _("zone-match-bare"), **values)
        rows.append((Button(label, routes.zone_confirm(then=then, zone=number_of(match.zone))),))
    asked = _question(then)  # another city that is typed here answers it anew
    return Screen(request.text(_("zone-which"), text=text), rows=tuple(rows), back=asked, at=asked)


def _confirm(request: Request, match: ZoneMatch, then: int) -> Screen:
    """Ask whether the time is right; a city that no zone is named after is said beside the one that is."""
    place = zone_label(match.zone, request.reader.language)
    same_time = request.label(_("zone-of-city"), city=match.city, place=place)
    notice = None if match.city == place else Notice(same_time)
    screen: Screen = request.show(routes.zone_confirm(then=then, zone=number_of(match.zone)), notice=notice)
    return screen


def zone_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask for another time zone; in set-up, as it is asked first."""
    is_setting_up = _is_setting_up(request, context.account)
    return form_of(zone_question(request, _("ask-zone-professional") if is_setting_up else _("ask-zone")))


@screen(routes.zone, form=zone_form)
def answer_zone(context: PersonContext, request: Request) -> Screen:
    """Take the answer to the question for another time zone."""
    del context
    return answered(request, request.values["zone"], then=0)


@screen(routes.zone_regions)
def show_regions(context: PersonContext, request: Request) -> Screen:
    """Show the parts of the world."""
    del context
    then, numbers = request.args["then"], {key: number for number, key in enumerate(_region_keys())}
    buttons = [
        Button(region.label, routes.zone_region(then=then, region=numbers[region.key], page=0))
        for region in regions(request.reader.language)
    ]
    return Screen(request.text(_("zone-regions")), rows=tuple(in_rows(buttons, 2)), back=_question(then))


@screen(routes.zone_region)
def show_region(context: PersonContext, request: Request) -> Screen:
    """Show the zones of a part of the world."""
    del context
    then, number = request.args["then"], request.args["region"]
    keys = _region_keys()
    if not 0 <= number < len(keys):
        raise NotAvailable
    language = request.reader.language
    zones, page, pages = page_of(zones_of(keys[number], language), request.args["page"], ZONES_A_PAGE)
    buttons = [
        Button(choice.label, routes.zone_confirm(then=then, zone=number_of(choice.zone))) for choice in zones
    ]
    turn = pager(
        page, pages, lambda number_of_page: routes.zone_region(then=then, region=number, page=number_of_page)
    )
    label = next(region.label for region in regions(language) if region.key == keys[number])
    return Screen(
        request.text(_("zone-region"), region=label),
        rows=(*in_rows(buttons, 2), *turn),
        back=routes.zone_regions(then=then),
    )


def receive_city(context: PersonContext, request: Request) -> Screen:
    """Look another city up that is typed instead of an answer."""
    del context
    return answer_form(request, _question(request.args["then"]))


@screen(routes.zone_confirm, receive=receive_city)
def ask_zone(context: PersonContext, request: Request) -> Screen:
    """Show what time it is in a zone and what moving there would bring about, and ask whether it is right."""
    then, zone = request.args["then"], _zone_here(request)
    values = {
        "place": zone_label(zone, request.reader.language),
        "offset": utc_offset_label(request.clock.now(), zone),
        "time": _time_in(request, zone),
    }
    confirmation = routes.zone_save(then=then, zone=request.args["zone"])
    return Screen(
        paragraphs(*_what_moves(context, request, zone), request.text(_("zone-confirm"), **values)),
        rows=(
            (
                Button(request.label(_("button-yes")), confirmation, Style.SUCCESS),
                Button(request.label(_("button-no")), _question(then)),
            ),
        ),
        back=_question(then),
    )


def _what_moves(context: PersonContext, request: Request, zone: str) -> list[Markup]:
    """Return what another zone than the present one would bring about."""
    account = context.account
    if account.timezone in {None, zone}:
        return []
    consequences = request.hooks.platform_zone_consequences(account=account, zone=ZoneInfo(zone))
    hours = [request.text(_("zone-change-professional"))] if account.practice is not None else []
    return [*hours, consequence_lines(consequences)]


@screen(routes.zone_save)
def save_zone(context: PersonContext, request: Request) -> Screen:
    """Remember the zone, and go back to where it was asked for."""
    account, then = context.account, request.args["then"]
    is_setting_up = _is_setting_up(request, account)
    account.timezone = _zone_here(request)
    request.dbsession.flush()
    organization = account.organization if account.role == Role.OWNER else None
    if organization is not None and organization.own_timezone is None:
        organization.own_timezone = account.timezone
        return request.show(screen_routes.menu())
    if then:
        client = request.find_service(ClientService).find(then, account.id)
        if client is None:
            raise NotAvailable
        return welcome_client(request, client)
    return request.show(routes.setup() if is_setting_up else routes.settings(), notice=saved(request))


def _is_setting_up(request: Request, account: Account) -> bool:
    if account.practice is None or account.role != Role.PROFESSIONAL:
        return False
    return not is_set_up(request, account.practice)


def number_of(zone: str) -> int:
    """Return a number that stands for a zone in buttons, the same in every release of the tz database."""
    return zlib.crc32(zone.encode())


@cache
def _zones_by_number() -> dict[int, str]:
    return {number_of(zone): zone for zone in available_timezones() if is_zone(zone)}


@cache
def _region_keys() -> list[str]:
    return sorted(region.key for region in regions("en"))


def _zone_here(request: Request) -> str:
    zone = _zones_by_number().get(request.args["zone"])
    if zone is None:
        raise NotAvailable
    return zone


def _question(then: int) -> Press:
    return routes.client_introduce(provider=then) if then else routes.zone()


def _time_in(request: Request, zone: str) -> str:
    now: dt.datetime = request.clock.now()
    local = now.astimezone(ZoneInfo(zone))
    return clock_text(local.hour, local.minute)
