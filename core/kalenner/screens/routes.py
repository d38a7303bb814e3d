"""The screens that every form, list and month uses, and those that each application has."""

import datetime as dt

from kalenner.route import route


@route("menu", "/menu")
def menu() -> None: ...


@route("start", "/start/{payload}", effect=True)
def start(*, payload: str) -> None: ...


@route("form.choose", "/form/choose/{choice}", effect=True, step=True)
def choose(*, choice: int) -> None: ...


@route("form.skip", "/form/skip", effect=True, step=True)
def skip() -> None: ...


@route("form.keep", "/form/keep", effect=True, step=True)
def keep() -> None: ...


@route("form.cancel", "/form/cancel", effect=True, step=True)
def cancel() -> None: ...


@route("form.change", "/form/change/{message}", effect=True)
def change(*, message: int) -> None: ...


@route("tick", "/tick/{item}", effect=True, step=True)
def tick(*, item: int) -> None: ...


@route("month.closed", "/month/closed", effect=True)
def month_closed() -> None: ...


@route("month.weekday", "/month/weekday/{weekday}", effect=True)
def month_weekday(*, weekday: int) -> None: ...


@route("month.blank", "/month/blank", effect=True)
def month_blank() -> None: ...


@route("month.months", "/month/months/{first_day}/{last_day}", effect=True)
def month_months(*, first_day: dt.date, last_day: dt.date) -> None: ...
