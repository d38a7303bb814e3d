"""The screens of social links, by name, path and arguments."""

from kalenner.route import route


@route("social_links.list", "/social-links")
def social_links_list() -> None: ...


@route("social_links.change", "/social-links/{network}")
def change(*, network: int) -> None: ...
