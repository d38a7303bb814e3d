"""Payments: prices of appointments, what was paid of them, and what is due."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_payments")


def includeme(config: Configurator) -> None:
    """Register the services and the screens."""
    from kalenner_payments import services, terms

    config.register_service_factory(services.payment_service_factory, services.PaymentService)
    config.register_service_factory(terms.terms_service_factory, terms.TermsService)
    config.scan()
