"""Bank transfers: own bank details, codes that banking apps read, and statements that are matched."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_bank_transfer")


def includeme(config: Configurator) -> None:
    """Register the services, the pages and the screens."""
    config.include("kalenner_bank_transfer.services")
    config.include("kalenner_bank_transfer.drawing")
    config.include("kalenner_bank_transfer.web")
    config.scan()
