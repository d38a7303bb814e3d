"""The screens of availability, by name, path and arguments."""

import datetime as dt

from kalenner.route import route


# Rules of booking, of the professional or of one service.
@route("rules", "/rules/{service}")
def rules(*, service: int) -> None: ...


@route("rules.change", "/rules/{service}/number/{rule}")
def rules_change(*, service: int, rule: int) -> None: ...


@route("rules.acceptance", "/rules/{service}/acceptance")
def rules_acceptance(*, service: int) -> None: ...


# Why a time is not offered.
@route("explain.ask", "/explain/{day}")
def explain_ask(*, day: dt.date) -> None: ...


@route("explain", "/explain/{service}/{starts_at}/{client}")
def explain(*, service: int, starts_at: dt.datetime, client: int) -> None: ...


@route("explain.clients", "/explain/{service}/{starts_at}/{client}/{page}")
def explain_clients(*, service: int, starts_at: dt.datetime, client: int, page: int) -> None: ...
