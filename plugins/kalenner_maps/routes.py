"""The screens of maps, by name, path and arguments."""

from kalenner.route import route


@route("maps.card", "/maps/{map}")
def card(*, map: int) -> None: ...


@route("maps.link", "/maps/{map}/link")
def link(*, map: int) -> None: ...


@route("maps.hide", "/maps/{map}/hide", effect=True)
def hide(*, map: int) -> None: ...


@route("maps.use_address", "/maps/{map}/address", effect=True)
def use_address(*, map: int) -> None: ...
