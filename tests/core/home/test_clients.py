"""The professional's clients and the client's specialists: lists, search, cards, and only one's own."""

import pytest
from markupsafe import escape
from pyramid.request import Request

from kalenner.testing import Person, Stage, go
from tests.core.home.people import client_of, connect, professional, provider_of

pytestmark = pytest.mark.slow_on_postgresql


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional with ten clients, whose names have two pages."""
    olga = professional(stage)
    names = ["Ada", "bob", "Çelik", "Dmitri", "Eve", "Øystein", "Анна", "李小龙", "X <b>Æ</b>", "Zoë 🌻"]
    connect(stage, olga, *(stage.person(name) for name in names))
    return olga


def test_list_of_nobody_offers_to_invite(stage: Stage) -> None:
    olga = professional(stage)
    olga.send("/menu")

    olga.press("Clients")

    assert olga.screen.text.startswith("No clients yet. Share your booking link")
    assert olga.labels == [["➕ Invite"]]


def test_clients_are_listed_page_by_page(olga: Person) -> None:
    olga.send("/menu")
    olga.press("Clients")

    assert olga.screen.text == "<b>Clients</b>: 10 clients"
    assert [row[0] for row in olga.labels[:3]] == ["Ada", "bob", "Dmitri"]
    assert olga.labels[8:] == [["‹", "1/2", "›"], ["🔍 Search"], ["➕ Invite"]]
    olga.press("›")
    assert olga.labels[2:] == [["‹", "2/2", "›"], ["🔍 Search"], ["➕ Invite"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ç", ["Çelik"]), ("АНН", ["Анна"]), ("小", ["李小龙"]), ("BOB", ["bob"]), ("c", ["Çelik"])],
)
def test_search_finds_a_part_of_the_name(olga: Person, typed: str, found: list[str]) -> None:
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Search")

    olga.send(typed)

    names = [row[0] for row in olga.labels[:-1]]
    assert names == found
    assert olga.labels[-1] == ["🔍 Search again"]


@pytest.mark.parametrize("typed", ["näme", "a/b", "100 %", "..", "?x=1#y", "🌻 <b>"])
def test_search_shows_page_after_page_of_what_it_found(stage: Stage, typed: str) -> None:
    olga = professional(stage)
    connect(stage, olga, *(stage.person(f"{typed} {number:02d}") for number in range(18)))
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Search")

    olga.send(typed)

    assert olga.screen.text == f"18 clients with “{escape(typed)}” in the name"
    assert [row[0] for row in olga.labels[:2]] == [f"{typed} 00", f"{typed} 01"]
    assert olga.labels[8:] == [["‹", "1/3", "›"], ["🔍 Search again"]]
    olga.press("‹")
    assert olga.labels == [[f"{typed} 16"], [f"{typed} 17"], ["‹", "3/3", "›"], ["🔍 Search again"]]


def test_search_that_finds_nobody_can_be_repeated(olga: Person) -> None:
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Search")

    olga.send("Nobody")

    assert olga.screen.text == "0 clients with “Nobody” in the name"
    assert olga.labels == [["🔍 Search again"]]
    olga.press("Search again")
    olga.send("Eve")
    assert olga.labels == [["Eve"], ["🔍 Search again"]]


@pytest.mark.parametrize(("page", "shown"), [(-1, "1/2"), (0, "1/2"), (7, "2/2")])
def test_page_out_of_range_is_the_nearest(olga: Person, page: int, shown: str) -> None:
    olga.press_data(go("clients.page", page=page))

    assert olga.labels[-3] == ["‹", shown, "›"]


def test_card_names_the_client(olga: Person) -> None:
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Search")
    olga.send("Æ")

    olga.press("X <b>Æ</b>")

    assert olga.screen.text == "<b>X &lt;b&gt;Æ&lt;/b&gt;</b>\nClient since Tue 1 Dec 2026"
    assert olga.screen.back == go("clients")


def test_client_of_another_is_not_available(stage: Stage, olga: Person) -> None:
    ivan = professional(stage, "Ivan")
    somebody = stage.people["2"]

    def number(request: Request) -> int:
        return client_of(request, olga, somebody).id

    ivan.press_data(go("clients.card", client=stage.run(number)))

    assert ivan.screen.notice is not None
    assert ivan.screen.notice.text == "Not available."


def test_only_specialist_is_shown_at_once(stage: Stage) -> None:
    olga, ada = professional(stage), stage.person("Ada")
    connect(stage, olga, ada)
    ada.send("/menu")

    ada.press("My specialists")

    assert ada.screen.text == "<b>Olga</b>"
    assert ada.screen.back == go("menu")


def test_specialists_are_listed(stage: Stage) -> None:
    olga, ivan, ada = professional(stage), professional(stage, "Ivan"), stage.person("Ada")
    connect(stage, olga, ada)
    connect(stage, ivan, ada)
    ada.send("/menu")

    ada.press("My specialists")

    assert ada.labels == [["Ivan"], ["Olga"]]
    ada.press("Olga")
    assert ada.screen.text == "<b>Olga</b>"
    assert ada.screen.back == go("specialists")


def test_specialist_of_others_is_not_available(stage: Stage) -> None:
    olga, ivan, ada = professional(stage), professional(stage, "Ivan"), stage.person("Ada")
    connect(stage, olga, ada)

    def number(request: Request) -> int:
        return provider_of(request, ivan).id

    ada.send("/menu")
    ada.press_data(go("specialists.card", provider=stage.run(number)))

    assert ada.screen.notice is not None
    assert ada.screen.notice.text == "Not available."


def test_specialists_of_nobody_yet(stage: Stage) -> None:
    ada = stage.person("Ada")
    ada.send("/start")

    ada.press_data(go("specialists"))

    assert ada.screen.text == "No specialists yet. Open the link you were given."
    ada.press("I have a link")
    assert ada.screen.has_question is True
