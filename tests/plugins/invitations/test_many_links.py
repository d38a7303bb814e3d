"""However many links there are, their screens ask the database as often, and for a page of rows."""

import datetime as dt

import pytest
from pyramid.request import Request
from sqlalchemy import insert
from tests.conftest import FEATURES, MakeApp
from tests.core.home.people import professional, provider_of
from tests.rows_read import rows_read

from kalenner.characters import fold_case
from kalenner.testing import Person, Stage, go
from kalenner_invitations.models import Invitation, Opening
from kalenner_invitations.services import MOST_LINKS, InvitationService, TooManyLinks

MONTH = dt.timedelta(days=30)
FULL = (
    "You have 1,000 links, and there cannot be more. "
    "Revoke one that you no longer need, then you can add another."
)


@pytest.fixture
def olga(make_application: MakeApp) -> Person:
    """A professional; what other plugins add to these screens is not counted here."""
    others = tuple(feature for feature in FEATURES if feature != "invitations")
    return professional(Stage(make_application(off=others)))


def make_links(olga: Person, number: int, *, first: int = 0) -> list[int]:
    """Make links Name 00000, Name 00001 …, each opened once, and return their ids."""

    def work(request: Request) -> list[int]:
        provider, now = provider_of(request, olga), request.clock.now()
        rows = [
            {
                "provider_id": provider.id,
                "name": f"Name {place:05d}",
                "name_folded": fold_case(f"Name {place:05d}"),
                "token_hash": place.to_bytes(16),
                "token_sealed": b"",
                "expires_at": now + MONTH,
                "is_single_use": False,
                "uses": 1,
                "created_at": now,
            }
            for place in range(first, first + number)
        ]
        ids = sorted(request.dbsession.scalars(insert(Invitation).returning(Invitation.id), rows))
        opened = {"account_id": provider.account_id, "opened_at": now, "registered_at": now}
        request.dbsession.execute(insert(Opening), [{**opened, "invitation_id": id_} for id_ in ids])
        return ids

    return olga.stage.run(work) if number else []


@pytest.mark.parametrize(
    ("number", "buttons", "read"),
    [(0, 2, [1]), (1, 3, [1, 1, 1]), (9, 11, [1, 8, 8]), (10_000, 10, [1, 8, 8])],
)
def test_list_reads_a_page_of_links(olga: Person, number: int, buttons: int, read: list[int]) -> None:
    make_links(olga, number)

    screen, rows = rows_read(olga, go("invitations.list"))

    assert (len(screen.rows), rows) == (buttons, read)


def test_pages_of_many_links_hold_all_of_them_newest_first(olga: Person) -> None:
    make_links(olga, 19)

    pages = [rows_read(olga, go("invitations.page", page=page))[0] for page in (-1, 0, 1, 2, 3)]
    names = [
        [row[0].label.partition(" · ")[0] for row in page.rows if " · " in row[0].label] for page in pages
    ]

    links = [f"Name {place:05d}" for place in reversed(range(19))]
    assert names == [links[:8], links[:8], links[8:16], links[16:], links[16:]]
    assert [page.rows[-3][1].label for page in pages] == ["1/3", "1/3", "2/3", "3/3", "3/3"]


def test_card_reads_the_counts_of_its_own_link(olga: Person) -> None:
    ids = make_links(olga, 10_000)

    screen, rows = rows_read(olga, go("invitations.card", invitation=ids[0]))

    assert "Opened: 1\nRegistered: 1\nBooked: 0" in screen.text
    assert rows == [1, 1]


def test_link_of_the_page_is_looked_up_by_its_name(olga: Person) -> None:
    ids = make_links(olga, 10_000)

    def work(request: Request) -> tuple[bool, str | None, int]:
        service: InvitationService = request.find_service(InvitationService)
        provider = provider_of(request, olga)
        missing = service.find_profile(provider.id) is None
        service.rename(request.dbsession.get_one(Invitation, ids[0]), "profile")
        found = service.find_profile(provider.id)
        loaded = [row for row in request.dbsession if isinstance(row, Invitation)]
        return missing, found and found.name, len(loaded)

    assert olga.stage.run(work) == (True, "PROFILE", 1)


def test_who_has_the_most_links_is_told_to_revoke_one(olga: Person) -> None:
    ids = make_links(olga, MOST_LINKS - 1)
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Invite")
    olga.press("Add new invitation link")
    make_links(olga, 1, first=MOST_LINKS)

    olga.send("Flyer")
    olga.press("30 days")
    olga.press("One-time")

    assert FULL in olga.screen.text
    screen, _rows = rows_read(olga, go("invitations.list"))
    assert screen.text.endswith(f"\n\n{FULL}")
    assert "Add new invitation link" not in str(screen.rows)

    def revoke(request: Request) -> None:
        request.find_service(InvitationService).revoke(request.dbsession.get_one(Invitation, ids[0]))

    olga.stage.run(revoke)
    screen, _rows = rows_read(olga, go("invitations.list"))
    assert FULL not in screen.text
    assert "Add new invitation link" in str(screen.rows)


def test_no_more_than_the_most_links_are_made(olga: Person) -> None:
    make_links(olga, MOST_LINKS)

    def work(request: Request) -> None:
        service: InvitationService = request.find_service(InvitationService)
        with pytest.raises(TooManyLinks):
            service.create(provider_of(request, olga), "Flyer", days=1, is_single_use=False)

    olga.stage.run(work)
