"""What one client has said about the professional's documents, and reminding them."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.clients import name_shown
from kalenner.people.policy import ClientOfMineContext, NotAvailable
from kalenner.screens import Button, Notice, Screen, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner_documents import _, routes
from kalenner_documents.errors import RemindedToday
from kalenner_documents.history import ConsentHistory
from kalenner_documents.reader_queries import ReaderQueries
from kalenner_documents.reminders import remind as remind_client
from kalenner_documents.screens.words import document_name, evidence_line, standing_of
from kalenner_documents.text_cipher import TextCipher


@screen(routes.status, context=ClientOfMineContext)
def show_status(context: ClientOfMineContext, request: Request) -> Screen:
    """Show each document that asks for consent, and what the client has said."""
    client = context.client
    queries = ReaderQueries(request.dbsession, client, request.clock.now())
    count = queries.count_status()
    _places, page, pages = page_of(range(count), request.args["page"])
    items = queries.list_status(start=page * PAGE_SIZE, limit=PAGE_SIZE)
    name = name_shown(request, client.account.client_name)
    shown = (
        lines(
            request.text(_("document-title"), name=document_name(request, item.document)),
            standing_of(request, item),
        )
        for item in items
    )
    rows: list[Row] = [*pager(page, pages, lambda number: routes.status(client=client.id, page=number))]
    if client.blocked_at is None and queries.list_waiting():
        rows.append((Button(request.label(_("button-remind")), routes.remind(client=client.id)),))
    if ConsentHistory(request.dbsession, request.find_service(TextCipher)).count(client):
        rows.append((Button(request.label(_("button-history")), routes.history(client=client.id, page=0)),))
    heading = request.text(_("status-heading"), name=name)
    return Screen(
        paragraphs(heading, *shown, evidence_line(request))
        if count
        else request.text(_("status-empty"), name=name),
        rows=tuple(rows),
        back=home_routes.clients_card(client=client.id),
    )


@screen(routes.remind, context=ClientOfMineContext)
def remind(context: ClientOfMineContext, request: Request) -> Screen:
    """Remind the client of what waits for an answer."""
    client = context.client
    queries = ReaderQueries(request.dbsession, client, request.clock.now())
    if client.blocked_at is not None or not queries.list_waiting():
        raise NotAvailable
    try:
        remind_client(request, client)
    except RemindedToday:
        notice = Notice(request.label(_("reminded-today")), is_alert=True)
    else:
        notice = Notice(request.label(_("reminder-sent")))
    return show(request, routes.status(client=client.id, page=0), notice=notice)
