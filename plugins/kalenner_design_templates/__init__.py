"""Designs of profile pages: the gallery on the web, and their choice and configuration in the bot."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_design_templates.services import DesignService, design_service_factory

_ = TranslationStringFactory("kalenner_design_templates")


def includeme(config: Configurator) -> None:
    """Register the service, the screens and the pages."""
    config.register_service_factory(design_service_factory, DesignService)
    config.scan()
    config.include("kalenner_design_templates.screens.banner")
    config.include("kalenner_design_templates.web")
