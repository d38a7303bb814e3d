"""The screens of organizations, by name, path and arguments."""

import datetime as dt

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


@route("organizations.day", "/organizations/{organization}/day/{day}/{page}")
def day(*, organization: int, day: dt.date, page: int) -> None: ...


# What members see.
@route("organizations.list", "/organizations")
def organizations() -> None: ...


@route("organizations.card", "/organizations/{organization}")
def card(*, organization: int) -> None: ...


# Joining by a link.
@route("organizations.open", "/organizations/open/{token}", effect=True)
def open_link(*, token: str) -> None: ...


@route("organizations.join", "/organizations/join/{invitation}", effect=True, step=True)
def join(*, invitation: int) -> None: ...


@route("organizations.introduce", "/organizations/introduce")
def introduce() -> None: ...


# Leaving and removing.
@route("organizations.leave", "/organizations/{organization}/leave")
def leave(*, organization: int) -> None: ...


@route("organizations.leave_now", "/organizations/{organization}/leave/now", effect=True, step=True)
def leave_now(*, organization: int) -> None: ...


@route("organizations.remove", "/organizations/{organization}/members/{member}/remove")
def remove(*, organization: int, member: int) -> None: ...


@route(
    "organizations.remove_now",
    "/organizations/{organization}/members/{member}/remove/now",
    effect=True,
    step=True,
)
def remove_now(*, organization: int, member: int) -> None: ...


# Owners.
@route("organizations.offer", "/organizations/{organization}/members/{member}/offer", effect=True)
def offer(*, organization: int, member: int) -> None: ...


@route("organizations.accept", "/organizations/offers/{offer}/accept", effect=True)
def accept(*, offer: int) -> None: ...


@route("organizations.refuse", "/organizations/offers/{offer}/refuse", effect=True)
def refuse(*, offer: int) -> None: ...


@route("organizations.owner", "/organizations/{organization}/owners/{owner}")
def owner(*, organization: int, owner: int) -> None: ...


@route("organizations.disown", "/organizations/{organization}/owners/{owner}/remove")
def disown(*, organization: int, owner: int) -> None: ...


@route(
    "organizations.disown_now",
    "/organizations/{organization}/owners/{owner}/remove/now",
    effect=True,
    step=True,
)
def disown_now(*, organization: int, owner: int) -> None: ...


@route("organizations.dissolve", "/organizations/{organization}/dissolve")
def dissolve(*, organization: int) -> None: ...


@route("organizations.dissolve_now", "/organizations/{organization}/dissolve/now", effect=True, step=True)
def dissolve_now(*, organization: int) -> None: ...


# Messages.
@route("organizations.joined", "/organizations/messages/joined/{member}")
def joined(*, member: int) -> None: ...


@route("organizations.left", "/organizations/messages/left/{member}")
def left(*, member: int) -> None: ...


@route("organizations.welcome", "/organizations/messages/welcome/{member}")
def welcome(*, member: int) -> None: ...


@route("organizations.farewell", "/organizations/messages/farewell/{member}")
def farewell(*, member: int) -> None: ...


@route("organizations.asked", "/organizations/messages/asked/{offer}")
def asked(*, offer: int) -> None: ...


@route("organizations.answered", "/organizations/messages/answered/{offer}")
def answered(*, offer: int) -> None: ...


@route("organizations.dissolved", "/organizations/messages/dissolved/{organization}")
def dissolved(*, organization: int) -> None: ...


@route("organizations.gone", "/organizations/messages/gone/{client}")
def gone(*, client: int) -> None: ...


# Clients who came through the organization, when their member has left.
@route("organizations.parted", "/organizations/messages/parted/{client}")
def parted(*, client: int) -> None: ...


@route("organizations.stay", "/organizations/stay/{client}", effect=True)
def stay(*, client: int) -> None: ...


@route("organizations.coming", "/organizations/messages/coming/{member}")
def coming(*, member: int) -> None: ...


@route("organizations.keep", "/organizations/coming/{member}/keep", effect=True)
def keep(*, member: int) -> None: ...


@route("organizations.cancel", "/organizations/coming/{member}/cancel")
def cancel(*, member: int) -> None: ...


@route("organizations.cancel_now", "/organizations/coming/{member}/cancel/now", effect=True)
def cancel_now(*, member: int) -> None: ...
