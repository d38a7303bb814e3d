"""The screens of reminders, by name, path and arguments."""

from kalenner.route import route


# The message, and sending it by hand.
@route("reminders.reminder", "/reminders/of/{appointment}")
def reminder(*, appointment: int) -> None: ...


@route("reminders.send", "/reminders/send/{appointment}", effect=True, step=True)
def send(*, appointment: int) -> None: ...


@route("reminders.send_ticked", "/reminders/send", effect=True, step=True)
def send_ticked() -> None: ...


# The professional's settings: how long before, and when it is quiet.
@route("reminders.settings", "/reminders/settings")
def settings() -> None: ...


@route("reminders.set_leads", "/reminders/settings/leads/{choice}", effect=True)
def set_leads(*, choice: int) -> None: ...


@route("reminders.own_leads", "/reminders/settings/leads")
def own_leads() -> None: ...


@route("reminders.quiet", "/reminders/quiet")
def quiet() -> None: ...


@route("reminders.set_quiet", "/reminders/quiet/{choice}", effect=True)
def set_quiet(*, choice: int) -> None: ...


@route("reminders.own_quiet", "/reminders/own-quiet")
def own_quiet() -> None: ...


# Whether a client is reminded.
@route("reminders.choice", "/reminders/choice")
def choice() -> None: ...


@route("reminders.choose", "/reminders/choice/{choice}", effect=True)
def choose(*, choice: int) -> None: ...
