"""The screens of design templates, by name, path and arguments."""

from kalenner.route import route


@route("design.choose", "/design")
def design_choose() -> None: ...


@route("design.ask", "/design/{theme}/ask")
def design_ask(*, theme: str) -> None: ...


@route("design.apply", "/design/{theme}/apply", effect=True)
def design_apply(*, theme: str) -> None: ...


@route("design.chosen", "/design/{theme}/chosen")
def design_chosen(*, theme: str) -> None: ...


@route("design.card", "/design/{theme}/card")
def design_card(*, theme: str) -> None: ...


@route("design.open", "/design/open/{token}", effect=True)
def design_open(*, token: str) -> None: ...


@route("design.configuration", "/design/configuration")
def design_configuration() -> None: ...


@route("design.save", "/design/configuration/save", effect=True)
def design_save() -> None: ...


@route("design.saved", "/design/configuration/saved")
def design_saved() -> None: ...


@route("design.leave", "/design/configuration/leave")
def design_leave() -> None: ...


@route("design.discard", "/design/configuration/discard", effect=True)
def design_discard() -> None: ...


@route("design.explain", "/design/configuration/{option}", effect=True)
def design_explain(*, option: int) -> None: ...


@route("design.option", "/design/configuration/{option}/{choice}", effect=True)
def design_option(*, option: int, choice: int) -> None: ...


@route("design.banner", "/design/banner")
def design_banner() -> None: ...


@route("design.banner_heading", "/design/banner/heading")
def design_banner_heading() -> None: ...


@route("design.banner_text", "/design/banner/text")
def design_banner_text() -> None: ...


@route("design.banner_button", "/design/banner/button")
def design_banner_button() -> None: ...


@route("design.banner_url", "/design/banner/url")
def design_banner_url() -> None: ...


@route("design.banner_position", "/design/banner/position/{choice}", effect=True)
def design_banner_position(*, choice: int) -> None: ...


@route("design.backgrounds", "/design/backgrounds")
def design_backgrounds() -> None: ...


@route("design.background", "/design/backgrounds/{place}")
def design_background(*, place: int) -> None: ...


@route("design.background_upload", "/design/backgrounds/{place}/upload")
def design_background_upload(*, place: int) -> None: ...


@route("design.background_remove", "/design/backgrounds/{place}/remove", effect=True)
def design_background_remove(*, place: int) -> None: ...
