"""Payment links: by which link a service is paid, which services are packages, and how clients pay."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_payment_links")


def includeme(config: Configurator) -> None:
    """Register the services and the screens."""
    config.include("kalenner_payment_links.services")
    config.include("kalenner_payment_links.references")
    config.scan()
