"""The one ordered list of what an application is made of."""

from typing import Any

from markupsafe import Markup
from pyramid import request as pyramid_request
from pyramid.config import Configurator
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import make_session
from kalenner.delivery import channels_of
from kalenner.hooks.platform import StartPayload
from kalenner.i18n import DEFAULT_LANGUAGE, LANGUAGES, Reader, Text, reader_for
from kalenner.people import AccountService, ClientService, ProviderService
from kalenner.people.clients import client_service_factory
from kalenner.people.models import Account
from kalenner.people.policy import SecurityPolicy
from kalenner.people.services import account_service_factory, provider_service_factory
from kalenner.plugins import LoadedPlugin, PluginFault
from kalenner.route import TokenRoute

INCLUDES = (
    "pyramid_services",
    "kalenner.units",
    "kalenner.files",
    "kalenner.tasks",
    "kalenner.screens",
    "kalenner.delivery",
    "kalenner.home",
    "kalenner.web",
)


class Request(pyramid_request.Request):
    """A request, of which ``text`` is a message in the reader's language instead of WebOb's body."""

    visit: Any = None
    """The :class:`~kalenner.screens.visit.Visit` it answers; only the dispatcher sets it."""
    outer: "Request | None" = None
    """The request within which a screen's own runs, whose transaction and session it shares."""

    def text(self, message: Text, **values: object) -> Markup:
        """Return a message as markup, its values escaped."""
        return self.reader.text(message, **values)

    def label(self, message: Text, **values: object) -> str:
        """Return a message as plain text."""
        return self.reader.label(message, **values)


class RequestHooks:
    """The hooks of a request: ``request.hooks.platform_menu_lines(menu=…)`` returns the answers.

    `request` is given to implementations by itself, and each runs in a savepoint of its own.
    """

    def __init__(self, request: Request) -> None:
        self._request = request

    def __getattr__(self, hook: str) -> Any:
        hooks = self._request.registry["kalenner.hooks"]

        def call(**arguments: Any) -> list[Any]:
            fence = self._request.dbsession.begin_nested
            return [answer for _name, answer in hooks.call(hook, fence, request=self._request, **arguments)]

        return call


def include_everything(config: Configurator, loaded: list[LoadedPlugin]) -> None:
    """Include the core, then the plugins in their order."""
    config.set_request_factory(Request)
    config.set_security_policy(SecurityPolicy())
    config.set_default_csrf_options(require_csrf=True)
    config.include("pyramid_retry")
    config.include("pyramid_tm")
    _add_request_methods(config)
    for name in INCLUDES:
        config.include(name)
    for factory, service in (
        (account_service_factory, AccountService),
        (provider_service_factory, ProviderService),
        (client_service_factory, ClientService),
    ):
        config.register_service_factory(factory, service)
    config.add_translation_dirs("kalenner:locale")
    for one in loaded:
        if one.plugin.has_texts:
            config.add_translation_dirs(f"{one.plugin.package}:locale")
        config.include(one.plugin.package)
    config.registry["kalenner.start_payloads"] = _start_payloads(config)


def _start_payloads(config: Configurator) -> dict[str, TokenRoute]:
    claimed: dict[str, tuple[str, TokenRoute]] = {}
    payload: StartPayload
    for plugin, payloads in config.registry["kalenner.hooks"].call("platform_start_payloads"):
        for payload in payloads:
            if payload.prefix in claimed:
                other = claimed[payload.prefix][0]
                raise PluginFault(
                    [f"plugins {other} and {plugin}: both claim the start link {payload.prefix}"]
                )
            claimed[payload.prefix] = (plugin, payload.route)
    return {prefix: route for prefix, (_plugin, route) in claimed.items()}


def _add_request_methods(config: Configurator) -> None:
    config.add_request_method(_dbsession, "dbsession", reify=True)
    config.add_request_method(_hooks, "hooks", reify=True)
    config.add_request_method(_clock, "clock", property=True)
    config.add_request_method(_account, "account", property=True)
    config.add_request_method(_reader, "reader", property=True)
    config.add_request_method(_start_link, "start_link")
    config.add_request_method(_can_open, "can_open")


def _dbsession(request: Request) -> Session:
    if request.outer is not None:
        return request.outer.dbsession
    only_reads = request.method in {"GET", "HEAD"}
    dbsession = make_session(request.registry["kalenner.sessions"], request.tm, readonly=only_reads)
    request.add_finished_callback(_close)
    return dbsession


def _close(request: Request) -> None:
    request.dbsession.close()


def _hooks(request: Request) -> RequestHooks:
    return RequestHooks(request)


def _clock(request: Request) -> Clock:
    clock: Clock = request.registry["kalenner.clock"]
    return clock


def _account(request: Request) -> Account:
    account: Account = request.identity
    return account


def _reader(request: Request) -> Reader:
    account = request.identity
    if account is None:
        return reader_for(
            request.registry, request.accept_language.lookup([*LANGUAGES], default=DEFAULT_LANGUAGE), None
        )
    return reader_for(request.registry, account.reading_language, account.timezone)


def _can_open(request: Request, url: str) -> bool:
    return all(channel.opens(url) for channel in channels_of(request.registry).values())


def _start_link(request: Request, payload: str) -> str | None:
    links = (channel.start_link(request, payload) for channel in channels_of(request.registry).values())
    return next((link for link in links if link), None)
