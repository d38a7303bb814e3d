"""Who sees what of an organization: every registered screen about one, pressed by everybody there is."""

import pytest
from sqlalchemy import select
from tests.core.test_access import VALUES
from tests.core.test_own_screens import press_without_trace
from tests.plugins.organizations.steps import founder, leave, member, organization_id

from kalenner.people.models import Owner
from kalenner.requests import Request
from kalenner.route import ArgValue, Press
from kalenner.screens.registry import specs_of
from kalenner.testing import Person, Stage
from kalenner.testing.practice import client_of, professional
from kalenner_organizations.models import Member

OF_MEMBERS = {"organizations.card", "organizations.leave", "organizations.leave_now"}
OF_FORMER_OWNERS = {"organizations.dissolved"}
OF_OWNERS = {
    "organizations.act",
    "organizations.day",
    "organizations.disown",
    "organizations.disown_now",
    "organizations.dissolve",
    "organizations.dissolve_now",
    "organizations.member",
    "organizations.offer",
    "organizations.owner",
    "organizations.remove",
    "organizations.remove_now",
    "organizations.team",
}


def presses(stage: Stage) -> list[Press]:
    """Each screen that names an organization, with things of Park Practice."""

    def find(request: Request) -> tuple[int, int]:
        here = Member.left_at.is_(None)
        return (
            request.dbsession.scalars(select(Member.id).where(here)).first() or 0,
            request.dbsession.scalars(select(Owner.id)).first() or 0,
        )

    member_id, owner_id = stage.run(find, only_reads=True)
    things: dict[str, ArgValue] = {
        "organization": organization_id(stage),
        "member": member_id,
        "owner": owner_id,
    }
    made = []
    for name, spec in sorted(specs_of(stage.app.registry).items()):
        if "organization" in spec.args:
            args = {arg: things.get(arg, VALUES[kind]) for arg, kind in spec.args.items()}
            made.append(Press(name, args, spec.route.is_effect))
    return made


def allowed(stage: Stage, person: Person) -> set[str]:
    """The screens of `kalenner_organizations` that are shown to a person, other than a refusal."""
    account = person.account
    assert account is not None
    seen = set()
    for press in presses(stage):
        screen = press_without_trace(stage, account.id, press)
        if screen.notice is None or screen.notice.text != "Not available.":
            seen.add(press.screen)
    return {name for name in seen if name.startswith("organizations.")}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_sees_what_is_theirs_and_nothing_more(stage: Stage) -> None:
    owner = founder(stage)
    present, removed = member(stage, "Olga"), member(stage, "Kim")
    own_client = client_of(present)
    leave(stage, removed)
    other_owner = founder(stage, "Sam", "Lake Practice")
    stranger = professional(stage, "Lou")

    assert allowed(stage, owner) == OF_OWNERS
    assert allowed(stage, present) == OF_MEMBERS
    for person in (removed, own_client, other_owner, stranger):
        assert allowed(stage, person) == set(), person.name
