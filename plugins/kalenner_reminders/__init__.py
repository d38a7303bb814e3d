"""Reminders of appointments: sent by the professional, or by themselves before the start."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_reminders")


def includeme(config: Configurator) -> None:
    """Register the service, the screens and the task."""
    from kalenner_reminders import tasks
    from kalenner_reminders.services import ReminderService, reminder_service_factory

    config.register_service_factory(reminder_service_factory, ReminderService)
    config.scan()
    config.add_task("reminders.send", tasks.send, every_minutes=1)
