"""The screens of help, by name, path and arguments; topics and questions have the numbers of the library."""

from kalenner.route import route


@route("help.topics", "/help", accepts_text=True)
def topics() -> None: ...


@route("help.topic", "/help/topics/{topic}", accepts_text=True)
def topic(*, topic: int) -> None: ...


@route("help.answer", "/help/answers/{answer}", accepts_text=True)
def answer(*, answer: int) -> None: ...
