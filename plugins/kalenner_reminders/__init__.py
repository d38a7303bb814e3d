"""Reminders of appointments: sent by the professional, or by themselves before the start."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_reminders")


def includeme(config: Configurator) -> None:
    """Register the service, the screens and the task."""
    config.include("kalenner_reminders.services")
    config.include("kalenner_reminders.tasks")
    config.scan()
