"""The policy by itself: who a request is, and what an access list says to them."""

from types import SimpleNamespace

import pytest
from pyramid.authorization import Allow, Authenticated, Everyone

from kalenner.people import Account
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext, SecurityPolicy
from kalenner.screens import Arrival, Visit

ADA = Account(id=7, client_name="Ada")


class Guarded:
    """Something that one principal may use."""

    def __init__(self, principal: str) -> None:
        self.__acl__ = [(Allow, principal, "use")]


def by(account: Account | None) -> SimpleNamespace:
    """A request, as far as the policy looks at it."""
    return SimpleNamespace(visit=account and Visit(account, "telegram", Arrival("1")), identity=account)


def test_identity_is_the_account_of_the_visit() -> None:
    assert SecurityPolicy().identity(by(ADA)) is ADA
    assert SecurityPolicy().authenticated_userid(by(ADA)) == "7"


def test_the_web_has_no_identity() -> None:
    assert SecurityPolicy().identity(by(None)) is None
    assert SecurityPolicy().authenticated_userid(by(None)) is None


@pytest.mark.parametrize(
    ("principal", "to_ada", "to_the_web"),
    [
        (Everyone, True, True),
        (Authenticated, True, False),
        ("account:7", True, False),
        ("account:8", False, False),
    ],
)
def test_an_access_list_is_asked_for_everyone_the_authenticated_and_the_account(
    principal: str, to_ada: bool, to_the_web: bool
) -> None:
    thing = Guarded(principal)

    assert bool(SecurityPolicy().permits(by(ADA), thing, "use")) is to_ada
    assert bool(SecurityPolicy().permits(by(None), thing, "use")) is to_the_web
    assert not SecurityPolicy().permits(by(ADA), thing, "other")


def test_a_browser_keeps_nothing() -> None:
    assert SecurityPolicy().remember(by(ADA), "7") == []
    assert SecurityPolicy().forget(by(ADA)) == []


def test_a_person_may_use_what_is_theirs_and_nobody_else() -> None:
    request = by(ADA)
    context = PersonContext(request)

    assert (context.request, context.account) == (request, ADA)
    assert context.__acl__() == [(Allow, "account:7", "use")]
    assert not SecurityPolicy().permits(by(Account(id=8)), context, "use")


def test_what_is_a_persons_is_not_available_on_the_web() -> None:
    with pytest.raises(NotAvailable):
        PersonContext(by(None))


def test_what_is_a_professionals_is_not_available_to_who_is_none() -> None:
    with pytest.raises(NotAvailable):
        ProfessionalContext(by(ADA))
