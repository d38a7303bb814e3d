"""Settings: the menus, the language, the client's name."""

import colander
from pyramid.request import Request

from kalenner.delivery import channels_of
from kalenner.home import routes
from kalenner.home.menus import menu_entries, menu_headline, menu_rows, role_of
from kalenner.home.names import client_name_question
from kalenner.i18n import LANGUAGES, Translatable, _, reader_for
from kalenner.people import Account, AccountService
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext, ProviderContext
from kalenner.screens import Button, Notice, Screen, form_of, in_rows, paragraphs, saved, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row

SUBMENUS = (
    ("settings.service", _("button-service-settings"), routes.settings_service),
    ("settings.schedule", _("button-schedule-settings"), routes.settings_schedule),
    ("settings.general", _("button-general-settings"), routes.settings_general),
)
"""The menus below the settings, each with its button and where that leads."""
SUBMENUS_OF_ORGANIZATION = SUBMENUS[-1:]
"""Those that an organization has too, which works no time of its own."""


@screen(routes.settings)
def show_settings(context: PersonContext, request: Request) -> Screen:
    """Show the settings of the role used last; a submenu without any entry is left out."""
    role = role_of(request, context.account)
    own: list[Row] = []
    if role is not Role.CLIENT and role is not None:
        for menu, label, route in SUBMENUS if role is Role.PROFESSIONAL else SUBMENUS_OF_ORGANIZATION:
            if menu_entries(request, menu):
                own.append((Button(request.label(label), route()),))
        own += menu_rows(request, "settings.organization") if role is Role.OWNER else []
    else:
        own.append((Button(request.label(_("button-name")), routes.client_name()),))
    own.append(
        (
            Button(request.label(_("button-time-zone")), routes.zone()),
            Button(request.label(_("button-language")), routes.language()),
        )
    )
    data = (Button(request.label(_("button-my-data")), routes.my_data()),)
    return Screen(
        request.text(_("settings-heading"), zone=request.reader.zone_name()),
        rows=(*own, *menu_rows(request, "settings"), data),
        back=screen_routes.menu(),
    )


@screen(routes.settings_service, context=ProfessionalContext)
def show_service_settings(context: ProfessionalContext, request: Request) -> Screen:
    """Show what can be set about services."""
    del context
    return _submenu(request, "settings.service", _("service-settings-heading"))


@screen(routes.settings_schedule, context=ProfessionalContext)
def show_schedule_settings(context: ProfessionalContext, request: Request) -> Screen:
    """Show what can be set about working time."""
    del context
    return _submenu(request, "settings.schedule", _("schedule-settings-heading"))


@screen(routes.settings_general, context=ProviderContext)
def show_general_settings(context: ProviderContext, request: Request) -> Screen:
    """Show what can be set about the practice."""
    del context
    return _submenu(request, "settings.general", _("general-settings-heading"))


def _submenu(request: Request, menu: str, heading: Translatable) -> Screen:
    return Screen(
        paragraphs(request.text(heading), menu_headline(request, menu)),
        rows=tuple(menu_rows(request, menu)),
        back=routes.settings(),
    )


@screen(routes.language)
def show_language(context: PersonContext, request: Request) -> Screen:
    """Show the languages, the present one marked."""

    def button(number: int, code: str | None, label: str) -> Button:
        is_present = context.account.language == code
        text = request.label(_("choice-present"), choice=label) if is_present else label
        return Button(text, routes.language_set(language=number))

    languages = [
        button(number, code, label) for number, (code, label) in enumerate(LANGUAGES.items(), start=1)
    ]
    return Screen(
        request.text(_("language-heading")),
        rows=((button(0, None, _as_in_channel(request, context.account)),), *in_rows(languages, 2)),
        back=routes.settings(),
    )


def _as_in_channel(request: Request, account: Account) -> str:
    """Return the choice to follow the channels by which the account is reached."""
    channels = channels_of(request.registry)
    addresses = request.find_service(AccountService).identities(account.id)
    titles = [channels[address.channel].title for address in addresses if address.channel in channels]
    return str(request.label(_("choice-as-in-channel"), channel=", ".join(dict.fromkeys(titles))))


@screen(routes.language_set)
def set_language(context: PersonContext, request: Request) -> Screen:
    """Follow the channel's language (0), or the one chosen, whatever the channel says."""
    choices = [None, *LANGUAGES]
    if not 0 <= request.args["language"] < len(choices):
        raise NotAvailable
    context.account.language = choices[request.args["language"]]
    reader = reader_for(request.registry, context.account.reading_language, context.account.timezone)
    return request.show(routes.language(), notice=Notice(reader.label(_("saved"))))


def name_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask for another name."""
    return form_of(client_name_question(request, context.account, _("ask-client-name")))


@screen(routes.client_name, form=name_form)
def set_name(context: PersonContext, request: Request) -> Screen:
    """Change the name by which specialists see this client."""
    context.account.client_name = request.values["name"]
    return request.show(routes.settings(), notice=saved(request))
