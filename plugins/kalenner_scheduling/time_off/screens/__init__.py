"""What people see of time off."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in (
        "blocks",
        "closures",
        "away",
        "slot_away",
    ):
        config.include(f"kalenner_scheduling.time_off.screens.{topic}")
