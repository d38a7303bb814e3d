"""One document of the professional: downloading and deleting it, who agreed, and asking all to read it."""

from itertools import groupby

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.clients import name_shown
from kalenner.people.policy import NotAvailable
from kalenner.screens import (
    Button,
    Notice,
    Screen,
    Style,
    in_rows,
    lines,
    paragraphs,
    screen,
    show,
)
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_documents import _, routes
from kalenner_documents.consent_queries import UNSAID, Answer, Tally, list_answers, tally
from kalenner_documents.document_service import DocumentService
from kalenner_documents.downloads import DOCUMENT
from kalenner_documents.errors import AlreadyAsked
from kalenner_documents.intake import IntakeKind
from kalenner_documents.models import Decision, Document, Version
from kalenner_documents.queries import present_version
from kalenner_documents.screens.checks import checked_lines
from kalenner_documents.screens.contexts import DocumentContext
from kalenner_documents.screens.rules import rule_buttons, rule_lines
from kalenner_documents.screens.words import (
    day_of,
    document_name,
    download_screen,
    size_text,
    standing_text,
    tally_line,
)

ANSWERS_PER_PAGE = 24


def document_rows(request: Request, document: Document) -> list[Row]:
    """Return what can be done with one document."""
    label = request.label
    buttons = [
        Button(label(_("button-download")), routes.download(document=document.id)),
        Button(label(_("button-rename")), routes.rename(document=document.id)),
        Button(label(_("button-replace")), routes.replace(document=document.id)),
        Button(label(_("button-delete")), routes.delete(document=document.id), Style.DANGER),
    ]
    if document.needs_consent:
        buttons += [
            Button(label(_("button-who-agreed")), routes.answers(document=document.id, page=0)),
            Button(label(_("button-ask-all")), routes.ask(document=document.id)),
        ]
    buttons += rule_buttons(request, document)
    return in_rows(buttons, 2)


@screen(routes.card, context=DocumentContext)
def show_card(context: DocumentContext, request: Request) -> Screen:
    """Show one document."""
    document = context.document
    version = present_version(request.dbsession, document)
    line = request.text(
        _("document-line"),
        day=day_of(request, version.created_at),
        size=size_text(request, version.size),
    )
    counts = None
    if document.needs_consent:
        counts = tally_line(request, document, _tally_of(request, version))
    return Screen(
        paragraphs(
            lines(request.text(_("document-title"), name=document_name(request, document)), line),
            counts,
            checked_lines(request, context.account, IntakeKind.REPLACEMENT, object_id=document.id),
            rule_lines(request, document),
        ),
        rows=tuple(document_rows(request, document)),
        back=routes.documents(),
    )


@screen(routes.download, context=DocumentContext)
def download(context: DocumentContext, request: Request) -> Screen:
    """Give a link by which the professional downloads the document."""
    document = context.document
    version, back = present_version(request.dbsession, document), routes.card(document=document.id)
    name = document_name(request, document)
    return download_screen(request, name, version.size, DOCUMENT, document.id, version.number, back)


@screen(routes.delete, context=DocumentContext)
def ask_delete(context: DocumentContext, request: Request) -> Screen:
    """Ask before a document is deleted."""
    document = context.document
    card, yes = routes.card(document=document.id), routes.delete_now(document=document.id)
    version = present_version(request.dbsession, document)
    kept = request.find_service(DocumentService).is_evidence(version)
    return Screen(
        paragraphs(
            request.text(_("delete-document"), name=document_name(request, document)),
            request.text(_("delete-keeps-evidence")) if kept else None,
        ),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, card)),
        back=card,
    )


@screen(routes.delete_now, context=DocumentContext)
def delete(context: DocumentContext, request: Request) -> Screen:
    """Delete a document."""
    request.find_service(DocumentService).delete(context.document)
    return show(request, routes.documents(), notice=Notice(request.label(_("deleted"))))


@screen(routes.answers, context=DocumentContext)
def show_answers(context: DocumentContext, request: Request) -> Screen:
    """Show by name who has agreed, who has not answered yet, and who has declined."""
    document = context.document
    version = present_version(request.dbsession, document)
    counts = _tally_of(request, version)
    total = counts.agreed + counts.waiting + counts.declined
    _places, page, pages = page_of(range(total), request.args["page"], ANSWERS_PER_PAGE)
    start, now = page * ANSWERS_PER_PAGE, request.clock.now()
    answers = list_answers(request.dbsession, version, now, start=start, limit=ANSWERS_PER_PAGE)
    group_counts = {"agreed": counts.agreed, "waiting": counts.waiting, "declined": counts.declined}
    groups = [
        _group(request, group, group_counts[group], list(members))
        for group, members in groupby(answers, _group_of)
    ]
    turn = pager(page, pages, lambda number: routes.answers(document=document.id, page=number))
    title = request.text(_("document-title"), name=document_name(request, document))
    return Screen(
        paragraphs(title, *groups) if groups else paragraphs(title, request.text(_("answers-empty"))),
        rows=tuple(turn),
        back=routes.card(document=document.id),
    )


@screen(routes.ask, context=DocumentContext)
def confirm_ask(context: DocumentContext, request: Request) -> Screen:
    """Ask before every client is sent a message."""
    document = context.document
    card = routes.card(document=document.id)
    if not document.needs_consent:
        raise NotAvailable
    version = present_version(request.dbsession, document)
    if version.asked_at is not None:
        text = request.text(_("asked-already"), day=day_of(request, version.asked_at))
        return Screen(text, back=card)
    waiting = _tally_of(request, version).waiting
    text = request.text(_("confirm-ask-all"), name=document_name(request, document), count=waiting)
    yes = Button(request.label(_("button-ask-all")), routes.ask_now(document=document.id))
    return Screen(text, rows=((yes,),) if waiting else (), back=card)


@screen(routes.ask_now, context=DocumentContext)
def ask_all(context: DocumentContext, request: Request) -> Screen:
    """Let every client be asked who has not answered yet."""
    document = context.document
    if not document.needs_consent:
        raise NotAvailable
    try:
        request.find_service(DocumentService).ask_all(document)
    except AlreadyAsked:
        return show(request, routes.ask(document=document.id))
    notice = Notice(request.label(_("asked-all")))
    return show(request, routes.card(document=document.id), notice=notice)


def _tally_of(request: Request, version: Version) -> Tally:
    provider_id, now = version.document.provider_id, request.clock.now()
    return tally(request.dbsession, provider_id, [version.id], now)[version.id]


def _group_of(answer: Answer) -> str:
    if answer.standing.is_waiting:
        return "waiting"
    return "agreed" if answer.standing.decision is Decision.AGREED else "declined"


def _group(request: Request, group: str, count: int, members: list[Answer]) -> Markup:
    headings = {
        "agreed": _("answers-agreed"),
        "waiting": _("answers-waiting"),
        "declined": _("answers-declined"),
    }
    return lines(
        request.text(headings[group], number=request.reader.number(count)),
        *(_answer_line(request, answer) for answer in members),
    )


def _answer_line(request: Request, answer: Answer) -> Markup | str:
    name = name_shown(request, answer.name)
    if answer.standing is UNSAID:
        return name
    line: Markup = request.text(_("answer-line"), name=name, standing=standing_text(request, answer.standing))
    return line
