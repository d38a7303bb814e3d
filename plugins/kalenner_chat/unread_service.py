"""The count of the main menu, read once for its headline and its button."""

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner_chat.unread_queries import count_unread


class UnreadService:
    """What is unread, as it was when it was first asked for."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession
        self._messages: dict[int, int] = {}

    def count_messages(self, account_id: int) -> int:
        """Return how many messages a person has neither answered nor opened."""
        if account_id not in self._messages:
            self._messages[account_id] = count_unread(self._dbsession, account_id).messages
        return self._messages[account_id]


def unread_service_factory(request: Request) -> UnreadService:
    """Make the service for a request."""
    return UnreadService(request.dbsession)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(unread_service_factory, UnreadService)
