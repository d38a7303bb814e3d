"""The screens of time off, by name, path and arguments."""

import datetime as dt

from kalenner.route import route


# What any block of time has: the appointments within it, and days that cannot be chosen.
@route("blocks.hit", "/blocks/hit/{kind}/{starts_at}/{ends_at}/{page}")
def blocks_hit(*, kind: int, starts_at: dt.datetime, ends_at: dt.datetime, page: int) -> None: ...


@route("blocks.no_day", "/blocks/no_day", effect=True)
def blocks_no_day() -> None: ...


# Vacations and holidays: whole days.
@route("closures.list", "/closures/{kind}/list/{page}")
def closures_list(*, kind: int, page: int) -> None: ...


@route("closures.month", "/closures/{kind}/month/{month}")
def closures_month(*, kind: int, month: dt.date) -> None: ...


@route("closures.type", "/closures/{kind}/type")
def closures_type(*, kind: int) -> None: ...


@route("closures.until", "/closures/{kind}/from/{first_day}/month/{month}")
def closures_until(*, kind: int, first_day: dt.date, month: dt.date) -> None: ...


@route("closures.type_last", "/closures/{kind}/from/{first_day}/type")
def closures_type_last(*, kind: int, first_day: dt.date) -> None: ...


@route("closures.days", "/closures/{kind}/from/{first_day}/to/{last_day}")
def closures_days(*, kind: int, first_day: dt.date, last_day: dt.date) -> None: ...


@route("closures.save", "/closures/{kind}/from/{first_day}/to/{last_day}/save", effect=True, step=True)
def closures_save(*, kind: int, first_day: dt.date, last_day: dt.date) -> None: ...


@route("closures.remove", "/closure/{closure}/remove")
def closures_remove(*, closure: int) -> None: ...


@route("closures.removed", "/closure/{closure}/removed", effect=True, step=True)
def closures_removed(*, closure: int) -> None: ...


# Public holidays: a year's list of a country and region.
@route("closures.public", "/closures/public/{year}")
def closures_public(*, year: int) -> None: ...


@route("closures.public.country", "/closures/public/{year}/country")
def closures_public_country(*, year: int) -> None: ...


@route("closures.public.region", "/closures/public/{year}/region")
def closures_public_region(*, year: int) -> None: ...


@route("closures.public.add", "/closures/public/{year}/add", effect=True, step=True)
def closures_public_add(*, year: int) -> None: ...


@route("closures.public.offer", "/closures/public/{year}/offer")
def closures_public_offer(*, year: int) -> None: ...


# Time away, from one time to another.
@route("away.list", "/away/list/{page}")
def away_list(*, page: int) -> None: ...


@route("away.month", "/away/month/{month}")
def away_month(*, month: dt.date) -> None: ...


@route("away.type", "/away/type")
def away_type() -> None: ...


@route("away.start", "/away/start/{day}")
def away_start(*, day: dt.date) -> None: ...


@route("away.until", "/away/from/{starts_at}/month/{month}")
def away_until(*, starts_at: dt.datetime, month: dt.date) -> None: ...


@route("away.type_last", "/away/from/{starts_at}/type")
def away_type_last(*, starts_at: dt.datetime) -> None: ...


@route("away.end", "/away/from/{starts_at}/end/{day}")
def away_end(*, starts_at: dt.datetime, day: dt.date) -> None: ...


@route("away.times", "/away/from/{starts_at}/to/{ends_at}")
def away_times(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("away.save", "/away/from/{starts_at}/to/{ends_at}/save", effect=True, step=True)
def away_save(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("away.remove", "/away/{away}/remove")
def away_remove(*, away: int) -> None: ...


@route("away.removed", "/away/{away}/removed", effect=True, step=True)
def away_removed(*, away: int) -> None: ...


# Blocking a free time of the calendar.
@route("slot.away", "/slot/{starts_at}/away")
def slot_away(*, starts_at: dt.datetime) -> None: ...


@route("slot.away_until", "/slot/{starts_at}/until")
def slot_away_until(*, starts_at: dt.datetime) -> None: ...


@route("slot.away_over", "/slot/{starts_at}/over/{ends_at}")
def slot_away_over(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...


@route("slot.block", "/slot/{starts_at}/block/{ends_at}", effect=True, step=True)
def slot_block(*, starts_at: dt.datetime, ends_at: dt.datetime) -> None: ...
