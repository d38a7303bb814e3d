"""What people see of the catalogue."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add every screen."""
    for topic in (
        "services",
        "preferences",
    ):
        config.include(f"kalenner_scheduling.catalogue.screens.{topic}")
