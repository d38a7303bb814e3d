"""Social media: what a professional enters, and what visitors get of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.core.home.people import professional
from tests.sample_world import make_sample_world

from kalenner.hooks.themes import PageLink
from kalenner.people import AccountService, Provider
from kalenner.testing import Person, Stage, go
from kalenner.testing.channel import NAME
from kalenner_social_links.networks import NETWORKS, icon
from kalenner_social_links.services import SocialLinkService

pytestmark = pytest.mark.slow_on_postgresql

TELEGRAM, INSTAGRAM = NETWORKS[:2]
EMPTY = [
    ["Telegram", "Instagram"],
    ["TikTok", "YouTube"],
    ["VK", "Odnoklassniki"],
    ["Rutube"],
]


@pytest.fixture
def olga(stage: Stage) -> Person:
    """Olga, in front of the list."""
    person = professional(stage)
    person.press_data(go("social_links.list"))
    return person


def links(person: Person) -> dict[str, str]:
    """Where the icons on a person's page lead."""

    def read(request: Request) -> dict[str, str]:
        account = request.find_service(AccountService).find(NAME, person.subject)
        answers = request.hooks.themes_page_links(provider=account.provider, address="")
        return {answer.key: answer.url for answer in answers if answer.kind == "social"}

    return person.stage.run(read, only_reads=True)


def test_the_list_is_found_in_the_profile(olga: Person):
    olga.press_data(go("profile"))
    olga.press("Social media")

    assert olga.screen.text.startswith("<b>Social media</b>\nNothing entered yet.")
    assert olga.labels == EMPTY


def test_nothing_is_shown_that_was_not_entered(olga: Person):
    assert links(olga) == {}


def test_a_link_is_entered(olga: Person):
    olga.press("YouTube")
    assert olga.screen.text == (
        "Send the link to your page on YouTube, such as https://www.youtube.com/@example"
    )
    olga.send("https://www.YouTube.com/@olga")

    assert olga.screen.text.startswith("Saved\n\n")
    assert "YouTube: https://www.youtube.com/@olga" in olga.screen.text
    assert olga.labels[1] == ["TikTok", "✔ YouTube"]
    assert links(olga) == {"youtube": "https://www.youtube.com/@olga"}


def test_a_name_becomes_a_link_that_is_shown(olga: Person):
    olga.press("Telegram")
    assert "Your name there is enough as well: @example" in olga.screen.text
    olga.send("@olga_weber")

    assert "Telegram: https://t.me/olga_weber" in olga.screen.text
    assert links(olga) == {"telegram": "https://t.me/olga_weber"}


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("tg://resolve?domain=olga", "It must start with https://."),
        ("https://instagram.com/olga", "Please send a link to t.me, telegram.me."),
        ("https://t.me/", "This is not the link of a page on Telegram."),
        ("https://t.me/iv?url=https://evil.com", "This is not the link of a page on Telegram."),
        ("https://t.me@evil.com/", "@"),
        ("<b>olga</b>", "It must start with https://."),
    ],
)
def test_a_refusal_says_what_is_wanted(olga: Person, answer: str, sentence: str):
    olga.press("Telegram")
    olga.send(answer)

    assert olga.screen.has_question
    assert sentence in olga.screen.text
    assert links(olga) == {}


def test_a_picture_is_no_link(olga: Person):
    olga.press("VK")
    olga.upload("some/picture", 5)

    assert "Please send the link as text." in olga.screen.text


def test_a_link_is_kept_changed_and_removed(olga: Person):
    olga.press("Instagram")
    assert olga.labels == [["Cancel"]]
    olga.send("@olga")
    olga.press("Instagram")
    assert "https://www.instagram.com/olga" in olga.screen.text
    assert olga.labels == [["Remove"], ["Cancel", "Keep"]]
    olga.press("Keep")
    assert links(olga) == {"instagram": "https://www.instagram.com/olga"}

    olga.press("Instagram")
    olga.send("@weber")
    assert links(olga) == {"instagram": "https://www.instagram.com/weber"}

    olga.press("Instagram")
    olga.press("Remove")
    assert olga.screen.notice.text == "Removed"
    assert olga.labels == EMPTY
    assert links(olga) == {}


def test_there_are_seven_networks(olga: Person):
    for place in (-1, len(NETWORKS)):
        olga.press_data(go("social_links.change", network=place))
        assert olga.screen.notice.text == "Not available."


def test_a_page_has_them_in_order_with_their_icons(olga: Person):
    for label, answer in [("Rutube", "https://rutube.ru/u/olga"), ("VK", "https://vk.com/olga")]:
        olga.press(label)
        olga.send(answer)
    olga.press("Telegram")
    olga.send("olga")

    def read(request: Request) -> list[PageLink]:
        account = request.find_service(AccountService).find(NAME, olga.subject)
        answers = request.hooks.themes_page_links(provider=account.provider, address="")
        return list(answers)

    assert olga.stage.run(read, only_reads=True) == [
        PageLink("social", "telegram", "Telegram", "https://t.me/olga", icon("telegram"), 10),
        PageLink("social", "vk", "VK", "https://vk.com/olga", icon("vk"), 14),
        PageLink("social", "rutube", "Rutube", "https://rutube.ru/u/olga", icon("rutube"), 16),
    ]


def test_everybody_has_links_of_their_own(stage: Stage, olga: Person):
    piotr = professional(stage, "Piotr")
    for person in (olga, piotr):
        person.press_data(go("social_links.change", network=0))
        person.send(f"@{person.name}")

    assert [links(person)["telegram"] for person in (olga, piotr)] == [
        "https://t.me/Olga",
        "https://t.me/Piotr",
    ]


def test_two_devices_enter_the_first_link_at_once(stage: Stage, olga: Person):
    together = Barrier(2)

    def enter(name: str) -> None:
        def work(request: Request) -> None:
            account = request.find_service(AccountService).find(NAME, olga.subject)
            request.find_service(SocialLinkService).set_link(
                account.provider, TELEGRAM, f"https://t.me/{name}"
            )

        together.wait(20)
        stage.run(work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(enter, ["olga", "weber"]))

    assert links(olga)["telegram"] in {"https://t.me/olga", "https://t.me/weber"}


def test_removing_twice_is_no_mistake(stage: Stage, olga: Person):
    def work(request: Request) -> None:
        account = request.find_service(AccountService).find(NAME, olga.subject)
        service = request.find_service(SocialLinkService)
        service.set_link(account.provider, INSTAGRAM, INSTAGRAM.example)
        service.remove_link(account.provider, INSTAGRAM)
        service.remove_link(account.provider, INSTAGRAM)

    stage.run(work)

    assert links(olga) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sample_professionals_have_links(stage: Stage):
    make_sample_world(stage)

    def read(request: Request) -> dict[str, list[str]]:
        service = request.find_service(SocialLinkService)
        providers = request.dbsession.scalars(select(Provider).where(Provider.account_id.is_not(None)))
        return {provider.nickname: sorted(service.list_links(provider.id)) for provider in providers}

    assert stage.run(read, only_reads=True) == {
        "Physio Lena Weber": ["instagram", "youtube"],
        "Репетитор Ольга": ["rutube", "telegram", "vk"],
        "Camille Coiffure": ["instagram", "tiktok"],
    }
