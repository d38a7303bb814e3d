"""What people see of free times and of the rules for them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in (
        "rules",
        "explanation",
    ):
        config.include(f"kalenner_scheduling.availability.screens.{topic}")
