"""Screens of designs."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Add the screens."""
    config.include("kalenner_design_templates.screens.choosing")
    config.include("kalenner_design_templates.screens.configuration")
    config.include("kalenner_design_templates.screens.banner")
    config.include("kalenner_design_templates.screens.backgrounds")
