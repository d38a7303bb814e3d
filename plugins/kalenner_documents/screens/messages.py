"""Messages about documents, each a card of its own: of a consent (N9), and to read something."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.clients import name_shown
from kalenner.people import Client
from kalenner.people.policy import NotAvailable, SpecialistContext
from kalenner.screens import Button, Screen, lines, paragraphs, screen
from kalenner.screens.model import Row
from kalenner_documents import _, routes
from kalenner_documents.models import Decision
from kalenner_documents.reader_queries import ReaderQueries
from kalenner_documents.screens.contexts import ConsentContext, ReaderContext
from kalenner_documents.screens.words import document_label, document_name
from kalenner_scheduling.api import Line, clients_appointments, list_coming_of_client, marked_line

MOST_NAMED = 10
"""How many documents or appointments one message names."""


@screen(routes.consented, context=ConsentContext)
def show_consented(context: ConsentContext, request: Request) -> Screen:
    """Tell the professional that a client has agreed, or has withdrawn the consent (N9)."""
    consent = context.consent
    message = _("has-agreed") if consent.decision == Decision.AGREED else _("has-withdrawn")
    client, document = consent.client, consent.document
    status = Button(request.label(_("button-consent-status")), routes.status(client=client.id, page=0))
    text = request.text(
        message,
        name=name_shown(request, client.account.client_name),
        document=document_name(request, document),
    )
    coming = _coming(request, client) if consent.decision == Decision.WITHDRAWN else []
    receipt = Button(request.label(_("button-receipt")), routes.receipt(position=consent.position))
    rows: list[Row] = [(status, receipt)] if client.removed_at is None else [(receipt,)]
    if coming and client.removed_at is None:
        press = clients_appointments(client=client.id, page=0)
        rows.append((Button(request.label(_("button-appointments")), press),))
    return Screen(paragraphs(text, _coming_text(request, coming)), rows=tuple(rows), is_card=True)


def _coming(request: Request, client: Client) -> list[Line]:
    now = request.clock.now()
    return list_coming_of_client(request.dbsession, client.account_id, now, client.provider_id)


def _coming_text(request: Request, coming: list[Line]) -> Markup | None:
    """Name the appointments, which stay as they are."""
    if not coming:
        return None
    named = (
        marked_line(line, request.reader.joined((request.reader.moment(line.starts_at), line.service_name)))
        for line in coming[:MOST_NAMED]
    )
    more = len(coming) - MOST_NAMED
    return lines(
        request.text(_("appointments-stay"), count=len(coming)),
        *named,
        request.text(_("and-more"), count=more) if more > 0 else None,
    )


@screen(routes.please_read, context=ReaderContext)
def show_please_read(context: ReaderContext, request: Request) -> Screen:
    """Ask a client to read one document."""
    item = ReaderQueries(request.dbsession, context.client, request.clock.now()).find(context.document)
    if item is None or not item.is_waiting or context.client.blocked_at is not None:
        raise NotAvailable
    read = Button(document_label(request, item.document), routes.read(document=item.document.id))
    text = request.text(_("please-read"), name=context.client.provider.nickname)
    return Screen(text, rows=((read,),), is_card=True)


@screen(routes.ended, context=ReaderContext)
def show_ended(context: ReaderContext, request: Request) -> Screen:
    """Tell a client that a consent has ended after its months, and ask for another."""
    queries = ReaderQueries(request.dbsession, context.client, request.clock.now())
    item = queries.find(context.document)
    if item is None or not item.is_waiting or context.client.blocked_at is not None:
        raise NotAvailable
    read = Button(document_label(request, item.document), routes.read(document=item.document.id))
    text = request.text(
        _("consent-ended"),
        name=context.client.provider.nickname,
        document=document_name(request, item.document),
    )
    return Screen(text, rows=((read,),), is_card=True)


@screen(routes.reminded, context=SpecialistContext)
def show_reminded(context: SpecialistContext, request: Request) -> Screen:
    """Remind a client of what waits for an answer."""
    waiting = ReaderQueries(request.dbsession, context.client, request.clock.now()).list_waiting()
    if not waiting or context.client.blocked_at is not None:
        raise NotAvailable
    names = lines(*(document_label(request, item.document) for item in waiting[:MOST_NAMED]))
    heading = request.text(_("please-read-still"), name=context.provider.nickname, count=len(waiting))
    documents = Button(
        request.label(_("button-documents")), routes.reader(provider=context.provider.id, page=0)
    )
    return Screen(paragraphs(heading, names), rows=((documents,),), is_card=True)
