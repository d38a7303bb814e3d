"""Payments: prices of appointments, what was paid of them, and what is due."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_payments")


def includeme(config: Configurator) -> None:
    """Register the services and the screens."""
    config.include("kalenner_payments.services")
    config.include("kalenner_payments.terms")
    config.scan()
