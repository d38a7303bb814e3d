"""What a client reads of a specialist, and agrees to, declines, or withdraws."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.i18n import Translatable
from kalenner.people.policy import NotAvailable, SpecialistContext
from kalenner.route import Press
from kalenner.screens import Button, Notice, Screen, Style, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, list_behind, page_of, pager
from kalenner_documents import _, routes
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.downloads import DOCUMENT
from kalenner_documents.errors import AlreadyDecided, DocumentReplaced
from kalenner_documents.history import ConsentHistory
from kalenner_documents.models import Decision, Document
from kalenner_documents.reader_queries import ReaderDocument, ReaderQueries
from kalenner_documents.screens.contexts import ReaderContext
from kalenner_documents.screens.words import (
    consent_text,
    day_of,
    document_name,
    download_screen,
    reader_label,
    size_text,
    standing_of,
)
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.words import Words
from kalenner_scheduling.api import book_services


@screen(routes.reader, context=SpecialistContext)
def show_documents(context: SpecialistContext, request: Request) -> Screen:
    """Show a specialist's documents: what waits for an answer first."""
    client, provider = context.client, context.provider
    queries = ReaderQueries(request.dbsession, client, request.clock.now())
    count = queries.count()
    _places, page, pages = page_of(range(count), request.args["page"])
    items = queries.list_all(start=page * PAGE_SIZE, limit=PAGE_SIZE)
    private = Button(request.label(_("button-private")), routes.private(provider=provider.id, page=0))
    answers = ConsentHistory(request.dbsession, request.find_service(TextCipher))
    history = Button(request.label(_("button-own-history")), routes.own_history(provider=provider.id, page=0))
    rows: list[Row] = [
        (Button(reader_label(request, item), routes.read(document=item.document.id)),) for item in items
    ]
    rows += pager(page, pages, lambda number: routes.reader(provider=provider.id, page=number))
    waiting = [item for item in items if item.is_waiting]
    heading = request.text(_("reader-heading"), name=provider.nickname)
    empty = request.text(_("reader-empty"), name=provider.nickname)
    return Screen(
        paragraphs(heading, request.text(_("reader-waiting")) if waiting else None) if count else empty,
        rows=(*rows, *([(history,)] if answers.count(client) else []), (private,)),
        back=home_routes.specialists_card(provider=provider.id),
    )


@screen(routes.read, context=ReaderContext)
def show_document(context: ReaderContext, request: Request) -> Screen:
    """Show one document to a client, with what can be said about it."""
    item = _item(context, request)
    return Screen(
        _text(context, request, item), rows=tuple(_rows(request, item)), back=_back(context, request)
    )


@screen(routes.fetch, context=ReaderContext)
def download(context: ReaderContext, request: Request) -> Screen:
    """Give a link by which the client downloads the document."""
    document = context.document
    if context.client.blocked_at is not None:
        raise NotAvailable
    item = _item(context, request)
    name, version = document_name(request, document), item.version
    back = routes.read(document=document.id)
    return download_screen(request, name, version.size, DOCUMENT, document.id, version.number, back)


@screen(routes.agree, context=ReaderContext)
def agree(context: ReaderContext, request: Request) -> Screen:
    """Agree to the version that was shown."""
    return _decide(context, request, Decision.AGREED, _("you-agreed"))


@screen(routes.decline, context=ReaderContext)
def decline(context: ReaderContext, request: Request) -> Screen:
    """Decline the version that was shown; nobody is told."""
    return _decide(context, request, Decision.DECLINED, _("you-declined"))


@screen(routes.withdraw, context=ReaderContext)
def withdraw(context: ReaderContext, request: Request) -> Screen:
    """Withdraw the consent to the version that was shown."""
    return _decide(context, request, Decision.WITHDRAWN, _("you-withdrew"))


def _decide(context: ReaderContext, request: Request, decision: Decision, said: Translatable) -> Screen:
    item, client, document = _item(context, request), context.client, context.document
    if decision is Decision.DECLINED and not document.needs_consent:
        raise NotAvailable
    shown = consent_text(request, item, client.provider.nickname)
    words = Words(client.name, document_name(request, document), shown.striptags(), request.reader.language)
    back = routes.read(document=document.id)
    try:
        entry = request.find_service(ConsentService).decide(
            client, document, request.args["version"], decision, words
        )
    except DocumentReplaced:
        return show(request, back, notice=_alert(request, _("document-replaced")))
    except AlreadyDecided:
        return show(request, back, notice=_alert(request, _("already-decided")))
    if decision is not Decision.DECLINED:
        request.notify_provider(
            client.provider,
            routes.consented(position=entry.position),
            origin_id=client.account_id,
            dedupe=f"documents:consent:{entry.provider_id}:{entry.position}",
        )
    return show(request, back, notice=Notice(request.label(said)))


def _alert(request: Request, message: Translatable) -> Notice:
    return Notice(request.label(message), is_alert=True)


def _item(context: ReaderContext, request: Request) -> ReaderDocument:
    item = ReaderQueries(request.dbsession, context.client, request.clock.now()).find(context.document)
    if item is None:
        raise NotAvailable
    return item


def _text(context: ReaderContext, request: Request, item: ReaderDocument) -> Markup:
    is_answered = item.standing.decision is not None
    if not item.document.needs_consent and not is_answered:
        return lines(
            request.text(_("document-title"), name=document_name(request, item.document)),
            request.text(
                _("document-line"),
                day=day_of(request, item.version.created_at),
                size=size_text(request, item.version.size),
            ),
        )
    shown = consent_text(request, item, context.client.provider.nickname)
    return paragraphs(shown, standing_of(request, item))


def _rows(request: Request, item: ReaderDocument) -> list[Row]:
    document, number = item.document, item.version.number
    fetch = Button(request.label(_("button-download")), routes.fetch(document=document.id))
    agree_button = Button(
        request.label(_("button-agree")), routes.agree(document=document.id, version=number), Style.SUCCESS
    )
    said = None if item.standing.has_ended else item.standing.decision
    receipt_row = _receipt_row(request, item)
    match said:
        case Decision.AGREED:
            press = routes.withdraw(document=document.id, version=number)
            withdraw_row = (Button(request.label(_("button-withdraw")), press),)
            return [(fetch,), *_booking_row(request, document), withdraw_row, *receipt_row]
        case None if not document.needs_consent:
            return [(fetch,)]
        case None:
            press = routes.decline(document=document.id, version=number)
            decline_button = Button(request.label(_("button-decline")), press)
            return [(fetch,), (agree_button, decline_button), *receipt_row]
    return [(fetch,), (agree_button,), *receipt_row]


def _receipt_row(request: Request, item: ReaderDocument) -> list[Row]:
    if item.position is None:
        return []
    press = routes.own_receipt(provider=item.document.provider_id, position=item.position)
    return [(Button(request.label(_("button-receipt")), press),)]


def _booking_row(request: Request, document: Document) -> list[Row]:
    """Return the way on to what the client wanted before the document was shown."""
    if not (document.needs_consent and document.needed_before_booking):
        return []
    press = book_services(provider=document.provider_id)
    return [(Button(request.label(_("button-book")), press, Style.PRIMARY),)]


def _back(context: ReaderContext, request: Request) -> Press:
    first = routes.reader(provider=context.client.provider_id, page=0)
    return list_behind(request, [routes.reader], first)
