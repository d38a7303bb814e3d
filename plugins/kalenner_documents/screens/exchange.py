"""The private space of a professional and one client: each side uploads, and deletes its own."""

from typing import Any, Protocol

from pyramid.request import Request

from kalenner.database import SessionFence
from kalenner.files import PrivateFileGone, SpaceUsedUp
from kalenner.home import routes as home_routes
from kalenner.home.chat_copies import with_removal
from kalenner.home.clients import name_shown
from kalenner.home.menus import menu_rows
from kalenner.people import Client
from kalenner.people.policy import ClientOfMineContext, NotAvailable, SpecialistContext
from kalenner.route import Press
from kalenner.screens import (
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    answer_form,
    form_of,
    lines,
    paragraphs,
    screen,
    show,
)
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, confirm_rows, list_behind, page_of, pager
from kalenner.settings import SETTINGS
from kalenner_documents import _, routes
from kalenner_documents.downloads import EXCHANGED
from kalenner_documents.exchange_queries import (
    bytes_exchanged,
    count_exchanged,
    list_downloads,
    list_exchanged,
)
from kalenner_documents.exchange_service import ExchangeService
from kalenner_documents.intake import IntakeKind, IntakeService
from kalenner_documents.models import ExchangedFile
from kalenner_documents.screens.checks import checked_lines, uploaded
from kalenner_documents.screens.contexts import FileContext, OwnFileContext
from kalenner_documents.screens.name_questions import FILES, chosen_names, files_question, name_questions
from kalenner_documents.screens.upload import answer_refused, browser_button
from kalenner_documents.screens.words import OWN, day_of, download_screen, size_text, space_line
from kalenner_documents.settings import DocumentsSettings
from kalenner_documents.text_cipher import TextCipher

MENU = "private_documents"
"""The menu below a private space, for plugins by which the other side is told; its subject is the client."""
DOWNLOADS_SHOWN = 5


class RelationContext(Protocol):
    """The context of either side."""

    client: Client
    account: Any


def receive_from_professional(context: ClientOfMineContext, request: Request) -> Screen:
    """Begin with a file that is sent in front of the space."""
    return answer_form(request, routes.exchange_upload(client=context.client.id))


def receive_from_client(context: SpecialistContext, request: Request) -> Screen:
    """Begin with a file that is sent in front of the space."""
    return answer_form(request, routes.private_upload(provider=context.provider.id))


@screen(routes.exchange, context=ClientOfMineContext, receive=receive_from_professional)
def show_to_professional(context: ClientOfMineContext, request: Request) -> Screen:
    """Show what the professional and one client exchange."""
    client = context.client
    return _space(
        context,
        request,
        turn=lambda page: routes.exchange(client=client.id, page=page),
        upload=routes.exchange_upload(client=client.id),
        browser=routes.exchange_browser(client=client.id),
    ).replace(back=home_routes.clients_card(client=client.id))


@screen(routes.private, context=SpecialistContext, receive=receive_from_client)
def show_to_client(context: SpecialistContext, request: Request) -> Screen:
    """Show what the client and one specialist exchange."""
    provider = context.provider
    return _space(
        context,
        request,
        turn=lambda page: routes.private(provider=provider.id, page=page),
        upload=routes.private_upload(provider=provider.id),
        browser=routes.private_browser(provider=provider.id),
    ).replace(back=routes.reader(provider=provider.id, page=0))


def upload_form(context: RelationContext, request: Request) -> Any:
    """Ask for files and their names."""
    name = _other_side(request, context.client)
    has_browser = request.transfer_obstacle() is None
    prompt = _("ask-private-file-or-browser") if has_browser else _("ask-private-file")
    return form_of(
        files_question(Ask(prompt, values={"name": name})),
        *name_questions(request),
        follows_answers=True,
    )


@screen(routes.exchange_upload, context=ClientOfMineContext, form=upload_form)
@screen(routes.private_upload, context=SpecialistContext, form=upload_form)
def upload(context: RelationContext, request: Request) -> Screen:
    """Put files into the space; nobody is told."""
    client, files = context.client, request.values[FILES]
    if client.blocked_at is not None:
        raise NotAvailable
    try:
        with SessionFence(request.dbsession)():
            made = [
                request.find_service(IntakeService).add(client, context.account, name, file)
                for name, file in zip(chosen_names(files, request.values), files, strict=True)
            ]
    except (SpaceUsedUp, PrivateFileGone) as error:
        raise answer_refused(error, FILES) from error
    notice = uploaded(request, made[0])
    return with_removal(request, show(request, _space_of(context.account, client), notice=notice), files)


