"""The Telegram adapter: the only package that knows the Bot API."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_telegram")


def includeme(config: Configurator) -> None:
    """Add the channel, the webhook's route and the task that deletes old rows."""
    config.include(".channel")
    config.include(".webhook")
    config.include(".tasks")
