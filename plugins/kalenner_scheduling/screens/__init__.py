"""What people see of scheduling, a module a topic."""

from pyramid.config import Configurator

TOPICS = (
    "services",
    "service_forms",
    "calendar",
    "hours",
    "booking",
    "booking_times",
    "appointments",
    "mine",
    "notifications",
)


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in TOPICS:
        config.include(f"kalenner_scheduling.screens.{topic}")
