"""Home: start and registration, main menus, set-up, settings, who is whose client."""

from pyramid.config import Configurator

from kalenner.i18n import _
from kalenner.people.policy import ProfessionalContext, SpecialistContext


def includeme(config: Configurator) -> None:
    """Register the screens and commands."""
    for include in (_start, _menus, _zone, _settings, _about, _people):
        include(config)
    config.add_command("menu", screen="menu", label=_("command-menu"), weight=10)
    config.add_command("settings", screen="settings", label=_("command-settings"), weight=20)
    config.add_command("language", screen="language", label=_("command-language"), weight=30)
    config.add_command("cancel", screen="cancel", label=_("command-cancel"), weight=40)


def _start(config: Configurator) -> None:
    from kalenner.home import registration, setup, start

    args = {"payload": str}
    config.add_screen(
        start.start, name="start", path="/start/{payload}", args=args, permission="use", effect=True
    )
    config.add_screen(start.code, name="client.code", path="/code", permission="use", form=start.code_form)
    config.add_screen(
        registration.become_professional,
        name="professional.register",
        path="/professional/register",
        permission="use",
        factory=registration.NewProfessionalContext,
        form=registration.professional_form,
    )
    config.add_screen(
        registration.introduce,
        name="client.introduce",
        path="/client/introduce/{provider}",
        args={"provider": int},
        permission="use",
        factory=registration.UnknownClientContext,
        form=registration.introduction_form,
    )
    config.add_screen(
        setup.show_setup, name="setup", path="/setup", permission="use", factory=ProfessionalContext
    )


def _menus(config: Configurator) -> None:
    from kalenner.home import menus
    from kalenner.screens.forms import cancel_form

    config.add_screen(menus.show_menu, name="menu", path="/menu", permission="use")
    config.add_screen(cancel_form, name="cancel", path="/cancel", permission="use")
    config.add_screen(
        menus.be_professional,
        name="menu.professional",
        path="/menu/professional",
        permission="use",
        factory=ProfessionalContext,
        effect=True,
    )
    config.add_screen(menus.be_client, name="menu.client", path="/menu/client", permission="use", effect=True)
    config.add_screen(
        menus.show_office, name="office", path="/office", permission="use", factory=ProfessionalContext
    )


def _zone(config: Configurator) -> None:
    from kalenner.home import zone

    config.add_screen(zone.answer_zone, name="zone", path="/zone", permission="use", form=zone.zone_form)
    # `then` is the specialist whose card comes next; 0 stands for set-up or settings.
    config.add_screen(
        zone.show_regions,
        name="zone.regions",
        path="/zone/{then}/regions",
        args={"then": int},
        permission="use",
    )
    config.add_screen(
        zone.show_region,
        name="zone.region",
        path="/zone/{then}/regions/{region}/{page}",
        args={"then": int, "region": int, "page": int},
        permission="use",
    )
    one = {"args": {"then": int, "zone": int}, "permission": "use"}
    config.add_screen(zone.ask_zone, name="zone.confirm", path="/zone/{then}/{zone}", **one)
    config.add_screen(zone.save_zone, name="zone.save", path="/zone/{then}/{zone}/save", effect=True, **one)


def _settings(config: Configurator) -> None:
    from kalenner.home import settings

    config.add_screen(settings.show_settings, name="settings", path="/settings", permission="use")
    for name in settings.SUBMENUS:
        config.add_screen(
            settings.submenu(name),
            name=f"settings.{name}",
            path=f"/settings/{name}",
            permission="use",
            factory=ProfessionalContext,
        )
    config.add_screen(settings.show_language, name="language", path="/language", permission="use")
    config.add_screen(
        settings.set_language,
        name="language.set",
        path="/language/{language}",
        args={"language": int},
        permission="use",
        effect=True,
    )
    config.add_screen(
        settings.set_name,
        name="client.name",
        path="/settings/name",
        permission="use",
        form=settings.name_form,
    )


def _about(config: Configurator) -> None:
    from kalenner.home import about

    mine = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(about.show_about, name="about", path="/about", **mine)
    config.add_screen(
        about.set_nickname, name="about.nickname", path="/about/nickname", form=about.nickname_form, **mine
    )
    config.add_screen(about.show_picture, name="about.picture", path="/about/picture", **mine)
    config.add_screen(
        about.set_picture,
        name="about.picture_change",
        path="/about/picture/change",
        form=about.picture_form,
        **mine,
    )
    config.add_screen(
        about.remove_picture, name="about.picture_remove", path="/about/picture/remove", effect=True, **mine
    )


def _people(config: Configurator) -> None:
    from kalenner.home import client_card, clients, specialists, undeliverable

    mine = {"permission": "use", "factory": ProfessionalContext}
    config.add_screen(clients.show_clients, name="clients", path="/clients", **mine)
    config.add_screen(
        clients.show_clients, name="clients.page", path="/clients/page/{page}", args={"page": int}, **mine
    )
    config.add_screen(
        clients.search, name="clients.search", path="/clients/search", form=clients.search_form, **mine
    )
    config.add_screen(
        clients.show_found,
        name="clients.found",
        path="/clients/found/{page}/{search}",
        args={"page": int, "search": str},
        **mine,
    )
    config.add_screen(
        clients.show_blocked,
        name="clients.blocked",
        path="/clients/blocked/{page}",
        args={"page": int},
        **mine,
    )
    config.include(client_card)
    config.add_screen(specialists.show_specialists, name="specialists", path="/specialists", permission="use")
    config.add_screen(
        specialists.show_specialists,
        name="specialists.page",
        path="/specialists/page/{page}",
        args={"page": int},
        permission="use",
    )
    config.add_screen(
        specialists.show_card,
        name="specialists.card",
        path="/specialists/{provider}",
        args={"provider": int},
        permission="use",
        factory=SpecialistContext,
    )
    config.add_screen(
        undeliverable.show_undeliverable,
        name="undeliverable",
        path="/undeliverable/{message}",
        args={"message": int},
        permission="use",
        factory=undeliverable.UndeliverableContext,
    )
