"""The screens of payment links, by name, path and arguments."""

from kalenner.route import route


# What the professional enters for one service.
@route("payment_links.link", "/payment-links/{service}")
def link(*, service: int) -> None: ...


@route("payment_links.package", "/payment-links/{service}/package")
def package(*, service: int) -> None: ...


@route("payment_links.package_yes", "/payment-links/{service}/package/yes", effect=True)
def package_yes(*, service: int) -> None: ...


@route("payment_links.package_no", "/payment-links/{service}/package/no", effect=True)
def package_no(*, service: int) -> None: ...


# How a client pays.
@route("payment_links.choose", "/payment-links/of/{provider}/{page}")
def choose(*, provider: int, page: int) -> None: ...


@route("payment_links.pay", "/payment-links/{service}/pay/{page}")
def pay(*, service: int, page: int) -> None: ...


@route("payment_links.pay_appointment", "/payment-links/appointment/{appointment}")
def pay_appointment(*, appointment: int) -> None: ...
