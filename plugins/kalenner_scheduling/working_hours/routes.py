"""The screens of working hours, by name, path and arguments."""

from kalenner.route import route


# The week.
@route("hours.week", "/hours")
def hours_week() -> None: ...


# One weekday.
@route("hours.day", "/hours/{weekday}")
def hours_day(*, weekday: int) -> None: ...


@route("hours.add", "/hours/{weekday}/add")
def hours_add(*, weekday: int) -> None: ...


@route("hours.copy", "/hours/{weekday}/copy")
def hours_copy(*, weekday: int) -> None: ...


@route("hours.copied", "/hours/{weekday}/copied", effect=True, step=True)
def hours_copied(*, weekday: int) -> None: ...


@route("hours.off", "/hours/{weekday}/off")
def hours_off(*, weekday: int) -> None: ...


@route("hours.cleared", "/hours/{weekday}/cleared", effect=True, step=True)
def hours_cleared(*, weekday: int) -> None: ...


# One period of a weekday.
@route("hours.remove", "/hours/periods/{period}/remove")
def hours_remove(*, period: int) -> None: ...


@route("hours.removed", "/hours/periods/{period}/removed", effect=True, step=True)
def hours_removed(*, period: int) -> None: ...
