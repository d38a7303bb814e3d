"""What plugins put on profile pages, and what a fault there leaves of a page."""

import datetime as dt
import logging
from pathlib import Path

import pytest

from kalenner.home import routes as home_routes
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import TranslatableText
from kalenner.hooks.themes import Design, PageBanner, PageHours, PageInvitation, PageLink, PageService
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import Screen
from kalenner.testing import Stage
from kalenner_profiles.content import ContentService
from tests.plugins.profiles.practice_page import Practice
from tests.plugins.scheduling.people import People

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ICON = '<path d="M0 0h24v24H0z"/>'
UNTIL = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def plugin(name: str, implementations: object) -> LoadedPlugin:
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class Attentive:
    """Answers every question of a page, and keeps what it is told."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    @hookimpl
    def themes_page_services(self, provider):
        return [PageService(7, f"Walk with {provider.nickname}", 30, "By the river", 1250, "EUR")]

    @hookimpl
    def themes_page_hours(self):
        return [PageHours(6, 600, 660)]

    @hookimpl
    def platform_translatable_texts(self, subject):
        return [TranslatableText("motto", "Motto", "Walk on", 40)] if subject == "walk" else []

    @hookimpl(tryfirst=True)
    def platform_find_subject(self, subject):
        return home_routes.about() if subject == "walk" else None

    @hookimpl
    def themes_page_links(self, address):
        self.heard.append(address)
        return [
            PageLink("social", "b-net", "B net", "https://b.example/olga", ICON, weight=20),
            PageLink("social", "a-net", "A net", "https://a.example/olga", ICON, weight=20),
        ]

    @hookimpl(tryfirst=True)
    def themes_find_design(self):
        return Design("calm", {"services": "list", "banner": "yes"}, PageBanner("Closed in May"))

    @hookimpl(tryfirst=True)
    def themes_find_invitation(self):
        return PageInvitation("i_abc", "b_abc", UNTIL)

    @hookimpl
    def themes_invitation_changed(self, provider):
        self.heard.append(provider.nickname)

    @hookimpl(tryfirst=True)
    def platform_find_landing(self, client, landing_id):
        return Screen(f"{client.name} wants {landing_id}") if landing_id == 7 else None


class Broken:
    """Raises in each of these hooks."""

    @hookimpl(tryfirst=True)
    def themes_page_services(self):
        raise ValueError("services")

    @hookimpl(tryfirst=True)
    def themes_page_hours(self):
        raise ValueError("hours")

    @hookimpl(tryfirst=True)
    def platform_translatable_texts(self):
        raise ValueError("texts")

    @hookimpl(tryfirst=True)
    def platform_find_subject(self):
        raise ValueError("subject")

    @hookimpl(tryfirst=True)
    def themes_page_links(self):
        raise ValueError("links")

    @hookimpl(tryfirst=True)
    def themes_find_design(self):
        raise ValueError("design")

    @hookimpl(tryfirst=True)
    def themes_find_invitation(self):
        raise ValueError("invitation")

    @hookimpl(tryfirst=True)
    def themes_invitation_changed(self):
        raise ValueError("changed")

    @hookimpl(tryfirst=True)
    def platform_find_landing(self):
        raise ValueError("booking")


@pytest.fixture
def attentive() -> Attentive:
    return Attentive()


@pytest.fixture
def practice(make_application, attentive: Attentive, tmp_path: Path) -> Practice:
    """Olga, with a broken and an attentive plugin."""
    app = make_application(plugin("aaa_broken", Broken()), plugin("attentive", attentive))
    return Practice(Stage(app), tmp_path / "site")


def skipped(caplog: pytest.LogCaptureFixture) -> set[str]:
    """The hooks in which a plugin was skipped."""
    start = "plugin aaa_broken raised in the hook "
    return {one.removeprefix(start).split()[0] for one in caplog.messages if one.startswith(start)}


def published(practice: Practice, caplog: pytest.LogCaptureFixture) -> str:
    with caplog.at_level(logging.ERROR):
        practice.publish()
    return practice.page()


def test_hook_themes_page_services_adds_to_the_page(practice, caplog):
    page = published(practice, caplog)

    assert page.index("Walk with Olga") > 0
    assert "Massage" in page
    assert "themes_page_services" in skipped(caplog)


def test_hook_themes_page_hours_are_on_the_page_where_they_are_shown(practice, caplog):
    assert "10:00–11:00" not in published(practice, caplog)

    practice.work(
        lambda request, provider: request.find_service(ContentService).show_hours(provider, shows=True)
    )

    assert "10:00–11:00" in published(practice, caplog)
    assert "themes_page_hours" in skipped(caplog)


def test_hook_platform_translatable_texts_are_asked_for_in_each_language(practice, caplog):
    person = practice.person
    with caplog.at_level(logging.ERROR):
        person.press_data(home_routes.translations(subject="walk"))
        person.press("Deutsch · 0/1")
        assert "Walk on" in person.screen.text
        person.press("Motto")
        person.send("Weiter")

    assert "Weiter" in person.screen.text
    assert person.labels[0] == ["✓ Motto", "Remove"]
    assert "platform_translatable_texts" in skipped(caplog)


def test_hook_platform_find_subject_leads_back(practice, caplog):
    with caplog.at_level(logging.ERROR):
        practice.person.press_data(home_routes.translations(subject="walk"))

    assert practice.person.screen.back == home_routes.about()
    assert "platform_find_subject" in skipped(caplog)


def test_hook_themes_page_links_stand_by_weight_and_know_the_address(practice, attentive, caplog):
    practice.work(
        lambda request, provider: request.find_service(ContentService).set_contact(provider, address="Elm 1")
    )
    page = published(practice, caplog)

    assert 0 < page.index("https://a.example/olga") < page.index("https://b.example/olga")
    assert set(attentive.heard) == {"Elm 1"}
    assert "themes_page_links" in skipped(caplog)


def test_hook_themes_find_design_says_how_the_page_looks(practice, caplog):
    page = published(practice, caplog)

    assert 'data-services="list"' in page
    assert "Closed in May" in page
    assert "themes_find_design" in skipped(caplog)


def test_hook_themes_find_invitation_makes_the_page_book(practice, caplog):
    page = published(practice, caplog)

    assert 'href="https://t.me/kalenner_test_bot?start=i_abc"' in page
    assert "start=b_abc-7" in page
    assert practice.row().invitation_until == UNTIL
    assert "themes_find_invitation" in skipped(caplog)


def test_hook_themes_invitation_changed_is_told_of_profile_alone(practice, attentive, caplog):
    with caplog.at_level(logging.ERROR):
        practice.invite()
        practice.change_invitation("rename", "Card")

    assert attentive.heard == ["Olga", "Olga"]
    assert skipped(caplog) == {"themes_invitation_changed"}


@pytest.mark.parametrize(
    ("service_id", "seen"), [(7, "Ada wants 7"), (8, "You are connected with <b>Olga</b>")]
)
def test_hook_platform_find_landing_leads_to_what_the_client_came_for(practice, caplog, service_id, seen):
    token = practice.invite().removeprefix("i_")
    ada = People.add_person(practice, "Ada")
    with caplog.at_level(logging.ERROR):
        ada.send(f"/start b_{token}-{service_id}")

    assert seen in ada.screen.text
    assert "platform_find_landing" in skipped(caplog)
