"""Scheduling: services, working time, free times, appointments."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_scheduling.appointments import routes

_ = TranslationStringFactory("kalenner_scheduling")


def includeme(config: Configurator) -> None:
    """Register the services of every noun, the tasks, the screens and the commands."""
    for noun in ("catalogue", "working_hours", "time_off", "availability", "appointments"):
        config.include(f"kalenner_scheduling.{noun}")
    config.include("kalenner_scheduling.tasks")
    config.scan()
    config.add_command("book", press=routes.book(), label=_("command-book"))
    config.add_command("appointments", press=routes.appointments(), label=_("command-appointments"))
