"""A team joins by links, its members leave or are removed, and lose access in that very moment."""

from sqlalchemy import func, select
from tests.plugins.organizations.steps import PARK, founder, member, own_too

from kalenner.people import Provider
from kalenner.people.models import Owner
from kalenner.requests import Request
from kalenner.screens import CopyText
from kalenner.testing import Person, Stage
from kalenner.testing.practice import client_of, professional
from kalenner_organizations.models import Member

SENTENCE = (
    "Join Park Practice? Owners will see your free and busy times and numbers, never your own clients, "
    "their chats or documents."
)


def team_link(owner: Person, name: str = "Spring", usage: str = "One-time") -> str:
    """Make a link to the team by pressing, and return what it starts with."""
    owner.send("/menu")
    owner.press("👥 Team")
    owner.press("Invite professionals")
    owner.press("Add new invitation link")
    owner.send(name)
    owner.press("30 days")
    owner.press(usage)
    owner.press("Get invitation link")
    target = owner.screen.rows[0][0].target
    assert isinstance(target, CopyText)
    return target.text


def counted(stage: Stage) -> tuple[int, int]:
    """Present members and owners, of all organizations."""

    def count(request: Request) -> tuple[int, int]:
        members = select(func.count(Member.id)).where(Member.left_at.is_(None))
        owners = select(func.count(Owner.id))
        return request.dbsession.scalar(members) or 0, request.dbsession.scalar(owners) or 0

    return stage.run(count, only_reads=True)


def refused(person: Person) -> bool:
    """Whether the last press was answered with "Not available."."""
    notice = person.screen.notice
    return notice is not None and notice.text == "Not available."


def test_newcomer_joins_with_one_press_and_is_a_new_member_until_the_nickname(stage: Stage) -> None:
    robin = founder(stage)
    link = team_link(robin)
    assert "start=t_" in link
    kim = stage.person("Kim of Telegram")

    kim.open(link)
    assert SENTENCE in kim.screen.text
    assert counted(stage) == (0, 1)
    kim.press("Join")

    assert counted(stage) == (1, 1)
    assert "2 to 32 characters" in kim.screen.text
    assert [card.text for card in robin.cards[-1:]] == [
        f"🏛 <b>{PARK}</b>\n👥 New member has joined the team."
    ]
    robin.send("/menu")
    robin.press("👥 Team")
    assert ["New member"] in robin.labels
    kim.send("Kim")
    kim.send("Berlin")
    kim.press("Yes")
    assert "Kim" in kim.screen.text
    robin.press("👥 Team", on=robin.cards[-1])
    assert ["Kim"] in robin.labels
    assert "Telegram" not in str(robin.labels)


def test_nothing_happens_before_join_is_pressed(stage: Stage) -> None:
    link = team_link(founder(stage))
    olga = professional(stage)

    olga.open(link)
    olga.press("No")

    assert counted(stage) == (0, 1)


def test_professional_joins_and_keeps_name_and_practice(stage: Stage) -> None:
    robin = founder(stage)
    link = team_link(robin)
    olga = professional(stage)
    ada = client_of(olga)

    olga.open(link)
    olga.press("Join")

    assert f"<b>{PARK}</b>" in olga.screen.text
    assert counted(stage) == (1, 1)
    assert "Olga has joined the team" in robin.cards[-1].text
    assert "You belong to Park Practice now" in olga.cards[-1].text
    ada.send("/menu")
    ada.press("My specialists")
    assert "Olga" in ada.screen.text


def test_link_that_is_used_up_lets_nobody_else_in_but_tells_a_member_so(stage: Stage) -> None:
    link = team_link(founder(stage))
    olga, kim = professional(stage), professional(stage, "Kim")
    olga.open(link)
    olga.press("Join")

    kim.open(link)
    olga.open(link)

    assert kim.screen.notice is None or "already used" in str(kim.screen.notice.text)
    assert "already used" in str(kim.screen.text) + str(kim.screen.notice)
    assert "You already belong to Park Practice" in str(olga.screen.text) + str(olga.screen.notice)
    assert counted(stage) == (1, 1)


def test_owner_who_offers_services_joins_the_own_team(stage: Stage) -> None:
    robin = founder(stage)
    link = team_link(robin)

    robin.open(link)
    robin.press("Join")
    robin.send("Robin")

    assert counted(stage) == (1, 1)
    robin.send("/menu")
    assert ["🏛 My organization"] in robin.labels


