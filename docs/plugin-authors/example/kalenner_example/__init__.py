"""The example of the documentation: what time it is where a specialist is."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_example")


def includeme(config: Configurator) -> None:
    """Register the screens."""
    config.scan()
