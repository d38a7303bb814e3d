"""What holidays, vacation and away have in common: the month to choose a day from, what lies within."""

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import Button, Press, Screen, Style, act, current, go
from kalenner.screens.model import Row
from kalenner.screens.widgets import month_rows, page_of, pager
from kalenner.zones.instants import span_of_days
from kalenner_scheduling import _
from kalenner_scheduling.appointments.lists import Line
from kalenner_scheduling.time_off.block_contexts import KINDS
from kalenner_scheduling.time_off.block_words import away_text, days_of, days_text
from kalenner_scheduling.time_off.queries import closed_days
from kalenner_scheduling.time_off.services import BlockService
from kalenner_scheduling.words import alert, line_label

AWAY = len(KINDS)
"""Stands for a time away, beside the kinds of closures."""
CLOSED = "×"
BIN = "🗑\N{VARIATION SELECTOR-16}"


def month_to_choose(
    context: ProfessionalContext,
    request: Request,
    first: dt.date,
    last: dt.date,
    *,
    day: Callable[[dt.date], Press],
    turn: Callable[[dt.date], Press],
) -> list[Row]:
    """Return the month of the argument ``month`` to choose a day of `first` to `last` from.

    Days that are closed already are marked.
    """
    month = min(max(request.args["month"], first), last).replace(day=1)
    end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    closed = closed_days(request.dbsession, context.provider.id, month, end)
    here = (month + dt.timedelta(days=number) for number in range(end.day))
    marks = {one: CLOSED if one in closed else "" for one in here if first <= one <= last}
    return month_rows(
        request, month, marks, day=day, turn=turn, first=first, last=last, nowhere=act("blocks.no_day")
    )


def month_text(request: Request, prompt: Any, **values: object) -> Markup:
    """Return a prompt with what the marks in the month mean."""
    text: Markup = request.text(prompt, mark=CLOSED, **values)
    return text


def say_no_day(context: ProfessionalContext, request: Request) -> Screen:
    """Answer a press on a day that cannot be chosen."""
    del context
    return current(request, alert(request, _("no-such-choice")))


def instants_of_days(
    context: ProfessionalContext, first: dt.date, last: dt.date
) -> tuple[dt.datetime, dt.datetime]:
    """Return when days of the provider's calendar begin and end."""
    start, end = span_of_days(context.provider.zone, first, last)
    return dt.datetime.fromtimestamp(start, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC)


def hit_rows(
    request: Request, hits: Sequence[Line], kind: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[Row]:
    """Return the button that leads to the appointments within a block, if there are any."""
    if not hits:
        return []
    there = go("blocks.hit", kind=kind, starts_at=starts_at, ends_at=ends_at, page=0)
    return [(Button(request.label(_("button-show")), there),)]


def save_rows(request: Request, press: Press, no: Press) -> list[Row]:
    """Return the row that asks before a block is saved."""
    save = Button(request.label(_("button-save")), press, Style.SUCCESS)
    return [(save, Button(request.label(_("button-no")), no))]


def show_hit(context: ProfessionalContext, request: Request) -> Screen:
    """Show the appointments within a block, each leading to where it can be cancelled."""
    kind, starts_at, ends_at = (request.args[name] for name in ("kind", "starts_at", "ends_at"))
    if not 0 <= kind <= AWAY or ends_at <= starts_at:
        raise NotAvailable
    if kind == AWAY:
        title, back = (
            away_text(request, starts_at, ends_at),
            go("away.times", starts_at=starts_at, ends_at=ends_at),
        )
    else:
        first, last = days_of(context.provider.zone, starts_at, ends_at)
        title = days_text(request, first, last)
        back = go("closures.days", kind=kind, first_day=first, last_day=last)
    hits = request.find_service(BlockService).hit_by(context.provider, starts_at, ends_at)
    shown, page, pages = page_of(hits, request.args["page"])
    rows: list[Row] = [
        (Button(line_label(request, one), go("appointments.card", appointment=one.id)),) for one in shown
    ]
    rows += pager(
        page,
        pages,
        lambda there: go("blocks.hit", kind=kind, starts_at=starts_at, ends_at=ends_at, page=there),
    )
    text = request.text(_("hit-title") if hits else _("hit-none"), block=title)
    return Screen(text, rows=tuple(rows), back=back)


def includeme(config: Configurator) -> None:
    """Add the screens."""
    mine: dict[str, Any] = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(
        show_hit,
        name="blocks.hit",
        path="/blocks/hit/{kind}/{starts_at}/{ends_at}/{page}",
        args={"kind": int, "starts_at": dt.datetime, "ends_at": dt.datetime, "page": int},
        **mine,
    )
    config.add_screen(say_no_day, name="blocks.no_day", path="/blocks/no_day", effect=True, **mine)