def test_client_who_joins_becomes_a_professional_and_stays_a_client(stage: Stage) -> None:
    link = team_link(founder(stage))
    ada = client_of(professional(stage))

    ada.open(link)
    ada.press("Join")
    ada.send("Ada Lovelace")

    assert counted(stage) == (1, 1)
    ada.send("/menu")
    assert ["🔁 As client"] in ada.labels


def test_link_to_a_team_makes_nobody_a_client_and_the_other_way_round(stage: Stage) -> None:
    robin = founder(stage)
    token = team_link(robin).rpartition("start=t_")[2]
    kim = professional(stage, "Kim")

    kim.send(f"/start i_{token}")
    assert "This link is not known here" in kim.screen.text
    assert counted(stage) == (0, 1)


def test_removed_member_has_lost_it_with_that(stage: Stage) -> None:
    robin, olga = founder(stage), member(stage, "Olga")
    olga.send("/menu")
    olga.press("🏢 Office")
    olga.press("Organizations")
    old = olga.screen
    olga.press(PARK)
    card = olga.screen

    robin.send("/menu")
    robin.press("👥 Team")
    robin.press("Olga")
    robin.press("Remove")
    assert "Their own clients and data stay theirs" in robin.screen.text
    robin.press("Yes, remove")

    assert counted(stage) == (0, 1)
    assert "does not belong to the team any more" in robin.cards[-1].text
    assert "You do not belong to Park Practice any more" in olga.cards[-1].text
    olga.press(PARK, on=old)
    assert refused(olga)
    olga.press("Leave", on=card)
    assert refused(olga)
    olga.send("/menu")
    olga.press("🏢 Office")
    assert ["Organizations"] not in olga.labels


def test_member_leaves_and_comes_back_by_another_link(stage: Stage) -> None:
    robin, olga = founder(stage), member(stage, "Olga")
    olga.send("/menu")
    olga.press("🏢 Office")
    olga.press("Organizations")
    olga.press(PARK)
    olga.press("Leave")
    olga.press("Yes, leave")
    assert counted(stage) == (0, 1)

    olga.open(team_link(robin))
    olga.press("Join")

    assert counted(stage) == (1, 1)


def test_ownership_is_asked_for_and_accepted(stage: Stage) -> None:
    robin, olga = founder(stage), member(stage, "Olga")
    robin.send("/menu")
    robin.press("👥 Team")
    robin.press("Olga")

    robin.press("Make owner")
    assert counted(stage) == (1, 1)
    olga.press("✅ Accept", on=olga.cards[-1])

    assert counted(stage) == (1, 2)
    assert "Olga is an owner now" in robin.cards[-1].text
    olga.send("/menu")
    olga.press("🏛 My organization")
    assert olga.screen.text == f"🏛 <b>{PARK}</b>"


def test_question_of_an_owner_who_is_none_any_more_is_over(stage: Stage) -> None:
    robin, olga, kim = founder(stage), member(stage, "Olga"), member(stage, "Kim")
    own_too(stage, olga)
    robin.send("/menu")
    robin.press("👥 Team")
    robin.press("Kim")
    robin.press("Make owner")
    question = kim.cards[-1]
    olga.send("/menu")
    olga.press("🏛 My organization")
    olga.press("👥 Team")
    olga.press("🏛 ")
    olga.press("Take ownership away")
    olga.press("Yes, remove")

    kim.press("✅ Accept", on=question)

    assert counted(stage) == (2, 1)


def test_last_owner_cannot_give_it_up(stage: Stage) -> None:
    robin = founder(stage)
    robin.send("/menu")
    robin.press("👥 Team")
    robin.press("🏛 ")
    robin.press("Give up ownership")

    robin.press("Yes, give up")

    assert "always has an owner" in str(robin.screen.notice)
    assert counted(stage) == (0, 1)


def test_dissolved_organization_is_gone_for_everybody(stage: Stage) -> None:
    robin, olga = founder(stage), member(stage, "Olga")
    link = team_link(robin)
    olga.send("/menu")
    robin.send("/menu")
    old = robin.screen
    robin.press("Settings")
    robin.press("Dissolve the organization")
    robin.press("Yes, dissolve")

    assert counted(stage) == (0, 1)
    assert "has been dissolved" in robin.cards[-1].text
    robin.press("👥 Team", on=old)
    assert refused(robin)
    kim = professional(stage, "Kim")
    kim.open(link)
    assert "This link is not known here" in kim.screen.text

    def name_is_free(request: Request) -> bool:
        return (
            request.dbsession.scalar(select(Provider.closed_at).where(Provider.nickname == PARK)) is not None
        )

    assert stage.run(name_is_free, only_reads=True)
    founder(stage, "Sam")
