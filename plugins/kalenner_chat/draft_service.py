"""Drafts: what a person has written that is sent by a press alone, or looked for."""

import json
import secrets
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.content import Content
from kalenner_chat.models import Draft
from kalenner_chat.relations import Relation


@dataclass(frozen=True)
class DraftContent:
    """A message that waits to be confirmed: what it says, where it came from, and what it replies to."""

    content: Content
    channel: str
    number: int
    reply_to_id: int | None


class DraftService:
    """The drafts of a request."""

    def __init__(self, dbsession: Session, clock: Clock, cipher: ChatCipher) -> None:
        self._dbsession, self._clock, self._cipher = dbsession, clock, cipher

    def keep_message(self, relation: Relation, message: DraftContent) -> Draft:
        """Keep a message until its sender confirms it."""
        origin = [message.channel, message.number, message.reply_to_id]
        text = json.dumps([message.content.to_bytes().decode(), *origin])
        return self._keep(relation, text)

    def message_in(self, draft: Draft) -> DraftContent:
        """Return the message that a draft keeps. Raises Tampered, and ValueError for what is looked for."""
        content, channel, number, reply_to_id = json.loads(self._cipher.open_draft(draft))
        return DraftContent(Content.from_bytes(content.encode()), channel, number, reply_to_id)

    def keep_search(self, relation: Relation, wanted: str) -> Draft:
        """Keep what a person looks for in a thread until it was found."""
        return self._keep(relation, json.dumps([wanted]))

    def search_in(self, draft: Draft) -> str:
        """Return what a person looks for. Raises Tampered, and ValueError for a message."""
        (wanted,) = json.loads(self._cipher.open_draft(draft))
        return str(wanted)

    def forget(self, draft: Draft) -> None:
        """Forget a draft."""
        self._dbsession.execute(delete(Draft).where(Draft.id == draft.id))

    def _keep(self, relation: Relation, text: str) -> Draft:
        token = secrets.token_hex(16)
        draft = Draft(
            account_id=relation.account.id,
            thread=relation.thread,
            token=token,
            sealed=self._cipher.seal_draft(relation.thread, token, text.encode()),
            created_at=self._clock.now(),
        )
        self._dbsession.add(draft)
        self._dbsession.flush()
        return draft


def draft_service_factory(request: Request) -> DraftService:
    """Make the service for a request."""
    return DraftService(request.dbsession, request.clock, request.find_service(ChatCipher))


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(draft_service_factory, DraftService)
