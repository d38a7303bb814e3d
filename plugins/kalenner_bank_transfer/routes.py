"""The screens of bank transfers, by name, path and arguments."""

from kalenner.route import route


# Own bank details.
@route("bank_transfer.settings", "/bank-transfer")
def settings() -> None: ...


@route("bank_transfer.euro", "/bank-transfer/euro")
def euro() -> None: ...


@route("bank_transfer.ruble", "/bank-transfer/ruble")
def ruble() -> None: ...


@route("bank_transfer.remove", "/bank-transfer/remove/{currency}")
def remove(*, currency: str) -> None: ...


@route("bank_transfer.remove_now", "/bank-transfer/remove/{currency}/now", effect=True, step=True)
def remove_now(*, currency: str) -> None: ...


# What has arrived.
@route("bank_transfer.waiting", "/bank-transfer/waiting/{page}")
def waiting(*, page: int) -> None: ...


@route("bank_transfer.received", "/bank-transfer/received/{appointment}")
def received(*, appointment: int) -> None: ...


@route("bank_transfer.received_now", "/bank-transfer/received/{appointment}/{amount}", effect=True, step=True)
def received_now(*, appointment: int, amount: int) -> None: ...


@route("bank_transfer.statement", "/bank-transfer/statement")
def statement() -> None: ...


# How a client pays.
@route("bank_transfer.pay", "/bank-transfer/pay/{appointment}")
def pay(*, appointment: int) -> None: ...
