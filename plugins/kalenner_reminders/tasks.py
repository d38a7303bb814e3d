"""What is done for reminders again and again."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner_reminders.services import ReminderService

AT_ONCE = 500
BATCHES = 4
"""A minute's 2,000 keep a channel of 30 messages a second busy, and no unit of work long."""


def send(request: Request) -> None:
    """Send the reminders that are due."""
    reminders: ReminderService = request.find_service(ReminderService)
    for _batch in range(BATCHES):
        if reminders.send_due(AT_ONCE) < AT_ONCE:
            return


def includeme(config: Configurator) -> None:
    """Add the task to the calendar."""
    config.add_task("reminders.send", send, every_minutes=1)
