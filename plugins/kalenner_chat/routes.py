"""The screens of the chat, by name, path and arguments."""

from kalenner.route import route


# Ways into a chat.
@route("chat.threads", "/chats/{page}")
def threads(*, page: int) -> None: ...


@route("chat.open_client", "/clients/{client}/chat", effect=True)
def open_client(*, client: int) -> None: ...


@route("chat.open_specialist", "/specialists/{provider}/chat", effect=True)
def open_specialist(*, provider: int) -> None: ...


@route("chat.open", "/chat/{thread}/open", effect=True)
def open_thread(*, thread: int) -> None: ...


# The open chat: what is sent while it is on show goes to the other side. `up_to` is the last message, or 0.
@route("chat.thread", "/chat/{thread}/{up_to}", accepts_messages=True)
def thread(*, thread: int, up_to: int) -> None: ...


@route("chat.leave", "/chat/{thread}/leave", effect=True)
def leave(*, thread: int) -> None: ...


@route("chat.mute", "/chat/{thread}/mute", effect=True)
def mute(*, thread: int) -> None: ...


@route("chat.more", "/chat/{thread}/more")
def more(*, thread: int) -> None: ...


# Messages that arrive, and answers to one of them.
@route("chat.incoming", "/message/{chat_message}", accepts_messages=True)
def incoming(*, chat_message: int) -> None: ...


@route("chat.name_line", "/message/{chat_message}/name", accepts_messages=True)
def name_line(*, chat_message: int) -> None: ...


@route("chat.reply", "/message/{chat_message}/reply")
def reply(*, chat_message: int) -> None: ...


@route("chat.closed", "/chat/{thread}/closed")
def closed(*, thread: int) -> None: ...


# What waits for a press.
@route("chat.send_draft", "/draft/{draft}/send", effect=True)
def send_draft(*, draft: int) -> None: ...


@route("chat.drop_draft", "/draft/{draft}/drop", effect=True)
def drop_draft(*, draft: int) -> None: ...


# Looking back.
@route("chat.search", "/chat/{thread}/search")
def search(*, thread: int) -> None: ...


@route("chat.found", "/draft/{draft}/found")
def found(*, draft: int) -> None: ...


@route("chat.files", "/chat/{thread}/files/{page}")
def files(*, thread: int, page: int) -> None: ...


@route("chat.file", "/message/{chat_message}/file", effect=True)
def file(*, chat_message: int) -> None: ...


@route("chat.again", "/message/{chat_message}/again", accepts_messages=True)
def again(*, chat_message: int) -> None: ...


# Messages of one's own.
@route("chat.own", "/chat/{thread}/own")
def own(*, thread: int) -> None: ...


@route("chat.delete", "/message/{chat_message}/delete")
def delete(*, chat_message: int) -> None: ...


@route("chat.delete_now", "/message/{chat_message}/delete/now", effect=True)
def delete_now(*, chat_message: int) -> None: ...


# Quick answers.
@route("chat.quick", "/chat/{thread}/quick")
def quick(*, thread: int) -> None: ...


@route("chat.quick_preview", "/chat/{thread}/quick/{quick_answer}")
def quick_preview(*, thread: int, quick_answer: int) -> None: ...


@route("chat.quick_send", "/chat/{thread}/quick/{quick_answer}/send", effect=True)
def quick_send(*, thread: int, quick_answer: int) -> None: ...


@route("chat.answers", "/answers")
def answers() -> None: ...


@route("chat.answers_new", "/answers/new")
def answers_new() -> None: ...


@route("chat.answers_card", "/answers/{quick_answer}")
def answers_card(*, quick_answer: int) -> None: ...


@route("chat.answers_change", "/answers/{quick_answer}/change")
def answers_change(*, quick_answer: int) -> None: ...


@route("chat.answers_delete", "/answers/{quick_answer}/delete")
def answers_delete(*, quick_answer: int) -> None: ...


@route("chat.answers_delete_now", "/answers/{quick_answer}/delete/now", effect=True)
def answers_delete_now(*, quick_answer: int) -> None: ...


# How long messages are kept, and taking them along.
@route("chat.settings", "/settings/chat")
def settings() -> None: ...


@route("chat.retention", "/settings/chat/retention")
def retention() -> None: ...


@route("chat.retention_choose", "/settings/chat/retention/{number}")
def retention_choose(*, number: int) -> None: ...


@route("chat.retention_set", "/settings/chat/retention/{number}/now", effect=True)
def retention_set(*, number: int) -> None: ...


@route("chat.period_changed", "/chat/{thread}/period")
def period_changed(*, thread: int) -> None: ...


@route("chat.export", "/chat/{thread}/export")
def export(*, thread: int) -> None: ...


@route("chat.browser", "/chat/{thread}/browser")
def browser(*, thread: int) -> None: ...
