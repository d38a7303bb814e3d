"""The services that a provider offers, and how they are offered."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.include("kalenner_scheduling.catalogue.services")
