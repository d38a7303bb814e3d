"""A chat as a file: a page without scripts that prints well, and the same as JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape
from pyramid.request import Request

from kalenner.i18n import Reader, language_of, reader_for
from kalenner.people import Account
from kalenner.screens import MessageKind
from kalenner_chat import _
from kalenner_chat.chat_cipher import ChatCipher
from kalenner_chat.content import Content
from kalenner_chat.models import ChatMessage
from kalenner_chat.queries import iter_pieces
from kalenner_chat.relations import Relation
from kalenner_chat.words import kind_text

STYLE = Markup("""
body { font: 16px/1.5 system-ui, sans-serif; color: #111; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { margin: 0 0 1rem; break-inside: avoid; }
article p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
article small { color: #555; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } }
""").strip()


@dataclass(frozen=True)
class _Line:
    message: ChatMessage
    content: Content
    sender: str


def json_export(request: Request, relation: Relation) -> bytes:
    """Return all messages of a thread as JSON."""
    messages = [_as_json(line) for line in _lines(request, relation)]
    exported = {"with": relation.other_name, "messages": messages}
    return json.dumps(exported, ensure_ascii=False, indent=1).encode()


def html_export(request: Request, relation: Relation) -> bytes:
    """Return all messages of a thread as a page in the reader's language and time zone."""
    reader = _reader(request, relation.account)
    name = relation.other_name or "?"
    title = reader.label(_("export-title"), name=name)
    articles = Markup("\n").join(
        Markup("<article><small>{} · {}</small><p>{}</p></article>").format(
            line.sender, reader.moment(line.message.sent_at), _shown(reader, line)
        )
        for line in _lines(request, relation)
    )
    page = Markup(
        '<!doctype html>\n<html lang="{}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>{}</title>\n<style>\n{}\n</style></head>\n<body>\n<h1>{}</h1>\n{}\n</body>\n</html>\n"
    ).format(language_of(relation.account.reading_language), title, STYLE, title, articles)
    return page.encode()


def _reader(request: Request, account: Account) -> Reader:
    return reader_for(request.registry, account.reading_language, account.timezone)


def _lines(request: Request, relation: Relation) -> Iterator[_Line]:
    cipher: ChatCipher = request.find_service(ChatCipher)
    names = {relation.account.id: relation.own_name or "?", relation.other.id: relation.other_name or "?"}
    for piece in iter_pieces(request.dbsession, relation.thread.id):
        for message in piece:
            content = cipher.content_of(relation.thread, message)
            if content is not None:
                yield _Line(message, content, names[message.account_id])


def _as_json(line: _Line) -> dict[str, object]:
    content = line.content
    values: dict[str, object] = {
        "id": line.message.id,
        "from": line.sender,
        "at": line.message.sent_at.isoformat(),
        "kind": content.kind.value,
        "text": content.text,
        "name": content.name,
        "phone": content.phone,
        "reply_to": line.message.reply_to_id,
        "edited": bool(line.message.edits),
    }
    if content.kind is MessageKind.PLACE:
        values |= {"latitude": content.latitude, "longitude": content.longitude}
    return {name: value for name, value in values.items() if value or name in {"from", "at"}}


def _shown(reader: Reader, line: _Line) -> Markup:
    content = line.content
    parts: list[str | Markup] = []
    if content.kind is not MessageKind.TEXT:
        parts.append(kind_text(reader, content))
    if content.kind is MessageKind.PLACE:
        parts.append(f"{content.latitude}, {content.longitude}")
    elif content.kind.is_file and content.kind is not MessageKind.DOCUMENT:
        parts.append(content.name)
    parts.append(content.text)
    return Markup("\n").join(escape(part) for part in parts if part)
