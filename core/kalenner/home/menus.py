"""Menus: buttons that the core and the plugins contribute, and the two main menus."""

import logging
from collections.abc import Collection
from typing import Any

from markupsafe import Markup

from kalenner.home import routes
from kalenner.home.privacy import with_privacy
from kalenner.home.setup import setup_row
from kalenner.hooks.platform import MenuEntry, MenuSubject
from kalenner.i18n import _
from kalenner.people import Account, ClientService
from kalenner.people.models import Role
from kalenner.people.policy import PersonContext, ProfessionalContext
from kalenner.requests import Request
from kalenner.route import Press
from kalenner.screens import Button, Screen, Visit, lines, paragraphs, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.forms import cancel_form
from kalenner.screens.model import Row

log = logging.getLogger(__name__)

MENUS = {Role.PROFESSIONAL: "professional", Role.CLIENT: "client", Role.OWNER: "organization"}
"""The main menu of each role."""


def menu_entries(request: Request, menu: str, subject: MenuSubject = None) -> list[MenuEntry]:
    """Return the entries of a menu, the plugins' and the core's own, in their order; a key counts once."""
    entries: dict[str, MenuEntry] = {}
    of_plugins = request.hooks.platform_menu_entries(menu=menu, subject=subject)
    for entry in [*_own_entries(request, menu), *of_plugins]:
        if entry.key in entries:
            log.error(
                "menu %s: the entry %s to %s has a key that is taken", menu, entry.key, entry.press.screen
            )
        entries.setdefault(entry.key, entry)
    return sorted(entries.values(), key=lambda entry: (entry.weight, entry.key))


def menu_rows(
    request: Request, menu: str, subject: MenuSubject = None, *, without: Collection[str] = ()
) -> list[Row]:
    """Return a menu as rows of buttons; the entries whose keys are in `without` are left out."""
    rows: dict[int, list[Button]] = {}
    for entry in menu_entries(request, menu, subject):
        if entry.key in without:
            continue
        rows.setdefault(entry.row, []).append(Button(entry.label, entry.press))
    return [tuple(rows[number]) for number in sorted(rows)]


def role_of(request: Request, account: Account) -> Role | None:
    """Return whose menu a person gets: the one used last, if it is still theirs; None for a newcomer."""
    is_owner = account.acts_for_id is not None and account.organization is not None
    if is_owner and account.role == Role.OWNER:
        return Role.OWNER
    if account.practice is not None and account.role != Role.CLIENT:
        return Role.PROFESSIONAL
    if request.find_service(ClientService).is_client(account):
        return Role.CLIENT
    if account.practice is not None:
        return Role.PROFESSIONAL
    return Role.OWNER if is_owner else None


@screen(screen_routes.menu)
def show_menu(context: PersonContext, request: Request) -> Screen:
    """Show the main menu of the role used last; a newcomer is asked for the role."""
    Visit.of(request).forget_provider()
    role = role_of(request, context.account)
    if role is None:
        return with_privacy(request, context.account, _greeting(request))
    menu = MENUS[role]
    rows = menu_rows(request, menu)
    if role is Role.PROFESSIONAL:
        rows = [*setup_row(request), *rows]
    text = lines(_heading(request, role), menu_headline(request, menu))
    return Screen(text, rows=(*rows, *_other_role(request, context.account, role)), is_menu=True)


@screen(routes.cancel)
def cancel(context: PersonContext, request: Request) -> Screen:
    """Leave the open form, as the command ``/cancel`` says."""
    return cancel_form(context, request)


@screen(routes.menu_professional, context=ProfessionalContext)
def be_professional(context: ProfessionalContext, request: Request) -> Screen:
    """Go on as a professional, and remember it."""
    context.account.role = Role.PROFESSIONAL
    return request.show(screen_routes.menu())


@screen(routes.menu_client)
def be_client(context: PersonContext, request: Request) -> Screen:
    """Go on as a client, and remember it."""
    context.account.role = Role.CLIENT
    return request.show(screen_routes.menu())


@screen(routes.office, context=ProfessionalContext)
def show_office(context: ProfessionalContext, request: Request) -> Screen:
    """Show the professional's office."""
    del context
    return Screen(
        request.text(_("office-heading")), rows=tuple(menu_rows(request, "office")), back=screen_routes.menu()
    )


def _heading(request: Request, role: Role) -> Markup:
    if role is Role.OWNER and request.provider is not None:
        return request.text(_("as-organization"), name=request.provider.nickname)
    return request.text(_("menu-heading"))


def _greeting(request: Request) -> Screen:
    return Screen(
        paragraphs(request.text(_("greeting")), request.text(_("greeting-question"))),
        rows=(
            (Button(request.label(_("button-i-am-professional")), routes.professional_register()),),
            *menu_rows(request, "start"),
            (Button(request.label(_("button-i-am-client")), routes.client_code()),),
        ),
        is_menu=True,
    )


def menu_headline(request: Request, menu: str) -> Markup:
    """Return what plugins say at the top of a menu, on one line; empty where that is nothing."""
    menu_lines = request.hooks.platform_menu_lines(menu=menu)
    return request.text(request.reader.joined(line.text for line in menu_lines))


def _other_role(request: Request, account: Account, role: Role) -> list[Row]:
    rows: list[Row] = []
    if role is not Role.PROFESSIONAL and account.practice is None:
        rows.append((Button(request.label(_("button-offer-services")), routes.professional_register()),))
    elif role is not Role.PROFESSIONAL:
        rows.append((Button(request.label(_("button-as-professional")), routes.menu_professional()),))
    if role is not Role.CLIENT and request.find_service(ClientService).is_client(account):
        rows.append((Button(request.label(_("button-as-client")), routes.menu_client()),))
    return rows


def _own_entries(request: Request, menu: str) -> list[MenuEntry]:
    def entry(key: str, label: Any, press: Press, weight: int, row: int) -> MenuEntry:
        return MenuEntry(key, request.label(label), press, weight=weight, row=row)

    if menu == "professional":
        office = (
            [entry("office", _("button-office"), routes.office(), 10, 10)]
            if menu_entries(request, "office")
            else []
        )
        return [
            *office,
            entry("clients", _("button-clients"), routes.clients(), 20, 10),
            entry("settings", _("button-settings"), routes.settings(), 50, 50),
        ]
    if menu == "organization":
        return [entry("settings", _("button-settings"), routes.settings(), 50, 50)]
    if menu == "client":
        return [
            entry("specialists", _("button-specialists"), routes.specialists(), 10, 10),
            entry("settings", _("button-settings"), routes.settings(), 50, 50),
        ]
    if menu == "settings.general":
        return [entry("about", _("button-about"), routes.about(), 10, 10)]
    return []
