"""Which times are free, by which rules, and why others are not."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.include("kalenner_scheduling.availability.services")
    config.include("kalenner_scheduling.availability.explanation")
