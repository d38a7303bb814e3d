"""The card of a map: from the address, by a link, or hidden, and what visitors get of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pyramid.request import Request
from tests.core.home.people import professional

from kalenner.hooks.themes import PageLink
from kalenner.people import AccountService
from kalenner.screens.model import Link
from kalenner.testing import Person, Stage, act, go
from kalenner.testing.channel import NAME
from kalenner_maps.maps import ICON, MAPS
from kalenner_maps.services import MapService

pytestmark = pytest.mark.slow_on_postgresql

GOOGLE, APPLE, YANDEX = range(3)
ADDRESS = "Lindenstr. 12\n10969 Berlin"
OF_ADDRESS = "https://www.google.com/maps/search/?api=1&query=Lindenstr.%2012%2C%2010969%20Berlin"
OWN = "https://maps.app.goo.gl/AbC123"


@pytest.fixture
def olga(stage: Stage) -> Person:
    """Olga without an address, in front of the card of Google Maps."""
    person = professional(stage)
    person.press_data(go("maps.card", map=GOOGLE))
    return person


@pytest.fixture
def located(olga: Person) -> Person:
    """Olga with an address in her contact information, in front of the same card."""
    olga.press_data(go("profile"))
    olga.press("Contact information")
    olga.press("Address")
    olga.send(ADDRESS)
    olga.press_data(go("maps.card", map=GOOGLE))
    return olga


def page_links(person: Person, address: str = "") -> dict[str, str]:
    """Where the maps on a person's page lead."""

    def read(request: Request) -> dict[str, str]:
        account = request.find_service(AccountService).find(NAME, person.subject)
        answers = request.hooks.themes_page_links(provider=account.provider, address=address)
        return {answer.key: answer.url for answer in answers if answer.kind == "map"}

    return person.stage.run(read, only_reads=True)


def opened(person: Person) -> str:
    """Where the first button leads out of the bot."""
    target = person.screen.rows[0][0].target
    assert isinstance(target, Link)
    return target.url


def test_each_map_is_found_in_the_profile(olga: Person):
    olga.press_data(go("profile"))
    row = ["Google Maps", "Apple Maps", "Yandex Maps"]
    assert row in olga.labels

    for label in row:
        olga.press_data(go("profile"))
        olga.press(label)
        assert olga.screen.text.startswith(f"<b>{label}</b>\n")


def test_without_an_address_there_is_no_link(olga: Person):
    assert "You find it in your profile under Contact information." in olga.screen.text
    assert olga.labels == [["✏️ Own link"]]
    assert page_links(olga) == {}


def test_an_address_makes_the_link(located: Person):
    assert located.screen.text == (
        "<b>Google Maps</b>\nYour page leads to your address there: Lindenstr. 12, 10969 Berlin"
    )
    assert located.labels == [["🗺 Open"], ["✏️ Own link", "Hide"]]
    assert opened(located) == OF_ADDRESS
    assert page_links(located, ADDRESS)["google"] == OF_ADDRESS


def test_a_page_has_the_maps_of_its_address_in_order(stage: Stage, olga: Person):
    def read(request: Request) -> list[PageLink]:
        account = request.find_service(AccountService).find(NAME, olga.subject)
        answers = request.hooks.themes_page_links(provider=account.provider, address="Berlin")
        return list(answers)

    assert stage.run(read, only_reads=True) == [
        PageLink(
            "map",
            "google",
            "Google Maps",
            "https://www.google.com/maps/search/?api=1&query=Berlin",
            ICON,
            40,
        ),
        PageLink("map", "apple", "Apple Maps", "https://maps.apple.com/?q=Berlin", ICON, 41),
        PageLink("map", "yandex", "Yandex Maps", "https://yandex.com/maps/?text=Berlin", ICON, 42),
    ]


