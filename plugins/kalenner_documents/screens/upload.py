"""Uploading a document, another file in its place, and another name."""

from typing import Any

import colander
from pyramid.request import Request

from kalenner.files import PrivateFileGone
from kalenner.people.policy import ClientOfMineContext, ProfessionalContext, SpecialistContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Link,
    Notice,
    Press,
    Screen,
    Style,
    Upload,
    form_of,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import OneOf, SentFile, Text
from kalenner.screens.model import Row
from kalenner_documents import _, routes
from kalenner_documents.document_service import DocumentService
from kalenner_documents.errors import SpaceUsedUp
from kalenner_documents.models import NAME_LENGTH
from kalenner_documents.names import clean_name, proposed_name
from kalenner_documents.screens.contexts import DocumentContext
from kalenner_documents.screens.words import document_name
from kalenner_documents.uploads import FOR_ALL, PRIVATE, refusal

YES, NO = "yes", "no"


class FileName(Text):
    """The name of a file; what is no text, such as the next file of an album, is said to be too many."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the name; raises Invalid."""
        if not cstruct or not isinstance(cstruct, str):
            raise colander.Invalid(node, _("files-one-by-one"))
        return super().deserialize(node, cstruct)


def name_question(request: Request) -> colander.SchemaNode:
    """Ask for the name of a file; its caption or its own name can be kept."""
    sent = request.dialog.answers.get("file")
    proposed = proposed_name(Upload.from_json(sent)) if sent else None
    ask = Ask(_("ask-document-name"), shown=proposed or "")
    return question("name", FileName(*NAME_LENGTH), ask, current=proposed or colander.null)


def upload_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask for a file, its name, and whether clients have to agree."""
    del context
    answers = request.dialog.answers
    is_required = answers.get("consent") == YES
    yes, no = request.label(_("button-yes")), request.label(_("button-no"))
    summary = _("confirm-document-with-consent") if is_required else _("confirm-document")
    return form_of(
        question("file", SentFile(), Ask(_("ask-document"))),
        name_question(request),
        question(
            "consent", OneOf(YES, NO), Ask(_("ask-consent-required"), [Choice(yes, YES), Choice(no, NO)])
        ),
        question(
            "confirm",
            OneOf(YES),
            Ask(
                summary,
                [Choice(request.label(_("button-confirm")), YES)],
                values={"name": clean_name(answers.get("name") or "") or ""},
            ),
        ),
        follows_answers=True,
    )


@screen(routes.upload, context=ProfessionalContext, form=upload_form)
def upload(context: ProfessionalContext, request: Request) -> Screen:
    """Make a document of what was sent."""
    values, service = request.values, request.find_service(DocumentService)
    with_consent = values["consent"] == YES
    try:
        document = service.create(
            context.provider, values["name"], values["file"], needs_consent=with_consent
        )
    except (SpaceUsedUp, PrivateFileGone) as error:
        raise file_refusal(error) from error
    return show(request, routes.card(document=document.id), notice=Notice(request.label(_("uploaded"))))


def replace_form(context: DocumentContext, request: Request) -> Any:
    """Ask for another file, and say what it brings about."""
    is_asked = context.document.needs_consent
    prompt = _("ask-replacement-with-consent") if is_asked else _("ask-replacement")
    name = document_name(request, context.document)
    return form_of(question("file", SentFile(), Ask(prompt, values={"name": name})))


@screen(routes.replace, context=DocumentContext, form=replace_form)
def replace(context: DocumentContext, request: Request) -> Screen:
    """Let another file take the place of a document's."""
    try:
        request.find_service(DocumentService).replace(context.document, request.values["file"])
    except (SpaceUsedUp, PrivateFileGone) as error:
        raise file_refusal(error) from error
    return show(request, routes.card(document=context.document.id), notice=saved(request))


def rename_form(context: DocumentContext, request: Request) -> Any:
    """Ask for another name."""
    name = document_name(request, context.document)
    ask = Ask(_("ask-document-name"), shown=name)
    return form_of(question("name", Text(*NAME_LENGTH), ask, current=name))


@screen(routes.rename, context=DocumentContext, form=rename_form)
def rename(context: DocumentContext, request: Request) -> Screen:
    """Give a document another name."""
    request.find_service(DocumentService).rename(context.document, request.values["name"])
    return show(request, routes.card(document=context.document.id), notice=saved(request))


def file_refusal(error: SpaceUsedUp | PrivateFileGone) -> AnswerRefused:
    """Return why a file is not taken; it is asked for again."""
    return AnswerRefused("file", refusal(error))


def browser_button(request: Request, press: Press) -> list[Row]:
    """Return the way to an upload with the browser, where this server has an address for it."""
    if request.transfer_obstacle() is not None:
        return []
    return [(Button(request.label(_("button-upload-browser")), press),)]


def browser_screen(request: Request, kind: str, object_id: int, back: Press) -> Screen:
    """Return the link to the page by which files are sent with the browser."""
    obstacle = request.transfer_obstacle()
    if obstacle is not None:
        return Screen(request.text(obstacle), back=back)
    url = request.upload_url(request.account, kind, object_id)
    button = Button(request.label(_("button-open-page")), Link(url), Style.PRIMARY)
    return Screen(request.text(_("upload-page-ready")), rows=((button,),), back=back)


@screen(routes.browser, context=ProfessionalContext)
def upload_with_browser(context: ProfessionalContext, request: Request) -> Screen:
    """Give a link by which the professional uploads documents with the browser."""
    del context
    return browser_screen(request, FOR_ALL, 0, routes.documents())


@screen(routes.exchange_browser, context=ClientOfMineContext)
def exchange_with_browser(context: ClientOfMineContext, request: Request) -> Screen:
    """Give a link by which the professional uploads files for one client with the browser."""
    client = context.client
    return browser_screen(request, PRIVATE, client.id, routes.exchange(client=client.id, page=0))


@screen(routes.private_browser, context=SpecialistContext)
def private_with_browser(context: SpecialistContext, request: Request) -> Screen:
    """Give a link by which the client uploads files for one specialist with the browser."""
    back = routes.private(provider=context.provider.id, page=0)
    return browser_screen(request, PRIVATE, context.client.id, back)
