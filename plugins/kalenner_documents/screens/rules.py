"""The rules of one document: needed before booking, asked again after months, for certain services."""

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.people.policy import NotAvailable
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
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
from kalenner.screens.widgets import PAGE_SIZE, TICKED, UNTICKED, page_of, pager
from kalenner_documents import _, routes
from kalenner_documents.models import Document
from kalenner_documents.renewal import MONTHS
from kalenner_documents.rule_service import RuleService
from kalenner_documents.screens.contexts import DocumentContext, LimitContext
from kalenner_documents.screens.words import document_name
from kalenner_scheduling.api import list_services

YES, NO = "yes", "no"
NEVER = "0"


def rule_buttons(request: Request, document: Document) -> list[Button]:
    """Return the ways to a document's rules; those about consent stand where clients have to agree."""
    label = request.label
    services = Button(label(_("button-for-services")), routes.services(document=document.id, page=0))
    if not document.needs_consent:
        return [services]
    months = document.renewal_months
    again = label(_("button-ask-again")) if months is None else label(_("button-asked-again"), count=months)
    return [
        Button(label(_("button-needed")), routes.needed(document=document.id)),
        Button(again, routes.renewal(document=document.id)),
        services,
    ]


def rule_lines(request: Request, document: Document) -> Markup:
    """Say which rules a document has."""
    names = [service.name for service in request.find_service(RuleService).list_services(document)]
    needed = document.needs_consent and document.needed_before_booking
    months = document.renewal_months if document.needs_consent else None
    return lines(
        request.text(_("rule-needed")) if needed else None,
        request.text(_("rule-asked-again"), count=months) if months is not None else None,
        request.text(_("rule-services"), names=request.reader.joined(names)) if names else None,
    )


def needed_form(context: DocumentContext, request: Request) -> colander.SchemaNode:
    """Ask whether clients have to agree before they can book, and say what that is for."""
    _check_consent(context)
    choices = [Choice(request.label(_("button-yes")), YES), Choice(request.label(_("button-no")), NO)]
    values = {"name": document_name(request, context.document)}
    return form_of(question("needed", OneOf(YES, NO), Ask(_("ask-needed"), choices, values=values)))


@screen(routes.needed, context=DocumentContext, form=needed_form)
def need(context: DocumentContext, request: Request) -> Screen:
    """Let only clients book who have agreed, or all."""
    is_needed = request.values["needed"] == YES
    request.find_service(RuleService).need_before_booking(context.document, is_needed=is_needed)
    return show(request, routes.card(document=context.document.id), notice=saved(request))


def renewal_form(context: DocumentContext, request: Request) -> colander.SchemaNode:
    """Ask for how long a consent holds."""
    _check_consent(context)
    choices = [
        Choice(request.label(_("choice-never")), NEVER),
        *(Choice(request.label(_("choice-months"), count=months), str(months)) for months in MONTHS),
    ]
    values = {"name": document_name(request, context.document)}
    kind = OneOf(NEVER, *map(str, MONTHS))
    return form_of(question("months", kind, Ask(_("ask-renewal"), choices, values=values)))


@screen(routes.renewal, context=DocumentContext, form=renewal_form)
def renew(context: DocumentContext, request: Request) -> Screen:
    """Let consents end after some months, or hold for good."""
    months = int(request.values["months"]) or None
    request.find_service(RuleService).ask_again_after(context.document, months)
    return show(request, routes.card(document=context.document.id), notice=saved(request))


@screen(routes.services, context=DocumentContext)
def show_services(context: DocumentContext, request: Request) -> Screen:
    """Show the services, those ticked that the document is for; a press ticks or unticks one at once."""
    document = context.document
    limits = {service.id for service in request.find_service(RuleService).list_services(document)}
    offered = list_services(request.dbsession, context.provider.id)
    listed, page, pages = page_of(offered, request.args["page"], PAGE_SIZE)
    rows: list[Row] = [
        (
            Button(
                f"{TICKED if service.id in limits else UNTICKED} {service.name}",
                routes.limit(
                    document=document.id, page=page, service=service.id, choice=int(service.id not in limits)
                ),
            ),
        )
        for service in listed
    ]
    rows += pager(page, pages, lambda number: routes.services(document=document.id, page=number))
    explained = request.text(_("services-limited") if limits else _("services-all"))
    name = request.text(_("document-title"), name=document_name(request, document))
    return Screen(
        paragraphs(name, explained if offered else request.text(_("services-none"))),
        rows=tuple(rows),
        back=routes.card(document=document.id),
    )


@screen(routes.limit, context=LimitContext)
def limit(context: LimitContext, request: Request) -> Screen:
    """Let the document be for a service too, or not any more."""
    is_for_it = bool(request.args["choice"])
    request.find_service(RuleService).limit(context.document, context.service, is_for_it=is_for_it)
    press = routes.services(document=context.document.id, page=request.args["page"])
    return show(request, press, notice=Notice(request.label(_("services-changed"))))


def _check_consent(context: DocumentContext) -> None:
    if not context.document.needs_consent:
        raise NotAvailable
