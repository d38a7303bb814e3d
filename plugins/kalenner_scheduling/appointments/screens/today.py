"""Office → Today: what takes place today, in order of time."""

import datetime as dt
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Screen, go, lines
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments.screens.day import lines_of_day, time_label


def show_today(context: ProfessionalContext, request: Request) -> Screen:
    """Show today's appointments; a long day has pages."""
    day: dt.date = request.reader.local(request.clock.now()).date()
    listed = lines_of_day(request, context.provider, day)
    shown, page, pages = page_of(listed, request.args.get("page", 0))
    rows: list[Row] = [
        (Button(time_label(request, one), go("appointments.card", appointment=one.id)),) for one in shown
    ]
    rows += pager(page, pages, lambda there: go("today.page", page=there))
    rows.append((Button(request.label(_("button-free-today")), go("calendar.day", day=day)),))
    heading = request.text(_("today-title"), day=request.reader.day(day))
    empty = None if listed else request.text(_("no-appointments-today"))
    return Screen(lines(heading, empty), rows=tuple(rows), back=go("office"))


def includeme(config: Configurator) -> None:
    """Add the screens."""
    mine: dict[str, Any] = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(show_today, name="today", path="/today", **mine)
    config.add_screen(show_today, name="today.page", path="/today/page/{page}", args={"page": int}, **mine)
