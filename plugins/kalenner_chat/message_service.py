"""Messages: stored and sealed first, then sent from the store to the other side; edited, deleted."""

import datetime as dt
import secrets
from dataclasses import dataclass, replace

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.delivery import Message, Priority, channels_of, enqueue
from kalenner.files import PrivateFileService, account_tenant, check_quota
from kalenner.people import AccountService
from kalenner.screens.traces import forget_traces, list_traces, trace_received
from kalenner.settings import SETTINGS
from kalenner_chat import routes
from kalenner_chat.chat_cipher import ChatCipher, thread_tenant
from kalenner_chat.content import Content
from kalenner_chat.errors import EditTooLate, NotWritable, TooManyMessages
from kalenner_chat.keys import copy_key, edit_dedupe, line_key, own_key, traced_keys
from kalenner_chat.models import ChatMessage, Participant
from kalenner_chat.queries import (
    bytes_of_files,
    count_own_after,
    count_since,
    find_sent,
    participants_of,
    position_for,
)
from kalenner_chat.relations import Relation
from kalenner_chat.settings import ChatSettings
from kalenner_chat.words import needs_name_line

CHANGEABLE = dt.timedelta(hours=48)
"""How long Telegram lets a message be edited and deleted."""
RINGS_ONCE_IN = dt.timedelta(minutes=1)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Origin:
    """The message of a person's chat that a message was made of; without a `number` it was none."""

    channel: str = ""
    number: int = 0
    sent_at: dt.datetime | None = None


