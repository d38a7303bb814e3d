"""The screens of analytics, by name, path and arguments."""

import datetime as dt

from kalenner.route import route


@route("analytics.first", "/analytics")
def analytics() -> None: ...


@route("analytics.show", "/analytics/{first_day}/{last_day}")
def show(*, first_day: dt.date, last_day: dt.date) -> None: ...


@route("analytics.own", "/analytics/own")
def own() -> None: ...


@route("analytics.picture", "/analytics/{first_day}/{last_day}/picture/{number}")
def picture(*, first_day: dt.date, last_day: dt.date, number: int) -> None: ...


@route("analytics.take", "/analytics/{first_day}/{last_day}/take")
def take(*, first_day: dt.date, last_day: dt.date) -> None: ...


@route("analytics.monthly", "/analytics/monthly", effect=True)
def monthly() -> None: ...


# The message at the beginning of a month.
@route("analytics.summary", "/analytics/summary/{month}")
def summary(*, month: dt.date) -> None: ...