def test_an_own_link_goes_first_and_can_be_left_for_the_address(located: Person):
    located.press("Own link")
    assert "https://maps.app.goo.gl/" in located.screen.text
    located.send(OWN)
    assert located.screen.text == (
        f"Saved\n\n<b>Google Maps</b>\nYour page leads to the link you sent: {OWN}"
    )
    assert located.labels == [["🗺 Open"], ["✏️ Own link", "Hide"], ["📍 From the address"]]
    assert (opened(located), page_links(located, ADDRESS)["google"]) == (OWN, OWN)

    located.press("Own link")
    assert located.labels == [["Cancel", "Keep"]]
    located.press("Keep")
    assert opened(located) == OWN

    located.press("From the address")
    assert opened(located) == OF_ADDRESS
    assert page_links(located, ADDRESS)["google"] == OF_ADDRESS


def test_an_own_link_needs_no_address_and_is_removed(olga: Person):
    olga.press("Own link")
    olga.send(OWN)
    assert page_links(olga) == {"google": OWN}
    assert olga.labels[-1] == ["Remove"]
    olga.press("Remove")

    assert olga.labels == [["✏️ Own link"]]
    assert page_links(olga) == {}


def test_a_map_is_hidden_and_shown_again(located: Person):
    located.press("Hide")
    assert "Your page does not show Google Maps." in located.screen.text
    assert located.labels == [["✏️ Own link"], ["📍 From the address"]]
    assert sorted(page_links(located, ADDRESS)) == ["apple", "yandex"]

    located.press("From the address")
    assert sorted(page_links(located, ADDRESS)) == ["apple", "google", "yandex"]


def test_what_was_hidden_without_an_address_can_be_shown(olga: Person):
    olga.press_data(act("maps.hide", map=GOOGLE))
    assert olga.labels == [["✏️ Own link"], ["Show"]]
    olga.press("Show")

    assert olga.labels == [["✏️ Own link"]]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("Lindenstr. 12", "It must start with https://."),
        ("https://maps.apple.com/?q=x", "This is no link to a place on Google Maps."),
        ("https://www.google.com/url?q=https://evil.com", "This is no link to a place on Google Maps."),
        ("https://www.gооgle.com/maps/x", "is not accepted"),
    ],
)
def test_a_refusal_says_what_is_wanted(olga: Person, answer: str, sentence: str):
    olga.press("Own link")
    olga.send(answer)

    assert olga.screen.has_question
    assert sentence in olga.screen.text
    assert page_links(olga) == {}


def test_a_picture_is_no_link(olga: Person):
    olga.press("Own link")
    olga.upload("some/picture", 5)

    assert "Please send the link as text." in olga.screen.text


@pytest.mark.parametrize("press", [go("maps.card", map=3), go("maps.link", map=-1), act("maps.hide", map=3)])
def test_there_are_three_maps(olga: Person, press):
    olga.press_data(press)

    assert olga.screen.notice.text == "Not available."


def test_everybody_has_maps_of_their_own(stage: Stage, olga: Person):
    piotr = professional(stage, "Piotr")
    piotr.press_data(act("maps.hide", map=APPLE))

    assert sorted(page_links(olga, "Berlin")) == ["apple", "google", "yandex"]
    assert sorted(page_links(piotr, "Berlin")) == ["google", "yandex"]


def test_two_devices_choose_at_once(stage: Stage, olga: Person):
    together = Barrier(2)

    def choose(url: str) -> None:
        def work(request: Request) -> None:
            account = request.find_service(AccountService).find(NAME, olga.subject)
            request.find_service(MapService).use_link(account.provider, MAPS[GOOGLE], url)

        together.wait(20)
        stage.run(work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(choose, [OWN, OF_ADDRESS]))

    assert page_links(olga)["google"] in {OWN, OF_ADDRESS}


@pytest.mark.parametrize(
    ("zone", "order"),
    [
        ("Europe/Berlin", ["google", "apple", "yandex"]),
        ("Europe/Moscow", ["yandex", "google", "apple"]),
        ("Asia/Almaty", ["yandex", "google", "apple"]),
        ("UTC", ["google", "apple", "yandex"]),
    ],
)
def test_maps_stand_in_the_order_of_the_country(located: Person, zone: str, order: list[str]) -> None:
    def move(request: Request) -> None:
        request.find_service(AccountService).find(NAME, located.subject).timezone = zone

    located.stage.run(move)

    assert list(page_links(located, ADDRESS)) == order
