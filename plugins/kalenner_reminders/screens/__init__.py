"""What people see of reminders, a module a topic."""

from pyramid.config import Configurator

TOPICS = ("card", "sending", "preferences", "choice")


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in TOPICS:
        config.include(f"kalenner_reminders.screens.{topic}")
