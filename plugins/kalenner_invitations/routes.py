"""The screens of invitations, by name, path and arguments."""

from kalenner.route import route


@route("invitations.open", "/invitations/open/{token}", effect=True)
def invitations_open(*, token: str) -> None: ...


@route("invitations.open_service", "/invitations/service/{token}", effect=True)
def open_service(*, token: str) -> None: ...


@route("invitations.list", "/invitations")
def invitations_list() -> None: ...


@route("invitations.page", "/invitations/page/{page}")
def page(*, page: int) -> None: ...


@route("invitations.add", "/invitations/add")
def add() -> None: ...


@route("invitations.team", "/invitations/team/{page}")
def team_links(*, page: int) -> None: ...


@route("invitations.team_add", "/invitations/team/add")
def team_add() -> None: ...


@route("invitations.card", "/invitations/{invitation}")
def card(*, invitation: int) -> None: ...


@route("invitations.link", "/invitations/{invitation}/link")
def link(*, invitation: int) -> None: ...


@route("invitations.joined", "/invitations/{invitation}/joined/{client}")
def joined(*, invitation: int, client: int) -> None: ...


@route("invitations.revoke", "/invitations/{invitation}/revoke")
def revoke(*, invitation: int) -> None: ...


@route("invitations.revoke_now", "/invitations/{invitation}/revoke/now", effect=True, step=True)
def revoke_now(*, invitation: int) -> None: ...


@route("invitations.rename", "/invitations/{invitation}/rename")
def rename(*, invitation: int) -> None: ...


@route("invitations.validity", "/invitations/{invitation}/validity")
def validity(*, invitation: int) -> None: ...


@route("invitations.usage", "/invitations/{invitation}/usage")
def usage(*, invitation: int) -> None: ...
