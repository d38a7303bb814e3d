"""Chat: what the two sides of a relation write and send each other."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_chat")


def includeme(config: Configurator) -> None:
    """Register the services, the transfers, the tasks and the screens."""
    config.include("kalenner_chat.chat_cipher")
    config.include("kalenner_chat.thread_service")
    config.include("kalenner_chat.message_service")
    config.include("kalenner_chat.draft_service")
    config.include("kalenner_chat.quick_answer_service")
    config.include("kalenner_chat.retention_service")
    config.include("kalenner_chat.unread_service")
    config.include("kalenner_chat.downloads")
    config.include("kalenner_chat.uploads")
    config.include("kalenner_chat.tasks")
    config.scan()
