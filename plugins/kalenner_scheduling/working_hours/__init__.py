"""When a provider works, week by week."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.include("kalenner_scheduling.working_hours.services")
