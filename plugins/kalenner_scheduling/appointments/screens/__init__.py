"""What both sides see of appointments, a module a topic."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in (
        "booking",
        "month",
        "day",
        "slot",
        "past_list",
        "coming_list",
        "professional_card",
        "amendments",
        "professional_moves",
        "location",
        "client_list",
        "client_card",
        "client_moves",
        "calendar_file",
        "professional_messages",
        "client_messages",
    ):
        config.include(f"kalenner_scheduling.appointments.screens.{topic}")
