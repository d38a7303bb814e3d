"""Documents: what clients read and agree to, and what is exchanged in private."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_documents")


def includeme(config: Configurator) -> None:
    """Register the services, the downloads, the tasks and the screens."""
    config.include("kalenner_documents.text_cipher")
    config.include("kalenner_documents.document_service")
    config.include("kalenner_documents.consent_service")
    config.include("kalenner_documents.rule_service")
    config.include("kalenner_documents.exchange_service")
    config.include("kalenner_documents.downloads")
    config.include("kalenner_documents.receipts")
    config.include("kalenner_documents.uploads")
    config.include("kalenner_documents.tasks")
    config.include("kalenner_documents.key_uses")
    config.include("kalenner_documents.intake")
    config.include("kalenner_documents.check_tasks")
    config.scan()
