"""The screens of catalogue, by name, path and arguments."""

from kalenner.route import route


# The list of services.
@route("services.list", "/services")
def services_list() -> None: ...


@route("services.page", "/services/page/{page}")
def services_page(*, page: int) -> None: ...


@route("services.add", "/services/add")
def services_add() -> None: ...


# One service.
@route("services.card", "/service/{service}")
def services_card(*, service: int) -> None: ...


@route("services.up", "/service/{service}/up", effect=True)
def services_up(*, service: int) -> None: ...


@route("services.down", "/service/{service}/down", effect=True)
def services_down(*, service: int) -> None: ...


@route("services.delete", "/service/{service}/delete")
def services_delete(*, service: int) -> None: ...


@route("services.deleted", "/service/{service}/deleted", effect=True, step=True)
def services_deleted(*, service: int) -> None: ...


# Changing one service.
@route("services.edit", "/service/{service}/edit")
def services_edit(*, service: int) -> None: ...


@route("services.name", "/service/{service}/name")
def services_name(*, service: int) -> None: ...


@route("services.minutes", "/service/{service}/minutes")
def services_minutes(*, service: int) -> None: ...


@route("services.description", "/service/{service}/description")
def services_description(*, service: int) -> None: ...


@route("services.price", "/service/{service}/price")
def services_price(*, service: int) -> None: ...


@route("services.place", "/service/{service}/place")
def services_place(*, service: int) -> None: ...


# Preferences of the calendar.
@route("calendar.place", "/calendar/place")
def calendar_place() -> None: ...


@route("calendar.step", "/calendar/step")
def calendar_step() -> None: ...


@route("calendar.currency", "/calendar/currency")
def calendar_currency() -> None: ...


@route("calendar.currency.choose", "/calendar/currency/{number}", effect=True)
def calendar_currency_choose(*, number: int) -> None: ...


@route("calendar.prices.show", "/calendar/prices/show", effect=True)
def calendar_prices_show() -> None: ...


@route("calendar.prices.hide", "/calendar/prices/hide", effect=True)
def calendar_prices_hide() -> None: ...
