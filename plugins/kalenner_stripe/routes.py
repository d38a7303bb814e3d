"""The screens of Stripe, by name, path and arguments."""

from kalenner.route import route


@route("stripe.settings", "/stripe", accepts_text=True)
def settings() -> None: ...


@route("stripe.take_away", "/stripe/take-away")
def take_away() -> None: ...


@route("stripe.take_away_now", "/stripe/take-away/now", effect=True)
def take_away_now() -> None: ...


# Payments that nobody could be told for certain.
@route("stripe.unclear_all", "/stripe/unclear")
def unclear_all() -> None: ...


@route("stripe.unclear", "/stripe/unclear/{event}")
def unclear(*, event: int) -> None: ...


@route("stripe.assign", "/stripe/unclear/{event}/to/{appointment}", effect=True)
def assign(*, event: int, appointment: int) -> None: ...


@route("stripe.ignore", "/stripe/unclear/{event}/ignore", effect=True)
def ignore(*, event: int) -> None: ...


# Messages.
@route("stripe.paid", "/stripe/paid/{payment}")
def paid(*, payment: int) -> None: ...


@route("stripe.received", "/stripe/received/{payment}")
def received(*, payment: int) -> None: ...


@route("stripe.refunded", "/stripe/refunded/{payment}/{amount}")
def refunded(*, payment: int, amount: int) -> None: ...


@route("stripe.disputed", "/stripe/disputed/{payment}")
def disputed(*, payment: int) -> None: ...
