"""Opening a link: connected, or one clear sentence why not."""

import pytest
from pyramid.request import Request
from sqlalchemy import func, select
from tests.core.home.people import client, link_of, professional

from kalenner.clock import FixedClock
from kalenner.people import Client
from kalenner.testing import Stage
from kalenner_invitations.models import Opening

DAY = 86_400


def number_of_clients(stage: Stage) -> int:
    def count(request: Request) -> int:
        return request.dbsession.scalar(select(func.count(Client.id))) or 0

    return stage.run(count)


def openings(stage: Stage) -> int:
    def count(request: Request) -> int:
        return request.dbsession.scalar(select(func.count(Opening.id))) or 0

    return stage.run(count)


def test_link_connects_whoever_opens_it(stage: Stage) -> None:
    ada = client(stage, link_of(professional(stage)))

    assert ada.screen.text == "You are connected with <b>Olga</b>."
    assert number_of_clients(stage) == 1


def test_opening_twice_changes_nothing_and_says_so(stage: Stage) -> None:
    link = link_of(professional(stage), usage="One-time")
    ada = client(stage, link)

    ada.open(link)

    assert ada.screen.text == "You are already connected with <b>Olga</b>."
    assert (number_of_clients(stage), openings(stage)) == (1, 1)


def test_expired_link(stage: Stage, clock: FixedClock) -> None:
    link, ada = link_of(professional(stage), days="7"), stage.person("Ada")
    clock.move(7 * DAY)

    ada.open(link)

    assert ada.screen.text.startswith("This link has expired. Please ask your specialist for a new one.")
    assert (number_of_clients(stage), openings(stage)) == (0, 0)


def test_link_is_good_until_its_last_second(stage: Stage, clock: FixedClock) -> None:
    link, ada = link_of(professional(stage), days="7"), stage.person("Ada")
    clock.move(7 * DAY - 1)

    ada.open(link)

    assert ada.screen.text.startswith("You are connected with <b>Olga</b>.")


def test_used_link(stage: Stage) -> None:
    link, bob = link_of(professional(stage), usage="One-time"), stage.person("Bob")
    client(stage, link)

    bob.open(link)

    assert bob.screen.text.startswith("This link was already used. Please ask your specialist for a new one.")
    assert number_of_clients(stage) == 1


def test_revoked_link(stage: Stage) -> None:
    olga, ada = professional(stage), stage.person("Ada")
    link = link_of(olga)
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Invite")
    olga.press("Instagram")
    olga.press("Revoke")
    olga.press("Yes, revoke")

    ada.open(link)

    assert ada.screen.text.startswith(
        "This link is no longer valid. Please ask your specialist for a new one."
    )
    assert number_of_clients(stage) == 0


@pytest.mark.parametrize("token", ["A" * 22, "A" * 21, "A" * 23, "-", "A" * 62, "A" * 65])
def test_unknown_link(stage: Stage, token: str) -> None:
    ada = stage.person("Ada")

    ada.send(f"/start i_{token}")

    assert ada.screen.text.startswith("This link is not known here. Please ask")
    assert ada.labels[0] == ["💼 I am a professional"]


def test_own_link_is_shown_as_a_qr_code(stage: Stage) -> None:
    olga = professional(stage)
    link = link_of(olga)

    olga.open(link)

    assert olga.screen.text == "This is your own link, “Instagram”. Send it to your clients."
    olga.press("Show as QR code")
    assert olga.screen.picture is not None
    assert number_of_clients(stage) == 0


def test_own_expired_link_leads_to_the_list(stage: Stage, clock: FixedClock) -> None:
    olga = professional(stage)
    link = link_of(olga, days="7")
    clock.move(8 * DAY)

    olga.open(link)

    assert olga.labels == [["🔗 Invitation link"]]


def test_multiple_use_link_connects_everybody(stage: Stage) -> None:
    link = link_of(professional(stage))

    for name in ("Ada", "Bob", "Eve"):
        client(stage, link, name)

    assert number_of_clients(stage) == 3


def test_client_of_one_specialist_uses_no_one_time_link_of_the_same_up(stage: Stage) -> None:
    olga = professional(stage)
    ada = client(stage, link_of(olga))
    single = link_of(olga, "For Bob", usage="One-time")

    ada.open(single)
    assert ada.screen.text.startswith("You are already connected with <b>Olga</b>.")

    bob = client(stage, single, "Bob")
    assert bob.screen.text.startswith("You are connected with <b>Olga</b>.")
