"""The screens of support, by name, path and arguments."""

from kalenner.file_use import FileUse
from kalenner.route import route


# What a person asks.
@route("support.write", "/support", accepts_files=FileUse.PRIVATE, accepts_text=True)
def write() -> None: ...


@route("support.kind", "/support/kind/{kind}", effect=True)
def kind(*, kind: str) -> None: ...


@route("support.send", "/support/send", effect=True)
def send() -> None: ...


@route("support.discard", "/support/discard", effect=True)
def discard() -> None: ...


@route("support.tickets", "/support/tickets/{page}")
def tickets(*, page: int) -> None: ...


@route("support.ticket", "/support/ticket/{ticket}")
def ticket(*, ticket: int) -> None: ...


@route("support.reply", "/support/ticket/{ticket}/reply")
def reply(*, ticket: int) -> None: ...


@route("support.solve", "/support/ticket/{ticket}/solve", effect=True)
def solve(*, ticket: int) -> None: ...


@route("support.files", "/support/ticket/{ticket}/files")
def files(*, ticket: int) -> None: ...


# What those see who answer.
@route("support.inbox", "/support/inbox")
def inbox() -> None: ...


@route("support.mine", "/support/inbox/mine/{page}")
def mine(*, page: int) -> None: ...


@route("support.state", "/support/inbox/{state}/{page}")
def state(*, state: str, page: int) -> None: ...


@route("support.case", "/support/case/{ticket}")
def case(*, ticket: int) -> None: ...


@route("support.take", "/support/case/{ticket}/take", effect=True)
def take(*, ticket: int) -> None: ...


@route("support.answer", "/support/case/{ticket}/answer")
def answer(*, ticket: int) -> None: ...


@route("support.close", "/support/case/{ticket}/close", effect=True)
def close(*, ticket: int) -> None: ...


@route("support.case_files", "/support/case/{ticket}/files")
def case_files(*, ticket: int) -> None: ...


@route("support.ready", "/support/ready/{page}")
def ready(*, page: int) -> None: ...


@route("support.ready_add", "/support/ready/add")
def ready_add() -> None: ...


@route("support.ready_card", "/support/ready/answer/{ready_answer}")
def ready_card(*, ready_answer: int) -> None: ...


@route("support.ready_delete", "/support/ready/answer/{ready_answer}/delete", effect=True)
def ready_delete(*, ready_answer: int) -> None: ...


# Messages.
@route("support.answered", "/support/answered/{ticket_message}")
def answered(*, ticket_message: int) -> None: ...


@route("support.arrived", "/support/arrived/{ticket}")
def arrived(*, ticket: int) -> None: ...


@route("support.replied", "/support/replied/{ticket_message}")
def replied(*, ticket_message: int) -> None: ...
