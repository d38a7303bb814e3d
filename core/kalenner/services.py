"""Services: one object of each class for a request, made when it is first asked for.

Decision 8 says why this is not pyramid_services.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.registry import RegistryKey

Factory: TypeAlias = Callable[[Request], Any]
"""Makes the service of a request."""

SERVICES: RegistryKey[dict[type, Factory]] = RegistryKey("kalenner.services", dict)
"""The factory of each class."""


def register_service_factory(config: Configurator, factory: Factory, service: type) -> None:
    """Let `factory` make the `service` of each request; two of one class are a conflict. A directive."""

    def register() -> None:
        SERVICES.of(config.registry)[service] = factory

    config.action(("service", f"{service.__module__}.{service.__qualname__}"), register)


def includeme(config: Configurator) -> None:
    """Add the directive."""
    config.add_directive("register_service_factory", register_service_factory)
