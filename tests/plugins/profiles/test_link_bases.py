"""Links of published pages lead to where the bot and the platform are now."""

import dataclasses

import pytest
from tests.plugins.profiles.practice_page import Practice

from kalenner.delivery import channels_of
from kalenner.settings import SETTINGS, Settings, WebSettings
from kalenner.tasks import run_task, tasks_of
from kalenner_profiles import routes
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.settings import PagesSettings
from kalenner_profiles.tasks import tell_reason_against_writing

PLAYGROUND = "http://127.0.0.1:6543/-/playground/?start="


def sweep(practice: Practice) -> int:
    """What the task of each minute does; return how many pages were written."""
    task = next(task for task in tasks_of(practice.stage.app) if task.name == "profiles.write")
    run_task(practice.stage.app, task)
    return practice.write()


def move_bot(practice: Practice, start_links: str) -> None:
    channels_of(practice.stage.app.registry)["fake"].start_links = start_links


def configure(practice: Practice, monkeypatch: pytest.MonkeyPatch, group: type, **values: str) -> None:
    registry = practice.stage.app.registry
    settings = SETTINGS.of(registry)
    groups = {each: settings.of(each) for each in settings.groups()}
    groups[group] = dataclasses.replace(groups[group], **values)
    monkeypatch.setitem(registry, SETTINGS.name, Settings(groups))


@pytest.fixture
def page(practice: Practice) -> Practice:
    practice.invite()
    practice.publish()
    return practice


@pytest.mark.parametrize("start_links", [PLAYGROUND, "https://t.me/another_bot?start="])
def test_a_page_is_written_again_when_the_bot_is_elsewhere(page: Practice, start_links: str) -> None:
    move_bot(page, start_links)

    assert sweep(page) == 1
    assert f'href="{start_links}b_' in page.page()
    assert "kalenner_test_bot" not in page.page()
    assert sweep(page) == 0


def test_a_page_is_written_again_when_the_platform_is_elsewhere(
    page: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(page, monkeypatch, WebSettings, public_url="https://new.example.com")

    assert sweep(page) == 1
    assert 'href="https://new.example.com/en/olga"' in page.page()
    assert sweep(page) == 0


def test_a_page_taken_down_stays_down(page: Practice) -> None:
    page.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    page.write()
    move_bot(page, PLAYGROUND)

    assert sweep(page) == 0
    assert page.pages() == []


@pytest.mark.parametrize("name", ["target", "public_url"])
def test_the_playground_writes_no_page_where_others_see_it(
    page: Practice, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = page.page()
    configure(page, monkeypatch, PagesSettings, **{name: "https://pages.example.com"})
    move_bot(page, PLAYGROUND)

    assert sweep(page) == 0
    assert page.page() == before
    screen = page.person.press_data(routes.profile_publish())
    assert screen.notice is not None
    assert screen.notice.text.startswith("No page was written: from the playground")
    [line] = tell_reason_against_writing(page.stage.app)
    assert line.startswith(f"Profile pages are not written: pages.{name} is set")


def test_nothing_is_said_where_pages_are_written(page: Practice) -> None:
    assert tell_reason_against_writing(page.stage.app) == []
    move_bot(page, PLAYGROUND)
    assert tell_reason_against_writing(page.stage.app) == []
