"""Appointments: requests, answers, moves, amendments, and their history."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.include("kalenner_scheduling.appointments.services")
    config.include("kalenner_scheduling.appointments.amendments")
    config.include("kalenner_scheduling.appointments.offers")
    config.include("kalenner_scheduling.appointments.open_requests")
