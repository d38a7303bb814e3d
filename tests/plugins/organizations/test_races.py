"""What happens at once: thirty join by a one-time link, two owners remove each other."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from tests.plugins.organizations.steps import account_of, founder, member, organization_of, own_too
from tests.plugins.organizations.test_team import counted

from kalenner.people import AccountService, OwnerService
from kalenner.people.owners import LastOwner, NoOwner
from kalenner.requests import Request
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_invitations.api import Invitation, InvitationService, LinkKind
from kalenner_organizations.errors import CannotJoin
from kalenner_organizations.services import MemberService

PEOPLE = 30


def together(works: list[Callable[[], str]]) -> Counter[str]:
    """Do everything in the same instant, each in a thread."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], str]) -> str:
        barrier.wait(20)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(run, works))


@pytest.mark.parametrize(("is_single_use", "come_in"), [(True, 1), (False, PEOPLE)])
def test_of_thirty_exactly_one_joins_by_a_one_time_link(
    stage: Stage, is_single_use: bool, come_in: int
) -> None:
    founder(stage)

    def make(request: Request) -> int:
        link = request.find_service(InvitationService).create(
            organization_of(request), "Spring", days=3, is_single_use=is_single_use, kind=LinkKind.TEAM
        )
        return link.id

    link_id = stage.run(make)

    def join(request: Request, subject: str) -> str:
        account = request.find_service(AccountService).get_or_make(NAME, subject, "en")
        request.dbsession.flush()
        invitation = request.dbsession.get_one(Invitation, link_id)
        try:
            request.find_service(MemberService).join_by(invitation, account, "New member")
        except CannotJoin as error:
            return error.outcome.name
        return "joined"

    works = [partial(stage.run, partial(join, subject=f"person-{number}")) for number in range(PEOPLE)]

    answers = together(works)

    assert answers == Counter({"joined": come_in} | ({"USED": PEOPLE - 1} if is_single_use else {}))
    assert counted(stage) == (come_in, 1)


def test_of_two_owners_who_remove_each_other_at_once_one_stays(stage: Stage) -> None:
    robin = founder(stage)
    olga = member(stage, "Olga")
    own_too(stage, olga)

    def remove(request: Request, by: Person, whom: Person) -> str:
        organization = organization_of(request)
        try:
            request.find_service(MemberService).disown(
                organization, account_of(request, whom), account_of(request, by)
            )
        except (NoOwner, LastOwner) as error:
            return type(error).__name__
        return "removed"

    answers = together(
        [
            partial(stage.run, partial(remove, by=robin, whom=olga)),
            partial(stage.run, partial(remove, by=olga, whom=robin)),
        ]
    )

    assert answers == {"removed": 1, "NoOwner": 1}
    assert counted(stage)[1] == 1


def test_without_asking_again_under_the_lock_nobody_would_be_left(stage: Stage) -> None:
    """The control: the right is asked before, and nothing after."""
    robin = founder(stage)
    olga = member(stage, "Olga")
    own_too(stage, olga)
    barrier = Barrier(2)

    def remove(request: Request, by: Person, whom: Person) -> str:
        owners, organization = request.find_service(OwnerService), organization_of(request)
        assert owners.is_owner(account_of(request, by).id, organization.id)
        return "may"

    def ask(by: Person, whom: Person) -> str:
        answer = stage.run(partial(remove, by=by, whom=whom), only_reads=True)
        barrier.wait(20)
        return answer

    assert together([partial(ask, robin, olga), partial(ask, olga, robin)]) == {"may": 2}
