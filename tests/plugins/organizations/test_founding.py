"""An organization is founded, its owner changes roles, and who loses it has lost it at once."""

import pytest
from tests.plugins.organizations.steps import (
    PARK,
    disown,
    founder,
    member,
    organization_of,
    own_too,
)

from kalenner.people.models import Role
from kalenner.requests import Request
from kalenner.testing import Stage, go
from kalenner.testing.practice import client_of, professional


def test_newcomer_founds_an_organization_and_sees_its_menu(stage: Stage) -> None:
    robin = stage.person("Robin")
    robin.send("/start")

    robin.press("I run an organization")
    assert "2 to 60 characters" in robin.screen.text
    robin.send(PARK)
    robin.send("Lisbon")
    robin.press("Yes")

    assert robin.screen.text == f"🏛 <b>{PARK}</b>"
    assert robin.labels[0] == ["👥 Team", "📅 Day"]
    assert ["💼 Offer services myself"] in robin.labels
    account = robin.account
    assert account is not None
    assert (account.role, account.timezone) == (Role.OWNER, "Europe/Lisbon")


def test_organization_takes_the_zone_that_its_founder_has(stage: Stage) -> None:
    olga = professional(stage)
    olga.press_data(go("organizations.register"))
    olga.send("Olga & Friends")

    assert "Olga &amp; Friends" in olga.screen.text

    def read(request: Request) -> tuple[str | None, str | None]:
        organization = organization_of(request, "Olga & Friends")
        return organization.own_timezone, organization.own_language

    assert stage.run(read, only_reads=True) == ("Europe/Berlin", "en")


@pytest.mark.parametrize("typed", ["X", "n" * 61, "park practice"])
def test_name_is_refused_that_is_too_short_too_long_or_taken(stage: Stage, typed: str) -> None:
    founder(stage)
    kim = stage.person("Kim")
    kim.send("/start")
    kim.press("I run an organization")

    kim.send(typed)

    assert kim.screen.has_question


def test_roles_change_in_one_press_and_start_opens_the_last_one(stage: Stage) -> None:
    olga = professional(stage)
    olga.press_data(go("organizations.register"))
    olga.send(PARK)
    heading = f"🏛 <b>{PARK}</b>"

    olga.press("🔁 As professional")
    assert "Main menu" in olga.screen.text
    olga.send("/start")
    assert "Main menu" in olga.screen.text
    olga.press("🏛 My organization")
    assert olga.screen.text == heading
    olga.send("/start")
    assert olga.screen.text == heading


def test_owner_who_is_also_a_client_changes_between_both(stage: Stage) -> None:
    olga = professional(stage)
    ada = client_of(olga)
    ada.press_data(go("organizations.register"))
    ada.send(PARK)

    ada.press("🔁 As client")
    assert ["Main menu" in ada.screen.text, ["🏛 My organization"] in ada.labels] == [True, True]
    ada.press("🏛 My organization")
    assert ["🔁 As client"] in ada.labels


def test_owner_sees_the_team_and_each_member(stage: Stage) -> None:
    robin = founder(stage)
    member(stage, "Olga")
    kim = member(stage, "Kim")
    own_too(stage, kim)
    robin.send("/menu")

    robin.press("👥 Team")
    assert robin.labels[:3] == [["🏛 Owner"], ["Olga"], ["🏛 Kim"]]
    robin.press("🏛 Kim")
    assert "Owner, in the team since" in robin.screen.text


def test_member_finds_the_organization_in_the_office(stage: Stage) -> None:
    founder(stage)
    olga = member(stage, "Olga")
    olga.send("/menu")
    olga.press("🏢 Office")
    olga.press("Organizations")

    olga.press(PARK)

    assert f"<b>{PARK}</b>" in olga.screen.text


def test_owner_who_lost_it_loses_menu_and_old_buttons_at_once(stage: Stage) -> None:
    robin = founder(stage)
    olga = member(stage, "Olga")
    own_too(stage, olga)
    olga.send("/menu")
    olga.press("🏛 My organization")
    assert PARK in olga.screen.text

    disown(stage, olga)
    olga.press("👥 Team")

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Not available."
    olga.send("/menu")
    assert "Main menu" in olga.screen.text
    assert ["🏛 My organization"] not in olga.labels
    robin.send("/menu")
    assert PARK in robin.screen.text
