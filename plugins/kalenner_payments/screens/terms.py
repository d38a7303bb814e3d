"""Whether clients who owe can book: the setting and its button in the menu."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people import Provider
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Screen, act, go, paragraphs, saved, show
from kalenner_payments import _
from kalenner_payments.terms import TermsService

CHOSEN = "✔"


def terms_label(request: Request, provider: Provider) -> str:
    """Return the menu's button, with the present value."""
    can_book = request.find_service(TermsService).can_owing_book(provider)
    label: str = request.label(_("button-unpaid-can") if can_book else _("button-unpaid-cannot"))
    return label


def show_terms(context: ProfessionalContext, request: Request) -> Screen:
    """Show whether clients who owe can book."""
    can_book = request.find_service(TermsService).can_owing_book(context.provider)

    def choice(label: Any, screen: str, *, is_chosen: bool) -> Button:
        text = request.label(label)
        return Button(f"{CHOSEN} {text}" if is_chosen else text, act(screen))

    return Screen(
        paragraphs(
            request.text(_("unpaid-title")),
            request.text(_("unpaid-can") if can_book else _("unpaid-cannot")),
        ),
        rows=(
            (
                choice(_("button-can-book"), "payments.unpaid.can", is_chosen=can_book),
                choice(_("button-cannot-book"), "payments.unpaid.cannot", is_chosen=not can_book),
            ),
        ),
        back=go("settings.service"),
    )


def let_book(context: ProfessionalContext, request: Request) -> Screen:
    """Let clients who owe book."""
    return _changed(context, request, can_book=True)


def refuse(context: ProfessionalContext, request: Request) -> Screen:
    """Take no requests of clients who owe."""
    return _changed(context, request, can_book=False)


def _changed(context: ProfessionalContext, request: Request, *, can_book: bool) -> Screen:
    request.find_service(TermsService).let_owing_book(context.provider, can_book=can_book)
    return show(request, "payments.unpaid", notice=saved(request))


def includeme(config: Configurator) -> None:
    """Add the screens."""
    mine: dict[str, Any] = {"permission": "use", "factory": ProfessionalContext}
    path = "/payments/unpaid"
    config.add_screen(show_terms, name="payments.unpaid", path=path, **mine)
    config.add_screen(let_book, name="payments.unpaid.can", path=f"{path}/can", effect=True, **mine)
    config.add_screen(refuse, name="payments.unpaid.cannot", path=f"{path}/cannot", effect=True, **mine)
