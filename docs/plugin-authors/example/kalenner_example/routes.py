"""The screens of the plugin, by name, path and arguments."""

from kalenner.route import route


@route("example.time", "/example/time/{provider}")
def time(*, provider: int) -> None: ...


@route("example.pin", "/example/pin/{provider}", effect=True)
def pin(*, provider: int) -> None: ...
