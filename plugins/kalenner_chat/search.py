"""Looking for words in a thread: its messages are opened piece by piece, since nothing of them is indexed."""

from dataclasses import dataclass

from pyramid.request import Request

from kalenner.zones.folding import fold
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.content import Content
from kalenner_chat.models import ChatMessage, Thread
from kalenner_chat.queries import iter_pieces

MOST_FOUND = 50


@dataclass(frozen=True)
class Found:
    """A message that holds what is looked for."""

    message: ChatMessage
    content: Content


def find_messages(request: Request, thread: Thread, wanted: str) -> list[Found]:
    """Return the newest messages of a thread that hold all words of `wanted`, the newest first.

    Case and accents do not count. Run it where nothing is written: it takes as long as the thread is.
    """
    cipher: ChatCipher = request.find_service(ChatCipher)
    words = fold(wanted).split()
    matches: list[Found] = []
    for piece in iter_pieces(request.dbsession, thread.id):
        for message in piece:
            content = cipher.content_of(thread, message)
            if content is None:
                continue
            text = fold(content.searchable)
            if all(word in text for word in words):
                matches.append(Found(message, content))
        matches = matches[-MOST_FOUND:]
    return matches[::-1]