@screen(routes.file, context=FileContext)
def show_file(context: FileContext, request: Request) -> Screen:
    """Show one file, who has uploaded it, and when it was downloaded."""
    file, is_own = context.file, context.file.account_id == context.account.id
    name = _other_side(request, context.client)
    uploaded = _("file-of-yours") if is_own else _("file-of-theirs")
    downloads = list_downloads(request.dbsession, file, limit=DOWNLOADS_SHOWN)
    rows: list[Row] = [(Button(request.label(_("button-download")), routes.file_download(file=file.id)),)]
    if is_own:
        delete_button = Button(
            request.label(_("button-delete")), routes.file_delete(file=file.id), Style.DANGER
        )
        rows.append((delete_button,))
    return Screen(
        paragraphs(
            lines(
                request.text(_("document-title"), name=_name(request, file)),
                request.text(
                    _("document-line"),
                    day=day_of(request, file.created_at),
                    size=size_text(request, file.file.size),
                ),
                request.text(uploaded, name=name),
            ),
            lines(
                *(
                    request.text(
                        _("downloaded-by-you")
                        if download.account_id == context.account.id
                        else _("downloaded-by-other"),
                        name=name,
                        moment=request.reader.moment(download.at),
                    )
                    for download in downloads
                )
            ),
        ),
        rows=tuple(rows),
        back=_back(context, request),
    )


@screen(routes.file_download, context=FileContext)
def download(context: FileContext, request: Request) -> Screen:
    """Give a link by which one side downloads the file."""
    file, back = context.file, routes.file(file=context.file.id)
    if context.client.blocked_at is not None:
        raise NotAvailable
    ready = download_screen(request, _name(request, file), file.file.size, EXCHANGED, file.id, 0, back)
    if not ready.rows:
        return ready
    return ready.replace(text=paragraphs(ready.text, request.text(_("downloads-are-noted"))))


@screen(routes.file_delete, context=OwnFileContext)
def ask_delete(context: OwnFileContext, request: Request) -> Screen:
    """Ask before a file is deleted for both sides."""
    back, yes = routes.file(file=context.file.id), routes.file_delete_now(file=context.file.id)
    return Screen(
        request.text(_("delete-file"), name=_name(request, context.file)),
        rows=tuple(confirm_rows(request, _("button-yes-delete"), yes, back)),
        back=back,
    )


@screen(routes.file_delete_now, context=OwnFileContext)
def delete(context: OwnFileContext, request: Request) -> Screen:
    """Delete a file of one's own."""
    space = _space_of(context.account, context.client)
    request.find_service(ExchangeService).delete(context.file, context.account)
    return show(request, space, notice=Notice(request.label(_("deleted"))))


def _space(context: RelationContext, request: Request, *, turn: Any, upload: Press, browser: Press) -> Screen:
    client, account = context.client, context.account
    count = count_exchanged(request.dbsession, client)
    _places, page, pages = page_of(range(count), request.args["page"])
    files = list_exchanged(request.dbsession, client, start=page * PAGE_SIZE, limit=PAGE_SIZE)
    rows: list[Row] = [
        (
            Button(
                f"{OWN} {_name(request, file)}" if file.account_id == account.id else _name(request, file),
                routes.file(file=file.id),
            ),
        )
        for file in files
    ]
    rows += pager(page, pages, turn)
    if client.blocked_at is None:
        rows += browser_button(request, browser)  # first: what is sent in the chat stays there
        rows.append((Button(request.label(_("button-upload")), upload),))
    ways_to_tell = menu_rows(request, MENU, client)
    name = _other_side(request, client)
    quota = SETTINGS.of(request.registry).of(DocumentsSettings).exchange_quota_mb
    return Screen(
        paragraphs(
            request.text(_("exchange-heading"), name=name),
            request.text(_("exchange-own")) if files else request.text(_("exchange-empty")),
            checked_lines(request, account, IntakeKind.EXCHANGED, object_id=client.id),
            space_line(request, bytes_exchanged(request.dbsession, client.id), quota),
            request.text(_("exchange-silent"), name=name),
            request.text(_("exchange-tell"), name=name) if ways_to_tell else None,
        ),
        rows=(*rows, *ways_to_tell),
    )


def _name(request: Request, file: ExchangedFile) -> str:
    name: str = request.find_service(TextCipher).exchanged_name(file)
    return name


def _other_side(request: Request, client: Client) -> str:
    if request.account.id == client.account_id:
        return client.provider.nickname
    return name_shown(request, client.account.client_name)


def _space_of(account: Any, client: Client) -> Press:
    if account.id == client.account_id:
        return routes.private(provider=client.provider_id, page=0)
    return routes.exchange(client=client.id, page=0)


def _back(context: FileContext, request: Request) -> Press:
    space = _space_of(context.account, context.client)
    return list_behind(request, [routes.exchange, routes.private], space)
