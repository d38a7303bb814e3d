"""What people see of payments, a module a topic."""

from pyramid.config import Configurator

TOPICS = ("card", "entries", "terms")


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in TOPICS:
        config.include(f"kalenner_payments.screens.{topic}")
