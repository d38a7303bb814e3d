"""The screens of one's own data."""

from kalenner.route import route


@route("privacy.export", "/privacy/export")
def export() -> None: ...


@route("privacy.erase", "/privacy/erase/{messages}")
def erase(*, messages: int) -> None: ...


@route("privacy.erase_word", "/privacy/erase/{messages}/word")
def erase_word(*, messages: int) -> None: ...


@route("privacy.account_gone", "/privacy/gone/{name}/{ended}")
def account_gone(*, name: str, ended: str) -> None: ...
