"""The one ordered list of what an application is made of."""

from collections.abc import Mapping, Sequence

from pyramid.config import Configurator
from pyramid.interfaces import IRoutesMapper

from kalenner.additions import Additions, misnamed
from kalenner.hooks.platform import Command, MenuEntry, SetupStep, StartPayload
from kalenner.hooks.scheduling import Refusal
from kalenner.hooks.themes import PageLink
from kalenner.i18n import catalogue_faults
from kalenner.people import AccountService, ClientService, ProviderService, TranslationService
from kalenner.people.clients import client_service_factory
from kalenner.people.owners import OwnerService, owner_service_factory
from kalenner.people.policy import SecurityPolicy
from kalenner.people.services import account_service_factory, provider_service_factory
from kalenner.people.translations import translation_service_factory
from kalenner.plugins import HOOKS, NO_FENCE, Hooks, LoadedPlugin, PluginFault
from kalenner.requests import Request
from kalenner.route import Press, TokenRoute
from kalenner.route_matching import RouteMatching
from kalenner.screens.registration import unshown_routes
from kalenner.screens.registry import START_ROUTES, ScreenSpec, specs_of
from kalenner.themes.page_links import check_page_link

INCLUDES = (
    "kalenner.services",
    "kalenner.units",
    "kalenner.tasks",
    "kalenner.security",
    "kalenner.people",
    "kalenner.files",
    "kalenner.screens",
    "kalenner.delivery",
    "kalenner.home",
    "kalenner.web",
    "kalenner.transfers",
    "kalenner.privacy",
)


def include_everything(config: Configurator, loaded: list[LoadedPlugin]) -> None:
    """Include the core, then the plugins in their order; raises PluginFault naming one that cannot be."""
    additions = Additions(config)
    _include_core(config)
    additions.note_core()
    for plugin in loaded:
        additions.include(plugin, lambda plugin=plugin: _include_plugin(config, plugin))  # type: ignore[misc]
    additions.commit()
    hooks: Hooks = HOOKS.of(config.registry)
    by_name = {plugin.name: plugin for plugin in loaded}
    specs = specs_of(config.registry)
    _refuse_unshown(config, loaded)
    START_ROUTES.put(config.registry, _start_payloads(hooks, specs))
    _check_commands(hooks, by_name)
    hooks.checks[PageLink] = check_page_link
    hooks.checks[Press] = lambda press: _check_press(specs, press)
    hooks.checks[MenuEntry] = lambda entry: _check_press(specs, entry.press)
    hooks.checks[SetupStep] = lambda step: _check_press(specs, step.press)
    hooks.checks[Refusal] = lambda refusal: _check_press(specs, refusal.press)


def _refuse_unshown(config: Configurator, loaded: Sequence[LoadedPlugin]) -> None:
    """Raise PluginFault for a route in a plugin's map that no view of it shows."""
    owners = {plugin.plugin.package.partition(".")[0]: plugin.name for plugin in loaded}
    for route in unshown_routes(config.registry):
        reason = f"screen {route.name}: declared in {route.__module__}, and no view shows it"
        raise PluginFault([reason], plugin=owners.get(route.__module__.partition(".")[0], ""))


def _include_core(config: Configurator) -> None:
    config.registry.registerUtility(RouteMatching(), IRoutesMapper)
    config.set_request_factory(Request)
    config.set_security_policy(SecurityPolicy())
    config.set_default_csrf_options(require_csrf=True)
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    for name in INCLUDES:
        config.include(name)
    for factory, service in (
        (account_service_factory, AccountService),
        (owner_service_factory, OwnerService),
        (provider_service_factory, ProviderService),
        (translation_service_factory, TranslationService),
        (client_service_factory, ClientService),
    ):
        config.register_service_factory(factory, service)
    config.add_translation_dirs("kalenner:locale")


def _include_plugin(config: Configurator, loaded: LoadedPlugin) -> None:
    plugin = loaded.plugin
    if plugin.has_texts:
        faults = catalogue_faults(plugin.package)
        if faults:
            raise PluginFault(faults)
        config.add_translation_dirs(f"{plugin.package}:locale")
    config.include(plugin.package)


def _start_payloads(hooks: Hooks, specs: Mapping[str, ScreenSpec]) -> dict[str, TokenRoute]:
    routes: dict[str, tuple[str, TokenRoute]] = {}
    payload: StartPayload
    for plugin, payloads in hooks.answers("platform_start_payloads", NO_FENCE, _set_aside):
        for payload in payloads:
            if payload.prefix in routes:
                owner = routes[payload.prefix][0]
                reason = f"plugin {owner} claims the start link {payload.prefix} too"
                raise PluginFault([reason], plugin=plugin)
            if payload.route.name not in specs:
                reason = f"the start link {payload.prefix} leads to no screen: {payload.route.name}"
                raise PluginFault([reason], plugin=plugin)
            routes[payload.prefix] = (plugin, payload.route)
    return {prefix: route for prefix, (_plugin, route) in routes.items()}


def _check_commands(hooks: Hooks, plugins: Mapping[str, LoadedPlugin]) -> None:
    """Refuse commands of operators that two plugins claim, or whose name is not the plugin's."""
    owners: dict[str, str] = {}
    command: Command
    for plugin, commands in hooks.answers("platform_commands", NO_FENCE, _set_aside):
        for command in commands:
            if command.name in owners:
                reason = f"plugin {owners[command.name]} claims the command {command.name} too"
                raise PluginFault([reason], plugin=plugin)
            owners[command.name] = plugin
            if not plugins[plugin].plugin.may_name(command.name):
                raise PluginFault([misnamed(plugins[plugin].plugin, "command", command.name)], plugin=plugin)


def _set_aside(plugin: str, reason: str) -> None:
    raise PluginFault([reason], plugin=plugin)


def _check_press(specs: Mapping[str, ScreenSpec], press: Press) -> None:
    """Raise ValueError for a button that would lead nowhere."""
    spec = specs.get(press.screen)
    if spec is None:
        raise ValueError(f"there is no screen {press.screen}")
    if press.args.keys() != spec.args.keys():
        raise ValueError(
            f"the screen {press.screen} takes the arguments {', '.join(spec.args) or 'none'}, "
            f"not {', '.join(press.args) or 'none'}"
        )
    if press.is_effect and not spec.is_effect:
        raise ValueError(f"the screen {press.screen} has no effect")
