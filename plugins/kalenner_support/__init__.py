"""Support: what people ask of those who run the bot, and what they are answered."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_support")


def includeme(config: Configurator) -> None:
    """Register the services, the downloads, the tasks and the screens."""
    config.include("kalenner_support.ticket_cipher")
    config.include("kalenner_support.ticket_service")
    config.include("kalenner_support.downloads")
    config.include("kalenner_support.tasks")
    config.scan()
