"""The card of a client: the note, blocking, unblocking, removing; and what the client sees of it."""

import logging

import pytest
from pyramid.request import Request
from sqlalchemy import inspect, text, update

from kalenner.clock import FixedClock
from kalenner.people import Client
from kalenner.screens import Press
from kalenner.testing import Person, Stage, act, go
from tests.core.home.people import client, client_of, connect, link_of, professional

pytestmark = pytest.mark.slow_on_postgresql

NOTE = "Left knee.\nPrefers <mornings> & tea"


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional whose only client is Ada, in front of Ada's card."""
    olga = professional(stage)
    connect(stage, olga, stage.person("Ada"))
    open_card(olga)
    return olga


def open_card(olga: Person) -> None:
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Ada")


def ada_of(stage: Stage) -> Person:
    return next(person for person in stage.people.values() if person.name == "Ada")


def block(olga: Person) -> None:
    olga.press("Block")
    olga.press("Yes, block")


def remove(olga: Person) -> None:
    olga.press("Remove")
    olga.press("Yes, remove")


def card_number(stage: Stage, olga: Person) -> int:
    return stage.run(lambda request: client_of(request, olga, ada_of(stage)).id)


def is_not_available(person: Person) -> bool:
    return person.screen.notice is not None and person.screen.notice.text == "Not available."


def test_note_stands_on_the_card(olga: Person) -> None:
    olga.press("Note")
    assert olga.screen.text == "Send your note on this client (up to 1000 characters). Only you see it."
    assert olga.labels == [["Cancel"]]

    olga.send(NOTE)

    assert olga.screen.text == (
        "Saved\n\n<b>Ada</b>\nClient since Tue 1 Dec 2026\n\n"
        "📝 Note: Left knee.\nPrefers &lt;mornings&gt; &amp; tea"
    )


def test_note_is_kept_replaced_and_removed(olga: Person) -> None:
    olga.press("Note")
    olga.send("Left knee")
    olga.press("Note")
    assert olga.screen.text.endswith("\n\nNow: <b>Left knee</b>")
    assert olga.labels == [["Remove"], ["Cancel", "Keep"]]

    olga.press("Keep")
    assert olga.screen.text.endswith("📝 Note: Left knee")

    olga.press("Note")
    olga.send("Right knee")
    assert olga.screen.text.endswith("📝 Note: Right knee")

    olga.press("Note")
    olga.press("Remove")
    assert olga.screen.text == "<b>Ada</b>\nClient since Tue 1 Dec 2026"


@pytest.mark.parametrize(("length", "is_taken"), [(1000, True), (1001, False)])
def test_note_has_at_most_1000_characters(olga: Person, length: int, is_taken: bool) -> None:
    olga.press("Note")

    olga.send("я" * length)

    assert olga.screen.has_question is not is_taken


def test_note_is_nowhere_in_clear(stage: Stage, olga: Person) -> None:
    olga.press("Note")
    olga.send("Left knee")

    def everything(request: Request) -> str:
        session, values = request.dbsession, []
        for table in inspect(session.connection()).get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')):
                values += [one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in row]
        return "\n".join(values)

    found = stage.run(everything, only_reads=True)
    assert "Ada" in found
    assert "Left knee" not in found


def test_note_copied_to_another_client_does_not_open(
    stage: Stage, olga: Person, caplog: pytest.LogCaptureFixture
) -> None:
    connect(stage, olga, stage.person("Bob"))
    olga.press("Note")
    olga.send("Left knee")

    def copy(request: Request) -> None:
        sealed = client_of(request, olga, ada_of(stage)).note
        request.dbsession.execute(update(Client).values(note=sealed))

    stage.run(copy)
    olga.send("/menu")
    olga.press("Clients")
    with caplog.at_level(logging.ERROR):
        olga.press("Bob")

    assert olga.screen.text.endswith("📝 Your note cannot be read any more. Please write it again.")
    assert any("cannot be opened" in message for message in caplog.messages)
    assert "Left knee" not in caplog.text


def test_client_sees_no_note(stage: Stage, olga: Person) -> None:
    olga.press("Note")
    olga.send("Left knee")
    ada = ada_of(stage)

    ada.send("/menu")
    ada.press("My specialists")

    assert ada.screen.text == "<b>Olga</b>"


def test_block_asks_first(stage: Stage, olga: Person) -> None:
    olga.press("Block")

    assert olga.screen.text == (
        "Block <b>Ada</b>?\nNo more booking with you, and your invitation links no longer work for this client."
        " You can unblock at any time."
    )
    assert olga.labels == [["Yes, block", "No"]]
    olga.press("No")
    assert olga.screen.text == "<b>Ada</b>\nClient since Tue 1 Dec 2026"
    assert stage.run(lambda request: client_of(request, olga, ada_of(stage)).blocked_at) is None


def test_blocked_client_has_a_list_of_its_own(stage: Stage, olga: Person, clock: FixedClock) -> None:
    connect(stage, olga, stage.person("Bob"))
    clock.move(86_400)
    block(olga)

    assert olga.screen.text == "<b>Ada</b>\nClient since Tue 1 Dec 2026\n🚫 Blocked since Wed 2 Dec 2026"
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Blocked"
    assert olga.labels[2:] == [["📝 Note"], ["Unblock"]]
    assert olga.screen.back == go("clients.blocked", page=0)

    olga.send("/menu")
    olga.press("Clients")
    assert olga.screen.text == "<b>Clients</b>: 1 client"
    assert olga.labels == [["Bob"], ["➕ Invite"], ["🚫 Blocked (1)"]]
    olga.press("Blocked (1)")
    assert olga.screen.text == "<b>Blocked</b>: 1 client"
    assert olga.labels == [["Ada"]]


