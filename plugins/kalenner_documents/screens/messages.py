"""Messages about documents, each a card of its own: of a consent (N9), and to read something."""

from pyramid.request import Request

from kalenner.home.clients import name_shown
from kalenner.people.policy import NotAvailable, SpecialistContext
from kalenner.screens import Button, Screen, lines, paragraphs, screen
from kalenner_documents import _, routes
from kalenner_documents.consent_queries import find_for_client, list_waiting
from kalenner_documents.models import Decision
from kalenner_documents.screens.contexts import ConsentContext, ReaderContext
from kalenner_documents.screens.words import document_label, document_name

MOST_NAMED = 10
"""How many documents one message names."""


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
    return Screen(text, rows=((status,),) if client.removed_at is None else (), is_card=True)


@screen(routes.please_read, context=ReaderContext)
def show_please_read(context: ReaderContext, request: Request) -> Screen:
    """Ask a client to read one document."""
    item = find_for_client(request.dbsession, context.client, context.document)
    if item is None or not item.is_waiting or context.client.blocked_at is not None:
        raise NotAvailable
    read = Button(document_label(request, item.document), routes.read(document=item.document.id))
    text = request.text(_("please-read"), name=context.client.provider.nickname)
    return Screen(text, rows=((read,),), is_card=True)


@screen(routes.reminded, context=SpecialistContext)
def show_reminded(context: SpecialistContext, request: Request) -> Screen:
    """Remind a client of what waits for an answer."""
    waiting = list_waiting(request.dbsession, context.client)
    if not waiting or context.client.blocked_at is not None:
        raise NotAvailable
    names = lines(*(document_label(request, item.document) for item in waiting[:MOST_NAMED]))
    heading = request.text(_("please-read-still"), name=context.provider.nickname, count=len(waiting))
    documents = Button(
        request.label(_("button-documents")), routes.reader(provider=context.provider.id, page=0)
    )
    return Screen(paragraphs(heading, names), rows=((documents,),), is_card=True)
