"""Home: start and registration, main menus, set-up, settings, who is whose client."""

from pyramid.config import Configurator

from kalenner.home import routes
from kalenner.i18n import _
from kalenner.screens import routes as screen_routes


def includeme(config: Configurator) -> None:
    """Register the screens and commands."""
    config.scan()
    config.add_command("menu", press=screen_routes.menu(), label=_("command-menu"), weight=10)
    config.add_command("settings", press=routes.settings(), label=_("command-settings"), weight=20)
    config.add_command("language", press=routes.language(), label=_("command-language"), weight=30)
    config.add_command("cancel", press=routes.cancel(), label=_("command-cancel"), weight=40)