def test_unblocked_client_is_in_the_list_again(olga: Person) -> None:
    block(olga)

    olga.press("Unblock")

    assert olga.labels[2:] == [["📅 Book"], ["📝 Note"], ["🚫 Block", "🗑 Remove"]]
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Unblocked"
    olga.press_data(go("clients.blocked", page=0))
    assert olga.screen.text.startswith("Nobody is blocked.")
    olga.press_data(go("clients"))
    assert olga.labels == [["Ada"], ["➕ Invite"]]


def test_blocked_client_is_not_found_by_a_search(olga: Person) -> None:
    block(olga)
    olga.press_data(go("clients.search"))

    olga.send("Ada")

    assert olga.screen.text == "0 clients with “Ada” in the name"


def test_blocked_clients_are_listed_page_by_page(stage: Stage) -> None:
    olga = professional(stage)
    connect(stage, olga, *(stage.person(f"Name {number}") for number in range(9)))
    stage.run(
        lambda request: request.dbsession.execute(update(Client).values(blocked_at=request.clock.now()))
    )

    olga.press_data(go("clients"))
    assert olga.screen.text.startswith("No clients yet.")
    olga.press("Blocked (9)")

    assert olga.labels[8:] == [["‹", "1/2", "›"]]
    olga.press("›")
    assert olga.labels == [["Name 8"], ["‹", "2/2", "›"]]


def test_blocked_client_still_sees_the_specialist(stage: Stage, olga: Person) -> None:
    block(olga)
    ada = ada_of(stage)
    ada.send("/menu")

    ada.press("My specialists")

    assert ada.screen.text == "<b>Olga</b>"


def test_blocked_client_comes_in_by_no_link_and_is_not_told_why(stage: Stage, olga: Person) -> None:
    block(olga)
    link = link_of(olga, usage="One-time")

    ada = ada_of(stage)
    ada.open(link)

    assert ada.screen.text.startswith("This link is not valid for you.")
    bob = client(stage, link, "Bob")
    assert bob.screen.text == "You are connected with <b>Olga</b>."


def test_remove_asks_first_and_leads_to_the_list(olga: Person) -> None:
    olga.press("Remove")

    assert olga.screen.text == (
        "Remove <b>Ada</b>?\nYou are no longer connected, and your note is deleted."
        " With one of your invitation links this client can come back."
    )
    olga.press("Yes, remove")
    assert olga.screen.text.startswith("No clients yet.")
    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "Removed"


@pytest.mark.parametrize("screen", ["clients.card", "clients.note", "clients.block", "clients.remove"])
def test_nothing_of_a_removed_client_is_available(stage: Stage, olga: Person, screen: str) -> None:
    number = card_number(stage, olga)
    remove(olga)

    olga.press_data(go(screen, client=number))

    assert is_not_available(olga)


def test_removed_client_loses_the_specialist(stage: Stage, olga: Person) -> None:
    provider = stage.run(lambda request: client_of(request, olga, ada_of(stage)).provider_id)
    remove(olga)
    ada = ada_of(stage)

    ada.send("/menu")
    own = [["💼 I am a professional"], ["🏛 I run an organization"], ["👤 I am a client"]]
    assert ada.labels[:3] == own
    for screen in ("specialists.card", "book.services"):
        ada.press_data(go(screen, provider=provider))
        assert is_not_available(ada)


def test_removed_client_comes_back_by_a_link_without_questions(
    stage: Stage, olga: Person, clock: FixedClock
) -> None:
    olga.press("Note")
    olga.send("Left knee")
    number = card_number(stage, olga)
    remove(olga)
    link = link_of(olga)
    clock.move(86_400)

    ada = ada_of(stage)
    ada.open(link)

    assert ada.screen.text == "You are connected with <b>Olga</b>."
    open_card(olga)
    assert olga.screen.text == "<b>Ada</b>\nClient since Tue 1 Dec 2026"
    assert card_number(stage, olga) == number


@pytest.mark.parametrize(
    "press",
    [go("clients.remove", client=1), go("clients.block", client=1), act("clients.remove_now", client=1)],
)
def test_blocked_client_is_unblocked_before_anything_else(stage: Stage, olga: Person, press: Press) -> None:
    assert card_number(stage, olga) == 1
    block(olga)

    olga.press_data(press)

    assert is_not_available(olga)
    assert stage.run(lambda request: client_of(request, olga, ada_of(stage)).removed_at) is None


@pytest.mark.parametrize("screen", ["clients.block_now", "clients.remove_now", "clients.unblock"])
def test_old_button_does_nothing(stage: Stage, olga: Person, screen: str) -> None:
    number, version = card_number(stage, olga), olga.version
    olga.send("/menu")

    olga.press_data(act(screen, client=number), version=version)

    assert olga.screen.notice is not None
    assert olga.screen.notice.text == "This step is over."
    olga.press_data(go("clients.card", client=number))
    assert olga.labels[-1] == ["🚫 Block", "🗑 Remove"]
