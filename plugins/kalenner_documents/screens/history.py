"""All that one client has said, for either side, each entry with its receipt."""

from collections.abc import Callable

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.clients import name_shown
from kalenner.people import Client
from kalenner.people.policy import ClientOfMineContext, NotAvailable, SpecialistContext
from kalenner.route import Press
from kalenner.screens import Button, Link, Screen, Style, lines, paragraphs, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, list_behind, page_of, pager
from kalenner.security import UNREADABLE
from kalenner_documents import _, routes
from kalenner_documents.consent_queries import Standing
from kalenner_documents.history import ConsentHistory, HistoryEntry
from kalenner_documents.models import Consent, Decision
from kalenner_documents.receipts import ANSWERED, RECEIPT, when
from kalenner_documents.screens.contexts import ConsentContext, OwnConsentContext
from kalenner_documents.screens.words import day_of, evidence_line, size_text, standing_text
from kalenner_documents.text_cipher import TextCipher

SYMBOLS = {Decision.AGREED: "🟢", Decision.DECLINED: "🔴", Decision.WITHDRAWN: "🔴"}


@screen(routes.history, context=ClientOfMineContext)
def show_history(context: ClientOfMineContext, request: Request) -> Screen:
    """Show the professional what a client has said, the newest first."""
    client = context.client
    return _history(
        request,
        client,
        request.text(_("history-heading"), name=name_shown(request, client.account.client_name)),
        turn=lambda page: routes.history(client=client.id, page=page),
        open_entry=lambda position: routes.receipt(position=position),
        back=routes.status(client=client.id, page=0),
    )


@screen(routes.own_history, context=SpecialistContext)
def show_own_history(context: SpecialistContext, request: Request) -> Screen:
    """Show the client what they have said, the newest first."""
    provider = context.provider
    return _history(
        request,
        context.client,
        request.text(_("own-history-heading"), name=provider.nickname),
        turn=lambda page: routes.own_history(provider=provider.id, page=page),
        open_entry=lambda position: routes.own_receipt(provider=provider.id, position=position),
        back=routes.reader(provider=provider.id, page=0),
    )


@screen(routes.receipt, context=ConsentContext)
def show_receipt(context: ConsentContext, request: Request) -> Screen:
    """Show the professional one entry, and the way to its receipt."""
    consent = context.consent
    first = routes.history(client=consent.client_id, page=0)
    is_over = consent.client.removed_at is not None
    return _receipt(request, consent, None if is_over else list_behind(request, [routes.history], first))


@screen(routes.own_receipt, context=OwnConsentContext)
def show_own_receipt(context: OwnConsentContext, request: Request) -> Screen:
    """Show the client one entry, and the way to its receipt."""
    first = routes.own_history(provider=context.provider.id, page=0)
    back = list_behind(request, [routes.own_history, routes.read], first)
    return _receipt(request, context.consent, back)


def _history(
    request: Request,
    client: Client,
    heading: Markup,
    *,
    turn: Callable[[int], Press],
    open_entry: Callable[[int], Press],
    back: Press,
) -> Screen:
    history = ConsentHistory(request.dbsession, request.find_service(TextCipher))
    _places, page, pages = page_of(range(history.count(client)), request.args["page"])
    entries = history.list_entries(client, start=page * PAGE_SIZE, limit=PAGE_SIZE)
    rows: list[Row] = [
        (Button(_entry_label(request, entry), open_entry(entry.consent.position)),) for entry in entries
    ]
    text = evidence_line(request) if entries else request.text(_("history-empty"))
    return Screen(paragraphs(heading, text), rows=(*rows, *pager(page, pages, turn)), back=back)


def _entry_label(request: Request, entry: HistoryEntry) -> str:
    moment = request.reader.short_moment(entry.consent.at)
    return f"{SYMBOLS[entry.decision]} {request.reader.joined((moment, _document_of(entry)))}"


def _document_of(entry: HistoryEntry) -> str:
    return UNREADABLE if entry.words is None else entry.words.document


def _receipt(request: Request, consent: Consent, back: Press | None) -> Screen:
    history = ConsentHistory(request.dbsession, request.find_service(TextCipher))
    entry = history.find(consent.provider_id, consent.position)
    if entry is None:
        raise NotAvailable
    standing = Standing(entry.decision, consent.at)
    said = standing_text(request, standing)
    if entry.words is not None:
        said = request.text(_("answer-line"), name=entry.words.client, standing=said)
    text = lines(
        request.text(_("document-title"), name=_document_of(entry)),
        said,
        when(request.reader, consent.at),
        request.text(_("document-version"), day=day_of(request, entry.version.created_at)),
    )
    if entry.words is None:
        return Screen(paragraphs(text, request.text(_("words-erased"))), back=back)
    obstacle = request.transfer_obstacle()
    if obstacle is not None:
        return Screen(paragraphs(text, request.text(obstacle)), back=back)
    buttons = [
        Button(request.label(_("button-receipt-now")), _link(request, consent, RECEIPT), Style.PRIMARY)
    ]
    if entry.version.file_id is not None and _can_download(request, consent.client):
        label = request.label(_("button-answered"), size=size_text(request, entry.version.size))
        buttons.append(Button(label, _link(request, consent, ANSWERED)))
    return Screen(
        paragraphs(text, request.text(_("receipt-ready"))),
        rows=tuple((button,) for button in buttons),
        back=back,
    )


def _can_download(request: Request, client: Client) -> bool:
    return client.blocked_at is None or client.account_id != request.account.id


def _link(request: Request, consent: Consent, kind: str) -> Link:
    return Link(request.download_url(request.account, kind, consent.provider_id, consent.position))
