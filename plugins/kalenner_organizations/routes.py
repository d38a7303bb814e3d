"""The screens of organizations, by name, path and arguments."""

from kalenner.route import route


# Founding one, and acting for it.
@route("organizations.register", "/organizations/register")
def register() -> None: ...


@route("organizations.own", "/organizations/own")
def own() -> None: ...


@route("organizations.act", "/organizations/{organization}/act", effect=True)
def act(*, organization: int) -> None: ...


# What owners see of the team.
@route("organizations.team", "/organizations/{organization}/team/{page}")
def team(*, organization: int, page: int) -> None: ...


@route("organizations.member", "/organizations/{organization}/members/{member}")
def team_member(*, organization: int, member: int) -> None: ...


# What members see.
@route("organizations.list", "/organizations")
def organizations() -> None: ...


@route("organizations.card", "/organizations/{organization}")
def card(*, organization: int) -> None: ...
