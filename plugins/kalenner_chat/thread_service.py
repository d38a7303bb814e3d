"""Threads: made when they are first opened; the one that a person has open; muted ones."""

import datetime as dt
import secrets

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Account, Client
from kalenner_chat.models import OpenChat, Participant, Thread
from kalenner_chat.queries import find_open, find_thread_of, participants_of
from kalenner_chat.relations import Relation

SILENCE = dt.timedelta(minutes=30)
"""After this time without a message an open chat is closed."""


class ThreadService:
    """The threads of a request."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession, self._clock = dbsession, clock

    def thread_of(self, client: Client) -> Thread:
        """Return the thread of a relation, made where there is none."""
        thread = find_thread_of(self._dbsession, client.id)
        if thread is not None:
            return thread
        lock(self._dbsession, f"chat.client:{client.id}")
        thread = find_thread_of(self._dbsession, client.id)
        if thread is None:
            thread = Thread(client=client, token=secrets.token_hex(16), created_at=self._clock.now())
            self._dbsession.add(thread)
            self._dbsession.flush()
            sides = {client.account_id, client.provider.professional_id}
            self._dbsession.add_all(
                Participant(thread_id=thread.id, account_id=side, unread=0, is_muted=False)
                for side in sorted(sides)
            )
            self._dbsession.flush()
        return thread

    def open(self, relation: Relation) -> None:
        """Let a person write in a thread, and in no other; what is unread in it is read now."""
        now = self._clock.now()
        opened = find_open(self._dbsession, relation.account)
        if opened is None:
            opened = OpenChat(account_id=relation.account.id)
            self._dbsession.add(opened)
        if opened.thread_id != relation.thread.id or not self._is_within(opened):
            opened.opened_at = now
        opened.thread_id, opened.active_at = relation.thread.id, now
        lock(self._dbsession, f"chat:{relation.thread.id}")
        self._side(relation).unread = 0
        self._dbsession.flush()

    def is_open(self, relation: Relation, sent_at: dt.datetime | None = None) -> bool:
        """Tell whether a thread is the one that a person has open, and was when a message was sent."""
        opened = find_open(self._dbsession, relation.account)
        if opened is None or opened.thread_id != relation.thread.id or not self._is_within(opened):
            return False
        return sent_at is None or sent_at >= opened.opened_at

    def note_activity(self, relation: Relation) -> None:
        """Keep an open chat open for longer."""
        opened = find_open(self._dbsession, relation.account)
        if opened is not None and opened.thread_id == relation.thread.id:
            opened.active_at = self._clock.now()

    def leave(self, account: Account) -> None:
        """Close whatever chat a person has open."""
        self._dbsession.execute(delete(OpenChat).where(OpenChat.account_id == account.id))

    def is_muted(self, relation: Relation) -> bool:
        """Tell whether messages of a thread arrive without a sound here."""
        return self._side(relation).is_muted

    def mute(self, relation: Relation, *, is_muted: bool) -> None:
        """Let messages of a thread arrive without a sound here, or ring again."""
        lock(self._dbsession, f"chat:{relation.thread.id}")
        self._side(relation).is_muted = is_muted
        self._dbsession.flush()

    def _is_within(self, opened: OpenChat) -> bool:
        return opened.active_at > self._clock.now() - SILENCE

    def _side(self, relation: Relation) -> Participant:
        return participants_of(self._dbsession, relation.thread.id)[relation.account.id]


def thread_service_factory(request: Request) -> ThreadService:
    """Make the service for a request."""
    return ThreadService(request.dbsession, request.clock)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(thread_service_factory, ThreadService)
