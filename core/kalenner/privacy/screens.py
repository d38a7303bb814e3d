"""One's own data: take it along, or have the account deleted."""

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.consequences import consequence_lines
from kalenner.i18n import _
from kalenner.people.policy import PersonContext
from kalenner.privacy import routes
from kalenner.privacy.erasure import ErasureService
from kalenner.privacy.export import KIND
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    screen,
)
from kalenner.screens.answers import Text
from kalenner.transfers import TransferLink, link_screen

LONGEST_WORD = 30


@screen(home_routes.my_data)
def show_data(context: PersonContext, request: Request) -> Screen:
    """Say what is kept, and offer to take it along or to delete the account."""
    del context
    label = request.label
    return Screen(
        request.text(_("data-heading")),
        rows=(
            (Button(label(_("button-export-data")), routes.export()),),
            (Button(label(_("button-delete-account")), routes.erase(messages=0)),),
        ),
        back=home_routes.settings(),
    )


@screen(routes.export)
def show_export(context: PersonContext, request: Request) -> Screen:
    """Give the address at which the person gets everything, for five minutes."""
    account = context.account

    def address() -> str:
        url: str = request.download_url(account, KIND, account.id, 0)
        return url

    link = TransferLink(request.label(_("button-download-data")), address, Style.PRIMARY)
    return link_screen(request, request.text(_("export-data-ready")), [link], home_routes.my_data())


@screen(routes.erase)
def ask_to_erase(context: PersonContext, request: Request) -> Screen:
    """Say what goes and what stays, and whether messages to others go too."""
    with_messages = bool(request.args["messages"])
    consequences = request.hooks.privacy_erasure_consequences(account=context.account)
    box = "☑" if with_messages else "☐"
    text = paragraphs(
        request.text(_("erase-heading")),
        lines(request.text(_("erase-goes")), consequence_lines(consequences)),
        request.text(_("erase-stays")),
    )
    return Screen(
        text,
        rows=(
            (
                Button(
                    f"{box} {request.label(_('button-delete-mine-too'))}",
                    routes.erase(messages=int(not with_messages)),
                ),
            ),
            (
                Button(
                    request.label(_("button-go-on-erasing")),
                    routes.erase_word(messages=int(with_messages)),
                    Style.DANGER,
                ),
            ),
        ),
        back=home_routes.my_data(),
    )


def word_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask for the word by which nobody deletes an account by mistake."""
    del context, request
    return form_of(question("word", Text(1, LONGEST_WORD), Ask(_("ask-erase-word"))))


@screen(routes.erase_word, form=word_form)
def erase(context: PersonContext, request: Request) -> Screen:
    """Let the account be erased, and say farewell."""
    word = request.label(_("erase-word"))
    if request.values["word"].strip().casefold() != word.casefold():
        raise AnswerRefused("word", _("erase-word-wrong"), word=word)
    erases_messages = bool(request.args["messages"])
    ErasureService(request).ask(context.account, erases_messages=erases_messages)
    return Screen(request.text(_("erase-begun")))


@screen(routes.account_gone)
def show_gone(context: PersonContext, request: Request) -> Screen:
    """Tell somebody that a client or a specialist has deleted the account, and what ended with it (N15)."""
    del context
    ended = request.args["ended"]
    text = request.text(_("account-gone"), name=request.args["name"])
    return Screen(paragraphs(text, lines(*ended.split("\n"))) if ended else text, is_card=True)
