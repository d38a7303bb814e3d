"""Whether clients who owe can book: the setting and its button in the menu."""

from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people import Provider
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Press, Screen, paragraphs, saved, screen, show
from kalenner_payments import _, routes
from kalenner_payments.terms import TermsService

CHOSEN = "✔"


def terms_label(request: Request, provider: Provider) -> str:
    """Return the menu's button, with the present value."""
    can_book = request.find_service(TermsService).can_owing_book(provider)
    label: str = request.label(_("button-unpaid-can") if can_book else _("button-unpaid-cannot"))
    return label


@screen(routes.unpaid, context=ProfessionalContext)
def show_terms(context: ProfessionalContext, request: Request) -> Screen:
    """Show whether clients who owe can book."""
    can_book = request.find_service(TermsService).can_owing_book(context.provider)

    def choice(label: Any, press: Press, *, is_chosen: bool) -> Button:
        text = request.label(label)
        return Button(f"{CHOSEN} {text}" if is_chosen else text, press)

    return Screen(
        paragraphs(
            request.text(_("unpaid-title")),
            request.text(_("unpaid-can") if can_book else _("unpaid-cannot")),
        ),
        rows=(
            (
                choice(_("button-can-book"), routes.unpaid_can(), is_chosen=can_book),
                choice(_("button-cannot-book"), routes.unpaid_cannot(), is_chosen=not can_book),
            ),
        ),
        back=home_routes.settings_service(),
    )


@screen(routes.unpaid_can, context=ProfessionalContext)
def let_book(context: ProfessionalContext, request: Request) -> Screen:
    """Let clients who owe book."""
    return _changed(context, request, can_book=True)


@screen(routes.unpaid_cannot, context=ProfessionalContext)
def refuse(context: ProfessionalContext, request: Request) -> Screen:
    """Take no requests of clients who owe."""
    return _changed(context, request, can_book=False)


def _changed(context: ProfessionalContext, request: Request, *, can_book: bool) -> Screen:
    request.find_service(TermsService).let_owing_book(context.provider, can_book=can_book)
    return show(request, routes.unpaid(), notice=saved(request))
