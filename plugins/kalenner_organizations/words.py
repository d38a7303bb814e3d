"""How owners and members are called where they have no nickname: never by the channel's name for them."""

from pyramid.request import Request

from kalenner.people import Account, Provider
from kalenner_organizations import _


def member_name(request: Request, practice: Provider) -> str:
    """Return a member's nickname; of who has not said one yet that they are new."""
    name: str = request.label(_("new-member")) if practice.is_unnamed else practice.nickname
    return name


def owner_name(request: Request, account: Account) -> str:
    """Return the name of an owner: the practice's, else the client's, else that it is an owner."""
    if account.practice is not None:
        return member_name(request, account.practice)
    name: str = account.client_name or request.label(_("owner-without-name"))
    return name
