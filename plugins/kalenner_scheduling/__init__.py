"""Scheduling: services, working time, free times, appointments."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_scheduling")


def includeme(config: Configurator) -> None:
    """Register the services, the screens and the tasks of every noun."""
    for noun in ("catalogue", "working_hours", "time_off", "availability", "appointments"):
        config.include(f"kalenner_scheduling.{noun}")
    config.include("kalenner_scheduling.tasks")
