"""The screen that tells a sender what did not arrive; home shows it."""

from kalenner.route import route


@route("undeliverable", "/undeliverable/{message}")
def undeliverable(*, message: int) -> None: ...
