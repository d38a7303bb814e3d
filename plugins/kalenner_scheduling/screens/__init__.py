"""What people see of scheduling, a module a topic."""

from pyramid.config import Configurator

TOPICS = (
    "services",
    "rules",
    "explain",
    "service_forms",
    "calendar",
    "hours",
    "blocked",
    "closures",
    "away",
    "booking",
    "booking_times",
    "today",
    "month",
    "day",
    "slot",
    "slot_away",
    "past",
    "coming",
    "appointments",
    "amending",
    "moving",
    "location",
    "client_appointments",
    "mine",
    "my_appointment",
    "my_moves",
    "calendar_file",
    "notifications",
    "notifications_client",
)


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in TOPICS:
        config.include(f"kalenner_scheduling.screens.{topic}")
