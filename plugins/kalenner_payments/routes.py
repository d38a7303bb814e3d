"""The screens of payments, by name, path and arguments."""

from kalenner.route import route


# The payments of one appointment.
@route("payments.card", "/payments/{appointment}")
def card(*, appointment: int) -> None: ...


@route("payments.page", "/payments/{appointment}/page/{page}")
def page(*, appointment: int, page: int) -> None: ...


@route("payments.price", "/payments/{appointment}/price")
def price(*, appointment: int) -> None: ...


@route("payments.add", "/payments/{appointment}/add")
def add(*, appointment: int) -> None: ...


@route("payments.more", "/payments/{appointment}/more/{amount}")
def more(*, appointment: int, amount: int) -> None: ...


@route("payments.add_more", "/payments/{appointment}/more/{amount}/add", effect=True, step=True)
def add_more(*, appointment: int, amount: int) -> None: ...


# One payment.
@route("payments.entry", "/payment/{entry}")
def entry(*, entry: int) -> None: ...


@route("payments.correct", "/payment/{entry}/correct")
def correct(*, entry: int) -> None: ...


@route("payments.refund", "/payment/{entry}/refund")
def refund(*, entry: int) -> None: ...


# Whether those who owe can book.
@route("payments.unpaid", "/payments/unpaid")
def unpaid() -> None: ...


@route("payments.unpaid.can", "/payments/unpaid/can", effect=True)
def unpaid_can() -> None: ...


@route("payments.unpaid.cannot", "/payments/unpaid/cannot", effect=True)
def unpaid_cannot() -> None: ...
