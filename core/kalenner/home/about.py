"""About me: the nickname clients see, the logo or photo."""

import colander
from pyramid.request import Request
from sqlalchemy import event
from sqlalchemy.orm import Session

from kalenner.files import FileStore, PictureFault, PictureRefused, clean_picture
from kalenner.home.names import nickname_question
from kalenner.home.setup import setup_row
from kalenner.i18n import _
from kalenner.people import ProviderService
from kalenner.people.policy import ProfessionalContext
from kalenner.people.services import NicknameTaken
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    act,
    form_of,
    go,
    question,
    saved,
)
from kalenner.screens.answers import PictureFile

_JPEG_START = b"\xff\xd8"

REFUSALS = {
    PictureFault.TOO_BIG: _("picture-too-big"),
    PictureFault.NOT_A_PICTURE: _("send-a-picture"),
    PictureFault.TOO_MANY_PIXELS: _("picture-too-many-pixels"),
    PictureFault.BROKEN: _("picture-broken"),
}


def show_about(context: ProfessionalContext, request: Request) -> Screen:
    """Show what clients see of the professional."""
    has_picture = context.provider.picture is not None
    return Screen(
        request.text(_("about-with-picture") if has_picture else _("about"), name=context.provider.nickname),
        rows=(
            (Button(request.label(_("button-nickname")), go("about.nickname")),),
            (Button(request.label(_("button-picture")), go("about.picture")),),
            *setup_row(request),
        ),
        back=go("settings.general"),
    )


def nickname_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for another nickname."""
    return form_of(nickname_question(request, context.provider))


def set_nickname(context: ProfessionalContext, request: Request) -> Screen:
    """Change the name clients see."""
    try:
        request.find_service(ProviderService).rename(context.provider, request.values["nickname"])
    except NicknameTaken as error:
        raise AnswerRefused("nickname", _("name-taken")) from error
    return request.show("about", notice=saved(request))


def show_picture(context: ProfessionalContext, request: Request) -> Screen:
    """Show the logo or photo, or ask for one where there is none."""
    key = context.provider.picture
    if key is None:
        return request.show("about.picture_change")
    return Screen(
        request.text(_("picture-heading")),
        rows=(
            (
                Button(request.label(_("button-change-picture")), go("about.picture_change")),
                Button(request.label(_("button-remove")), act("about.picture_remove"), Style.DANGER),
            ),
            *setup_row(request),
        ),
        picture=_store(request).get(key),
        back=go("about"),
    )


def picture_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for a logo or photo."""
    del context, request
    return form_of(question("picture", PictureFile(), Ask(_("ask-picture"))))


def set_picture(context: ProfessionalContext, request: Request) -> Screen:
    """Keep the pixels of what was sent, and nothing else of it."""
    store, upload = _store(request), request.values["picture"]
    _forget_after_commit(request, upload.key)
    try:
        clean = clean_picture(store.get(upload.key))
    except PictureRefused as refused:
        raise AnswerRefused("picture", REFUSALS[refused.reason]) from refused
    _forget_after_commit(request, context.provider.picture)
    context.provider.picture = store.put(clean, ".jpg" if clean.startswith(_JPEG_START) else ".png")
    return request.show("about", notice=saved(request))


def remove_picture(context: ProfessionalContext, request: Request) -> Screen:
    """Forget the logo or photo."""
    _forget_after_commit(request, context.provider.picture)
    context.provider.picture = None
    return request.show("about", notice=Notice(request.label(_("removed"))))


def _store(request: Request) -> FileStore:
    store: FileStore = request.registry["kalenner.files"]
    return store


def _forget_after_commit(request: Request, key: str | None) -> None:
    """Delete a file once nothing can point to it any more."""
    store = _store(request)

    @event.listens_for(request.dbsession, "after_commit")
    def forget(session: Session) -> None:
        # A savepoint's end is announced as well.
        if key is not None and not session.in_nested_transaction():
            store.delete(key)
