"""When a provider does not work after all: holidays, vacations, times away."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.include("kalenner_scheduling.time_off.services")
