"""Settings: the menus, the language, the client's name."""

from collections.abc import Callable

import colander
from pyramid.request import Request

from kalenner.delivery import channels_of
from kalenner.home.menus import menu_entries, menu_headline, menu_rows, role_of
from kalenner.home.names import client_name_question
from kalenner.i18n import LANGUAGES, _, reader_for
from kalenner.people import Account, AccountService
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner.screens import Button, Notice, Screen, act, form_of, go, in_rows, paragraphs, saved
from kalenner.screens.model import Row

SUBMENUS = {
    "service": (_("button-service-settings"), _("service-settings-heading")),
    "schedule": (_("button-schedule-settings"), _("schedule-settings-heading")),
    "general": (_("button-general-settings"), _("general-settings-heading")),
}


def show_settings(context: PersonContext, request: Request) -> Screen:
    """Show the settings of the role used last; a submenu without any entry is left out."""
    is_professional = role_of(request, context.account) is Role.PROFESSIONAL
    own: list[Row] = []
    if is_professional:
        for name, (label, _heading) in SUBMENUS.items():
            if menu_entries(request, f"settings.{name}"):
                own.append((Button(request.label(label), go(f"settings.{name}")),))
    else:
        own.append((Button(request.label(_("button-name")), go("client.name")),))
    own.append(
        (
            Button(request.label(_("button-time-zone")), go("zone")),
            Button(request.label(_("button-language")), go("language")),
        )
    )
    return Screen(
        request.text(_("settings-heading"), zone=request.reader.zone_name()),
        rows=(*own, *menu_rows(request, "settings")),
        back=go("menu"),
    )


def submenu(name: str) -> Callable[[ProfessionalContext, Request], Screen]:
    """Return the view of one submenu."""

    def show(context: ProfessionalContext, request: Request) -> Screen:
        del context
        rows = tuple(menu_rows(request, f"settings.{name}"))
        text = paragraphs(request.text(SUBMENUS[name][1]), menu_headline(request, f"settings.{name}"))
        return Screen(text, rows=rows, back=go("settings"))

    return show


def show_language(context: PersonContext, request: Request) -> Screen:
    """Show the languages, the present one marked."""

    def button(number: int, code: str | None, label: str) -> Button:
        is_present = context.account.language == code
        text = request.label(_("choice-present"), choice=label) if is_present else label
        return Button(text, act("language.set", language=number))

    languages = [
        button(number, code, label) for number, (code, label) in enumerate(LANGUAGES.items(), start=1)
    ]
    return Screen(
        request.text(_("language-heading")),
        rows=((button(0, None, _as_in_channel(request, context.account)),), *in_rows(languages, 2)),
        back=go("settings"),
    )


def _as_in_channel(request: Request, account: Account) -> str:
    """Return the choice to follow the channels by which the account is reached."""
    channels = channels_of(request.registry)
    addresses = request.find_service(AccountService).identities(account.id)
    titles = [channels[address.channel].title for address in addresses if address.channel in channels]
    return str(request.label(_("choice-as-in-channel"), channel=", ".join(dict.fromkeys(titles))))


def set_language(context: PersonContext, request: Request) -> Screen:
    """Follow the channel's language (0), or the one chosen, whatever the channel says."""
    choices = [None, *LANGUAGES]
    if not 0 <= request.args["language"] < len(choices):
        raise NotAvailable
    context.account.language = choices[request.args["language"]]
    reader = reader_for(request.registry, context.account.reading_language, context.account.timezone)
    return request.show("language", notice=Notice(reader.label(_("saved"))))


def name_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask for another name."""
    return form_of(client_name_question(request, context.account, _("ask-client-name")))


def set_name(context: PersonContext, request: Request) -> Screen:
    """Change the name by which specialists see this client."""
    context.account.client_name = request.values["name"]
    return request.show("settings", notice=saved(request))
