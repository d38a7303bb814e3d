"""How what people write is sealed in the tables of the chat: bound to its row and its thread."""

import json
import logging

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import account_tenant
from kalenner.security import CIPHER, Binding, Cipher, Tampered
from kalenner_chat.content import Content
from kalenner_chat.models import ChatMessage, Draft, QuickAnswer, Thread

log = logging.getLogger(__name__)


def thread_tenant(thread: Thread) -> str:
    """Return the tenant of what belongs to a thread."""
    return f"chat:{thread.token}"


class ChatCipher:
    """Seals and opens messages, drafts and quick answers."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def seal_message(self, thread: Thread, token: str, content: Content) -> bytes:
        """Seal a message of a thread."""
        return self._cipher.seal(content.to_bytes(), **_binding(ChatMessage.__tablename__, token, thread))

    def open_message(self, thread: Thread, token: str, sealed: bytes) -> Content:
        """Return a message of a thread. Raises Tampered for that of another row or thread."""
        binding = _binding(ChatMessage.__tablename__, token, thread)
        return Content.from_bytes(self._cipher.open(sealed, **binding))

    def content_of(self, thread: Thread, message: ChatMessage) -> Content | None:
        """Return what a message says; None for one that is deleted, or that somebody has changed."""
        if message.sealed is None:
            return None
        try:
            return self.open_message(thread, message.token, message.sealed)
        except Tampered:
            log.exception("message %s of chat %s cannot be opened", message.id, message.thread_id)
            return None

    def seal_draft(self, thread: Thread, token: str, text: bytes) -> bytes:
        """Seal a draft."""
        return self._cipher.seal(text, **_binding(Draft.__tablename__, token, thread))

    def open_draft(self, draft: Draft) -> bytes:
        """Return a draft. Raises Tampered."""
        return self._cipher.open(draft.sealed, **_binding(Draft.__tablename__, draft.token, draft.thread))

    def seal_answer(self, account_id: int, token: str, name: str, text: str) -> bytes:
        """Seal the name and the text of a quick answer."""
        plaintext = json.dumps([name, text], ensure_ascii=False).encode()
        return self._cipher.seal(plaintext, **_answer_binding(account_id, token))

    def open_answer(self, answer: QuickAnswer) -> tuple[str, str]:
        """Return the name and the text of a quick answer. Raises Tampered."""
        binding = _answer_binding(answer.account_id, answer.token)
        name, text = json.loads(self._cipher.open(answer.sealed, **binding))
        return name, text


def _binding(table: str, token: str, thread: Thread) -> Binding:
    return {"table": table, "row": token, "tenant": thread_tenant(thread)}


def _of_row(row: ChatMessage | Draft) -> Binding:
    return _binding(row.__tablename__, row.token, row.thread)


def _answer_binding(account_id: int, token: str) -> Binding:
    return {"table": QuickAnswer.__tablename__, "row": token, "tenant": account_tenant(account_id)}


def chat_cipher_factory(request: Request) -> ChatCipher:
    """Make the cipher for a request."""
    return ChatCipher(CIPHER.of(request.registry))


def includeme(config: Configurator) -> None:
    """Register the cipher, and declare what it seals."""
    config.register_service_factory(chat_cipher_factory, ChatCipher)
    config.add_sealed_column(ChatMessage.sealed, _of_row)
    config.add_sealed_column(Draft.sealed, _of_row)
    config.add_sealed_column(QuickAnswer.sealed, lambda row: _answer_binding(row.account_id, row.token))
