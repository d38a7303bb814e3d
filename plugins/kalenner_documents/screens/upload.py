"""Uploading a document, another file in its place, and another name."""

from functools import partial
from typing import Any

from pyramid.request import Request

from kalenner.database import SessionFence
from kalenner.files import PrivateFileGone, SpaceUsedUp
from kalenner.home.chat_copies import with_removal
from kalenner.i18n import Translatable
from kalenner.people.policy import ClientOfMineContext, ProfessionalContext, SpecialistContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Press,
    Screen,
    Style,
    Upload,
    form_of,
    lines,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import OneOf, SentFile, Text
from kalenner.screens.model import Row
from kalenner.transfers import TransferLink, link_screen
from kalenner_documents import _, routes
from kalenner_documents.document_service import DocumentService
from kalenner_documents.intake import IntakeService
from kalenner_documents.models import NAME_LENGTH
from kalenner_documents.screens.checks import uploaded
from kalenner_documents.screens.contexts import DocumentContext
from kalenner_documents.screens.name_questions import (
    FILES,
    chosen_names,
    files_question,
    name_questions,
    taken_files,
)
from kalenner_documents.screens.words import document_name
from kalenner_documents.uploads import FOR_ALL, PRIVATE, refusal

YES, NO = "yes", "no"


def upload_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask for files, their names, and whether clients have to agree."""
    del context
    answers, files = request.dialog.answers, taken_files(request)
    is_required = answers.get("consent") == YES
    yes, no = request.label(_("button-yes")), request.label(_("button-no"))
    return form_of(
        files_question(Ask(_("ask-document"))),
        *name_questions(request),
        question(
            "consent", OneOf(YES, NO), Ask(_("ask-consent-required"), [Choice(yes, YES), Choice(no, NO)])
        ),
        question(
            "confirm",
            OneOf(YES),
            Ask(
                _summary(len(files), is_required=is_required),
                [Choice(request.label(_("button-confirm")), YES)],
                values={"name": lines(*chosen_names(files, answers))} | _count(files),
            ),
        ),
        follows_answers=True,
    )


def _count(files: list[Upload]) -> dict[str, object]:
    return {"count": len(files)} if len(files) > 1 else {}


def _summary(count: int, *, is_required: bool) -> Translatable:
    if count > 1:
        return _("confirm-documents-with-consent") if is_required else _("confirm-documents")
    return _("confirm-document-with-consent") if is_required else _("confirm-document")


@screen(routes.upload, context=ProfessionalContext, form=upload_form)
def upload(context: ProfessionalContext, request: Request) -> Screen:
    """Make documents of what was sent."""
    values, intake = request.values, request.find_service(IntakeService)
    files, with_consent = values[FILES], values["consent"] == YES
    names = chosen_names(files, values)
    try:
        with SessionFence(request.dbsession)():
            documents = [
                intake.create(context.provider, name, file, needs_consent=with_consent)
                for name, file in zip(names, files, strict=True)
            ]
    except (SpaceUsedUp, PrivateFileGone) as error:
        raise answer_refused(error, FILES) from error
    only = documents[0] if len(documents) == 1 else None
    shown = routes.documents() if only is None else routes.card(document=only.id)
    stored = show(request, shown, notice=uploaded(request, documents[0]))
    return with_removal(request, stored, files)


def replace_form(context: DocumentContext, request: Request) -> Any:
    """Ask for another file, and say what it brings about."""
    is_asked = context.document.needs_consent
    prompt = _("ask-replacement-with-consent") if is_asked else _("ask-replacement")
    name = document_name(request, context.document)
    return form_of(question("file", SentFile(), Ask(prompt, values={"name": name})))


@screen(routes.replace, context=DocumentContext, form=replace_form)
def replace(context: DocumentContext, request: Request) -> Screen:
    """Let another file take the place of a document's."""
    file = request.values["file"]
    try:
        made = request.find_service(IntakeService).replace(context.document, file)
    except (SpaceUsedUp, PrivateFileGone) as error:
        raise answer_refused(error, "file") from error
    notice = saved(request) if made is not None else uploaded(request, made)
    stored = show(request, routes.card(document=context.document.id), notice=notice)
    return with_removal(request, stored, [file])


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


def answer_refused(error: SpaceUsedUp | PrivateFileGone, question_name: str) -> AnswerRefused:
    """Return why files are not taken; they are asked for again."""
    return AnswerRefused(question_name, refusal(error))


def browser_button(request: Request, press: Press) -> list[Row]:
    """Return the way to an upload with the browser, where this server has an address for it."""
    if request.transfer_obstacle() is not None:
        return []
    return [(Button(request.label(_("button-upload-browser")), press),)]


def browser_screen(request: Request, kind: str, object_id: int, back: Press) -> Screen:
    """Return the link to the page by which files are sent with the browser."""
    address = partial(request.upload_url, request.account, kind, object_id)
    link = TransferLink(request.label(_("button-open-page")), address, Style.PRIMARY)
    return link_screen(request, request.text(_("upload-page-ready")), [link], back)


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
