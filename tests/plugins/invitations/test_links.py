"""The professional's links: made, changed, revoked, shared; nobody else's."""

import datetime as dt
import io

import pytest
import zxingcpp
from PIL import Image
from pyramid.request import Request
from sqlalchemy import select
from tests.core.home.people import client, link_of, professional

from kalenner.clock import FixedClock
from kalenner.drawings import Drawing
from kalenner.files import FILES
from kalenner.screens import CopyText, Press
from kalenner.testing import Person, Stage, act, go
from kalenner_invitations.models import Invitation

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DAY = 86_400


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional in front of her list of links."""
    person = professional(stage)
    person.press("Booking link")
    return person


def made(stage: Stage) -> list[tuple[str, bool]]:
    """Name and use of each link there is, oldest first."""

    def read(request: Request) -> list[tuple[str, bool]]:
        found = request.dbsession.scalars(select(Invitation).order_by(Invitation.id))
        return [(one.name, one.is_single_use) for one in found]

    return stage.run(read)


def test_empty_list_offers_to_add_a_link(olga: Person) -> None:
    assert olga.screen.text.startswith("No invitation links yet.")
    assert olga.labels == [["➕ Add new invitation link"], ["🚩 Finish setting up"]]


def test_link_is_made_by_three_answers(stage: Stage, olga: Person) -> None:
    olga.press("Add new invitation link")
    olga.send("Business card")
    assert olga.labels[:2] == [["7 days", "30 days"], ["90 days", "365 days"]]
    olga.press("90 days")
    assert olga.labels[0] == ["One-time", "Multiple use"]
    olga.press("One-time")

    assert olga.screen.text == (
        "<b>Business card</b>\n\n"
        "Valid until Mon 1 Mar 2027, 12:00\nOne-time\n\n"
        "Opened: 0\nRegistered: 0\nBooked: 0"
    )
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Saved"
    assert made(stage) == [("Business card", True)]


@pytest.mark.parametrize("typed", ["PROFILE", "profile", " Profile "])
def test_recommended_answers_are_marked_for_profile(stage: Stage, olga: Person, typed: str) -> None:
    olga.press("Add new invitation link")
    olga.send(typed)
    assert olga.labels[:2] == [["7 days", "30 days"], ["90 days", "⭐ 365 days"]]
    olga.press("365 days")
    assert olga.labels[0] == ["One-time", "⭐ Multiple use"]
    olga.press("Multiple use")

    assert olga.screen.text.endswith("This link is shown on your profile page.")
    assert made(stage) == [("PROFILE", False)]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("N" * 33, "Please keep it under 32 characters."), ("instagram", "This name is taken.")],
)
def test_name_is_refused_with_the_reason(olga: Person, typed: str, reason: str) -> None:
    link_of(olga, "Instagram")
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Invite")
    olga.press("Add new invitation link")

    olga.send(typed)

    assert olga.screen.text.startswith(f"❗ {reason}\n\nSend a name for the link")


@pytest.mark.parametrize("typed", ["0", "731", "-7", "7.5", "1½", "a week", "3 years", "12 h"])
def test_validity_is_refused_outside_1_to_730_days(olga: Person, typed: str) -> None:
    olga.press("Add new invitation link")
    olga.send("Flyer")

    olga.send(typed)

    assert olga.screen.text.startswith("❗ ")
    assert olga.screen.has_question is True


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("１２", 12),
        ("١٢", 12),
        ("30 days", 30),
        ("30 Tage", 30),
        ("2 weeks", 14),
        ("1 неделя", 7),
        ("48 h", 2),
    ],
)
def test_validity_is_taken_in_days_as_people_write_them(olga: Person, typed: str, days: int) -> None:
    olga.press("Add new invitation link")
    olga.send("Flyer")

    olga.send(typed)

    olga.press("Multiple use")
    last = dt.date(2026, 12, 1) + dt.timedelta(days=days)
    assert f"{last.day} {last:%b} {last.year}" in olga.screen.text


def test_two_professionals_may_use_one_name(stage: Stage, olga: Person) -> None:
    link_of(olga, "Instagram")
    link_of(professional(stage, "Ivan"), "Instagram")

    assert made(stage) == [("Instagram", False), ("Instagram", False)]


def test_list_says_how_many_came_and_until_when(stage: Stage, olga: Person) -> None:
    client(stage, link_of(olga, days="30"))
    olga.send("/menu")
    olga.press("Clients")

    olga.press("Invite")

    assert olga.labels[0] == ["Instagram · 1 client · until Thu 31 Dec 2026"]


def test_link_is_shown_with_its_qr_code(olga: Person) -> None:
    link = link_of(olga)

    assert link in olga.screen.text
    assert olga.screen.rows[0][0].target == CopyText(link)
    assert olga.screen.picture is not None
    with Image.open(io.BytesIO(olga.screen.picture)) as picture:
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [link]
    # It is drawn when it is sent; the transaction only says of what.
    assert olga.screens[-1].picture == Drawing("invitations.code", {"link": link, "logo": None})


def test_logo_is_in_the_qr_code(stage: Stage, olga: Person) -> None:
    link = link_of(olga)
    buffer = io.BytesIO()
    Image.new("RGB", (200, 200), (0, 128, 128)).save(buffer, "PNG")
    key = FILES.of(stage.app.registry).put(buffer.getvalue(), ".png")
    olga.press_data(go("about.picture"))
    olga.upload(key, len(buffer.getvalue()))

    olga.open(link)
    olga.press("Show as QR code")

    assert olga.screen.picture is not None
    with Image.open(io.BytesIO(olga.screen.picture)) as picture:
        assert picture.getpixel((picture.width // 2, picture.height // 2)) == (0, 128, 128)
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [link]


def show_card(person: Person, name: str = "Instagram") -> None:
    """Go to the card of a link."""
    person.send("/menu")
    person.press("Clients")
    person.press("Invite")
    person.press(name)


def test_link_stays_the_same_after_every_change(stage: Stage, olga: Person) -> None:
    link = link_of(olga)
    show_card(olga)
    olga.press("Rename")
    assert olga.labels == [["Cancel", "Keep"]]
    olga.send("Instagram bio")
    olga.press("Edit validity")
    olga.send("2")
    olga.press("Edit usage")
    olga.press("One-time")

    assert olga.screen.text.startswith(
        "<b>Instagram bio</b>\n\nValid until Thu 3 Dec 2026, 12:00\nOne-time\n"
    )
    olga.press("Get invitation link")
    assert olga.screen.rows[0][0].target == CopyText(link)
    assert made(stage) == [("Instagram bio", True)]


def test_link_may_keep_its_name_in_other_letters(olga: Person) -> None:
    link_of(olga)
    show_card(olga)
    olga.press("Rename")

    olga.send("INSTAGRAM")

    assert olga.screen.text.startswith("Saved\n\n<b>INSTAGRAM</b>")


def test_expired_link_can_only_be_revoked(olga: Person, clock: FixedClock) -> None:
    link_of(olga, days="7")
    clock.move(8 * DAY)
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Invite")
    assert olga.labels[0] == ["Instagram · 0 clients · expired"]

    olga.press("Instagram")

    assert "Expired since Tue 8 Dec 2026, 12:00" in olga.screen.text
    assert olga.labels == [["🗑️ Revoke"], ["🚩 Finish setting up"]]


@pytest.mark.parametrize("screen", ["validity", "usage", "rename"])
def test_old_button_of_an_expired_link_changes_nothing(olga: Person, clock: FixedClock, screen: str) -> None:
    link_of(olga, days="7")
    clock.move(8 * DAY)

    olga.press_data(go(f"invitations.{screen}", invitation=1))

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Not available."


def test_revoking_asks_first(olga: Person) -> None:
    link_of(olga)
    show_card(olga)
    olga.press("Revoke")
    assert olga.labels == [["Yes, revoke", "No"]]

    olga.press("No")

    assert olga.screen.text.startswith("<b>Instagram</b>")


def test_name_of_a_revoked_link_is_free_again(stage: Stage, olga: Person) -> None:
    link_of(olga)
    show_card(olga)
    olga.press("Revoke")
    olga.press("Yes, revoke")
    assert olga.screen.text.startswith("No invitation links yet.")

    link_of(olga)

    assert made(stage) == [("Instagram", False), ("Instagram", False)]


def test_booking_link_ends_the_set_up_step(olga: Person) -> None:
    link_of(olga)

    olga.press_data(go("setup"))

    assert ["✔" in label for row in olga.labels for label in row if "Booking link" in label] == [True]


@pytest.mark.parametrize(
    "press",
    [
        *(
            go(f"invitations.{name}", invitation=1)
            for name in ("card", "link", "revoke", "rename", "validity", "usage")
        ),
        act("invitations.revoke_now", invitation=1),
        go("invitations.card", invitation=99),
    ],
    ids=lambda press: press.screen,
)
def test_link_of_another_professional_is_not_available(stage: Stage, olga: Person, press: Press) -> None:
    link_of(olga)
    ivan = professional(stage, "Ivan")

    ivan.press_data(press)

    assert ivan.screen.notice is not None
    assert ivan.screen.notice.text == "Not available."
    assert "Instagram" not in ivan.screen.text


def test_client_has_no_links(stage: Stage, olga: Person) -> None:
    ada = client(stage, link_of(olga))

    ada.press_data(go("invitations.list"))

    assert ada.screen.notice is not None
    assert ada.screen.notice.text == "Not available."
