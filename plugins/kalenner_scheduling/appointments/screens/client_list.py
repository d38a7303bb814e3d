"""The client's lists of appointments, coming and past, with one specialist or with all."""

from dataclasses import replace
from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import PersonContext
from kalenner.screens import Button, Press, Screen, screen, show
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.lists import (
    Line,
    has_appointments,
    list_coming_of_client,
    page_of_client_past,
)
from kalenner_scheduling.catalogue.translations import names_for_reader
from kalenner_scheduling.words import line_label

EVERYBODY = 0
"""Stands for a specialist's id where the appointments with all of them are shown."""


@screen(routes.mine)
def open_list(context: PersonContext, request: Request) -> Screen:
    """Show the client's appointments with every specialist."""
    del context
    return show(request, routes.mine_list(provider=EVERYBODY, page=0))


@screen(routes.mine_list)
def show_coming(context: PersonContext, request: Request) -> Screen:
    """Show the client's coming appointments."""
    provider_id = request.args["provider"]
    now, account_id = request.clock.now(), context.account.id
    coming = list_coming_of_client(request.dbsession, account_id, now, provider_id or None)
    back = home_routes.specialists_card(provider=provider_id) if provider_id else screen_routes.menu()
    past = (Button(request.label(_("button-past")), routes.mine_past(provider=provider_id, page=0)),)
    if not coming:
        has_past = has_appointments(request.dbsession, provider_id or None, account_id)
        message = _("no-coming-appointments-of-client") if has_past else _("no-appointments-of-client")
        book = _book_row(request, provider_id)
        return Screen(request.text(message), rows=(book, past) if has_past else (book,), back=back)
    lines_of_page, page, pages = page_of(coming, request.args["page"])
    rows = [
        *_line_rows(request, lines_of_page, provider_id, page),
        *pager(page, pages, lambda number: routes.mine_list(provider=provider_id, page=number)),
        past,
    ]
    return Screen(request.text(_("my-appointments-title")), rows=tuple(rows), back=back)


@screen(routes.mine_past)
def show_past(context: PersonContext, request: Request) -> Screen:
    """Show the client's past appointments, the newest first."""
    provider_id = request.args["provider"]
    past = page_of_client_past(
        request.dbsession,
        context.account.id,
        request.clock.now(),
        request.args["page"],
        PAGE_SIZE,
        provider_id or None,
    )
    back = routes.mine_list(provider=provider_id, page=0)
    if not past.lines:
        none = request.text(_("no-past-appointments-of-client"))
        return Screen(none, rows=(_book_row(request, provider_id),), back=back)
    rows = [
        *_line_rows(request, past.lines, provider_id, past.page),
        *pager(past.page, past.pages, lambda number: routes.mine_past(provider=provider_id, page=number)),
    ]
    return Screen(request.text(_("my-past-appointments-title")), rows=tuple(rows), back=back)


def list_of(provider_id: int, page: int, *, is_coming: bool) -> Press:
    """Lead to a page of the list that an appointment stands in."""
    return (routes.mine_list if is_coming else routes.mine_past)(provider=provider_id, page=page)


def _line_rows(request: Request, lines: Any, provider_id: int, page: int) -> list[Row]:
    def press(line: Line) -> Press:
        return routes.mine_open(appointment=line.id, provider=provider_id, page=page)

    names = names_for_reader(
        request, [(line.provider_id, line.service_id, line.service_name) for line in lines]
    )
    shown = [replace(line, service_name=name) for line, name in zip(lines, names, strict=True)]
    return [(Button(line_label(request, line), press(line)),) for line in shown]


def _book_row(request: Request, provider_id: int) -> Row:
    book = routes.book_services(provider=provider_id) if provider_id else routes.book()
    return (Button(request.label(_("button-book")), book),)
