"""The professional's documents: a list with ticks, and what can be done with the ticked ones."""

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    answer_form,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import OneOf
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager, tick_rows
from kalenner.settings import SETTINGS
from kalenner_documents import _, routes
from kalenner_documents.consent_queries import tally
from kalenner_documents.document_service import DocumentService
from kalenner_documents.intake import IntakeKind
from kalenner_documents.models import Document, Version
from kalenner_documents.queries import (
    bytes_of_documents,
    count_documents,
    find_documents,
    list_documents,
)
from kalenner_documents.screens.card import document_rows
from kalenner_documents.screens.checks import checked_lines
from kalenner_documents.screens.upload import browser_button
from kalenner_documents.screens.words import document_label, space_line, tally_line
from kalenner_documents.settings import DocumentsSettings

REQUIRED, NOT_REQUIRED = "required", "not required"
MOST_NAMED = 10
"""How many of the ticked documents are named."""


def receive_document(context: ProfessionalContext, request: Request) -> Screen:
    """Begin with a file that is sent in front of the list."""
    del context
    return answer_form(request, routes.upload())


@screen(routes.documents, context=ProfessionalContext, receive=receive_document)
@screen(routes.page, context=ProfessionalContext, receive=receive_document)
def show_documents(context: ProfessionalContext, request: Request) -> Screen:
    """Show the documents in the order of upload; the ticked ones can be changed."""
    provider_id, dbsession = context.provider.id, request.dbsession
    count = count_documents(dbsession, provider_id)
    _places, page, pages = page_of(range(count), request.args.get("page", 0))
    listed = list_documents(dbsession, provider_id, start=page * PAGE_SIZE, limit=PAGE_SIZE)
    ticked = find_documents(dbsession, provider_id, request.dialog.ticks) if request.dialog.ticks else []
    labels = [(version.document_id, document_label(request, version.document)) for version in listed]
    rows: list[Row] = [
        *tick_rows(request, labels),
        *pager(page, pages, lambda number: routes.page(page=number)),
        *_ticked_rows(request, ticked),
        (Button(request.label(_("button-upload")), routes.upload()),),
        *browser_button(request, routes.browser()),
    ]
    heading = request.text(_("documents-heading"), count=count) if count else None
    checked = checked_lines(request, context.account, IntakeKind.DOCUMENT)
    quota = SETTINGS.of(request.registry).of(DocumentsSettings).quota_mb
    space = space_line(request, bytes_of_documents(dbsession, provider_id), quota)
    return Screen(
        paragraphs(heading or request.text(_("documents-empty")), _tallies(request, listed), checked, space),
        rows=tuple(rows),
        back=home_routes.office(),
    )


def requirement_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask whether clients have to agree to the ticked documents, and for the confirmation."""
    documents = _ticked(context, request)
    is_required = request.dialog.answers.get("requirement") == REQUIRED
    choices = [
        Choice(request.label(_("button-required")), REQUIRED),
        Choice(request.label(_("button-not-required")), NOT_REQUIRED),
    ]
    confirm = [Choice(request.label(_("button-confirm")), REQUIRED)]
    values = {"count": len(documents), "names": _names(request, documents)}
    summary = _("confirm-required") if is_required else _("confirm-not-required")
    return form_of(
        question(
            "requirement",
            OneOf(REQUIRED, NOT_REQUIRED),
            Ask(_("ask-requirement"), choices, values=values),
        ),
        question("confirm", OneOf(REQUIRED), Ask(summary, confirm, values=values)),
        follows_answers=True,
    )


@screen(routes.requirement, context=ProfessionalContext, form=requirement_form)
def change_requirement(context: ProfessionalContext, request: Request) -> Screen:
    """Change whether clients have to agree to the ticked documents."""
    documents, is_required = _ticked(context, request), request.values["requirement"] == REQUIRED
    request.find_service(DocumentService).require_consent(documents, needs_consent=is_required)
    request.dialog.ticks = []
    return show(request, routes.documents(), notice=saved(request))


def _ticked_rows(request: Request, ticked: list[Document]) -> list[Row]:
    if not ticked:
        return []
    label = request.label(_("button-requirement"))
    rows = document_rows(request, ticked[0]) if len(ticked) == 1 else []
    return [*rows, (Button(label, routes.requirement()),)]


def _tallies(request: Request, listed: list[Version]) -> Markup | None:
    asked = [version for version in listed if version.document.needs_consent]
    if not asked:
        return None
    provider_id, ids = request.provider.id, [version.id for version in asked]
    tallies = tally(request.dbsession, provider_id, ids, request.clock.now())
    return lines(*(tally_line(request, version.document, tallies[version.id]) for version in asked))


def _ticked(context: ProfessionalContext, request: Request) -> list[Document]:
    documents = find_documents(request.dbsession, context.provider.id, request.dialog.ticks)
    if not documents:
        raise NotAvailable
    return documents


def _names(request: Request, documents: list[Document]) -> Markup:
    names = [document_label(request, document) for document in documents[:MOST_NAMED]]
    return lines(*names, "…" if len(documents) > MOST_NAMED else None)
