"""About me: the nickname clients see, the logo or photo."""

import colander
from pyramid.request import Request

from kalenner.file_use import FileUse
from kalenner.home import routes
from kalenner.home.menus import menu_headline, menu_rows
from kalenner.home.names import nickname_question
from kalenner.home.pictures import files_of, set_logo, take_logo
from kalenner.home.setup import setup_row
from kalenner.i18n import _
from kalenner.people import ProviderService
from kalenner.people.policy import ProviderContext
from kalenner.people.services import NicknameTaken
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    answer_form,
    form_of,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import PictureFile


@screen(routes.about, context=ProviderContext)
def show_about(context: ProviderContext, request: Request) -> Screen:
    """Show what clients see of the professional."""
    has_picture = context.provider.picture is not None
    return Screen(
        paragraphs(
            request.text(
                _("about-with-picture") if has_picture else _("about"), name=context.provider.nickname
            ),
            menu_headline(request, "about"),
        ),
        rows=(
            (Button(request.label(_("button-nickname")), routes.about_nickname()),),
            *menu_rows(request, "about"),
            (Button(request.label(_("button-picture")), routes.about_picture()),),
            *setup_row(request),
        ),
        back=routes.settings_general(),
    )


def nickname_form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for another nickname."""
    return form_of(nickname_question(request, context.provider))


@screen(routes.about_nickname, context=ProviderContext, form=nickname_form)
def set_nickname(context: ProviderContext, request: Request) -> Screen:
    """Change the name clients see."""
    try:
        request.find_service(ProviderService).rename(context.provider, request.values["nickname"])
    except NicknameTaken as error:
        raise AnswerRefused("nickname", _("name-taken")) from error
    return request.show(routes.about(), notice=saved(request))


def receive_picture(context: ProviderContext, request: Request) -> Screen:
    """Take a picture that is sent in front of the present one, in its place."""
    del context
    return answer_form(request, routes.about_picture_change())


@screen(routes.about_picture, context=ProviderContext, receive=receive_picture)
def show_picture(context: ProviderContext, request: Request) -> Screen:
    """Show the logo or photo, or ask for one where there is none."""
    key = context.provider.picture
    if key is None:
        return request.show(routes.about_picture_change())
    return Screen(
        request.text(_("picture-heading")),
        rows=(
            (
                Button(request.label(_("button-change-picture")), routes.about_picture_change()),
                Button(request.label(_("button-remove")), routes.about_picture_remove(), Style.DANGER),
            ),
            *setup_row(request),
        ),
        picture=files_of(request).get(key),
        back=routes.about(),
    )


def picture_form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for a logo or photo."""
    del context, request
    return form_of(question("picture", PictureFile(FileUse.LOGO), Ask(_("ask-picture"))))


@screen(routes.about_picture_change, context=ProviderContext, form=picture_form)
def set_picture(context: ProviderContext, request: Request) -> Screen:
    """Keep the pixels of what was sent, and nothing else of it."""
    set_logo(request, context.provider, take_logo(request, "picture", request.values["picture"]))
    return request.show(routes.about(), notice=saved(request))


@screen(routes.about_picture_remove, context=ProviderContext)
def remove_picture(context: ProviderContext, request: Request) -> Screen:
    """Forget the logo or photo."""
    set_logo(request, context.provider, None)
    return request.show(routes.about(), notice=Notice(request.label(_("removed"))))