class MessageService:
    """The messages of a request."""

    def __init__(
        self, request: Request, files: PrivateFileService, cipher: ChatCipher, settings: ChatSettings
    ) -> None:
        self._request, self._files, self._cipher, self._settings = request, files, cipher, settings
        self._dbsession: Session = request.dbsession
        self._clock: Clock = request.clock

    def send(
        self,
        relation: Relation,
        content: Content,
        origin: Origin,
        *,
        reply_to: ChatMessage | None = None,
        is_told: bool = True,
    ) -> ChatMessage:
        """Store a message and promise it to the other side; one that is stored already is returned.

        One that is not to be told is only stored: talk of the sample world, which nobody has written.

        Raises NotWritable, TooManyMessages, SpaceUsedUp, and PrivateFileGone where its file was not taken
        for a day.
        """
        thread, now = relation.thread, self._clock.now()
        lock(self._dbsession, f"chat:{thread.id}")
        self._dbsession.refresh(relation.client, ("removed_at", "blocked_at"))
        earlier = self._find_earlier(relation, origin)
        if earlier is not None:
            return earlier
        if not relation.is_writable:
            raise NotWritable
        self._check_rate(relation)
        sides = participants_of(self._dbsession, thread.id)
        other = sides[relation.other.id]
        sides[relation.account.id].unread, sides[relation.account.id].rung_at = 0, None
        message = ChatMessage(
            thread=thread,
            token=secrets.token_hex(16),
            account_id=relation.account.id,
            channel=origin.channel,
            number=origin.number,
            position=position_for(
                self._dbsession, thread.id, relation.account, origin.channel, origin.number
            ),
            kind=content.kind,
            reply_to=reply_to if reply_to is not None and reply_to.thread_id == thread.id else None,
            sent_at=origin.sent_at or now,
            stored_at=now,
            edits=0,
            is_silent=not self._rings(relation, other),
        )
        self._keep_file(relation, message, content)
        kept = replace(content, upload="", size=0)
        message.sealed = self._cipher.seal_message(thread, message.token, kept)
        other.unread += 1
        self._dbsession.add(message)
        self._dbsession.flush()
        if is_told:
            self._trace_own(relation, message, origin)
            self._promise(relation, message, kept)
        return message

    def edit(self, relation: Relation, message: ChatMessage, content: Content) -> bool:
        """Give a message of one's own another text, in the other side's chat too; tell whether it differs.

        Raises EditTooLate, and NotWritable.
        """
        lock(self._dbsession, f"chat:{relation.thread.id}")
        self._dbsession.refresh(message)
        old = self._cipher.content_of(relation.thread, message)
        if old is None or old.with_text(content) == old:
            return False
        if not relation.is_writable:
            raise NotWritable
        if self._is_old(message):
            raise EditTooLate
        edited = old.with_text(content)
        message.sealed = self._cipher.seal_message(relation.thread, message.token, edited)
        message.edits += 1
        self._dbsession.flush()
        self._request.notify(
            relation.other.id,
            routes.incoming(chat_message=message.id),
            edits=copy_key(message.id),
            dedupe=edit_dedupe(message.id, message.edits),
        )
        return True

    def delete(self, relation: Relation, message: ChatMessage) -> bool:
        """Delete a message of one's own for both sides; tell whether it goes from the chats too.

        What is older than 48 hours goes from the thread alone: Telegram keeps it.
        """
        lock(self._dbsession, f"chat:{relation.thread.id}")
        self._dbsession.refresh(message)
        is_recent = not self._is_old(message)
        if is_recent:
            self._take_from_chats(message)
        other = participants_of(self._dbsession, relation.thread.id)[relation.other.id]
        if count_own_after(self._dbsession, message) < other.unread:
            other.unread -= 1
        self.erase(message)
        return is_recent

    def erase(self, message: ChatMessage) -> None:
        """Erase what a message says, its file's key, and its traces; the row stays, since others quote it."""
        message.sealed = None
        if message.file is not None:
            self._files.destroy(message.file)
            message.file_id = None
        forget_traces(self._dbsession, traced_keys(message.id))
        self._dbsession.flush()

    def _find_earlier(self, relation: Relation, origin: Origin) -> ChatMessage | None:
        if not origin.number:
            return None
        return find_sent(self._dbsession, relation.account, origin.channel, origin.number)

    def _check_rate(self, relation: Relation) -> None:
        account, now = relation.account, self._clock.now()
        of_pair = count_since(self._dbsession, account, now - MINUTE, relation.thread.id)
        if of_pair >= self._settings.messages_per_minute:
            raise TooManyMessages
        if count_since(self._dbsession, account, now - DAY) >= self._settings.messages_per_day:
            raise TooManyMessages

    def _keep_file(self, relation: Relation, message: ChatMessage, content: Content) -> None:
        if not content.kind.is_file:
            return
        used = bytes_of_files(self._dbsession, relation.thread.id)
        check_quota(used, content.size, self._settings.quota_mb)
        sent_as = account_tenant(relation.account.id)
        message.file = self._files.keep(content.upload, thread_tenant(relation.thread), received_as=sent_as)

    def _rings(self, relation: Relation, other: Participant) -> bool:
        """Tell whether a message rings: not if it is muted, at night, or soon after another one."""
        now = self._clock.now()
        hour = now.astimezone(relation.other.zone).hour
        start, end = self._settings.quiet_from, self._settings.quiet_until
        is_quiet = start <= hour < end if start <= end else hour >= start or hour < end
        if other.is_muted or is_quiet:
            return False
        if other.rung_at is not None and now - other.rung_at < RINGS_ONCE_IN:
            return False
        other.rung_at = now
        return True

    def _trace_own(self, relation: Relation, message: ChatMessage, origin: Origin) -> None:
        if origin.number:
            press, at = routes.incoming(chat_message=message.id), message.stored_at
            trace_received(
                self._dbsession,
                relation.account,
                origin.channel,
                origin.number,
                press,
                own_key(message.id),
                at,
            )

    def _promise(self, relation: Relation, message: ChatMessage, content: Content) -> None:
        reader, sender = relation.other.id, relation.account.id
        if needs_name_line(content):
            key = line_key(message.id)
            press = routes.name_line(chat_message=message.id)
            self._request.notify(reader, press, dedupe=key, trace=key)
        key = copy_key(message.id)
        self._request.notify(
            reader,
            routes.incoming(chat_message=message.id),
            origin_id=sender,
            dedupe=key,
            is_editable=True,
            trace=key,
        )

    def _take_from_chats(self, message: ChatMessage) -> None:
        traces = list_traces(self._dbsession, traced_keys(message.id))
        accounts: AccountService = self._request.find_service(AccountService)
        addresses = accounts.identities_of({trace.account_id for trace in traces})
        for trace in traces:
            channel = channels_of(self._request.registry).get(trace.channel)
            if channel is None or trace.number is None:
                continue
            payload = channel.removal([trace.number])
            for address in addresses.get(trace.account_id, []):
                if address.channel == trace.channel:
                    removal = Message(address.subject, payload, Priority.ANSWER, account_id=trace.account_id)
                    enqueue(self._request, trace.channel, removal)

    def _is_old(self, message: ChatMessage) -> bool:
        return message.sent_at <= self._clock.now() - CHANGEABLE


def message_service_factory(request: Request) -> MessageService:
    """Make the service for a request."""
    return MessageService(
        request,
        request.find_service(PrivateFileService),
        request.find_service(ChatCipher),
        SETTINGS.of(request.registry).of(ChatSettings),
    )


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(message_service_factory, MessageService)
