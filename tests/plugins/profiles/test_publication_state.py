"""What a professional is told of publishing: nothing is called online before it is, and failures are told."""

import logging
from pathlib import Path

import pytest
from tests.plugins.profiles.practice_page import Practice

from kalenner.clock import FixedClock
from kalenner.screens import CopyText, Link
from kalenner.storage import StorageFault
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.targets import TARGET, FolderTarget

pytestmark = pytest.mark.slow_on_postgresql
URL = "http://127.0.0.1:6543/en/olga"


class Closed(FolderTarget):
    """A target that takes nothing while it is closed."""

    is_closed = True

    def put_page(self, path: str, page: bytes) -> None:
        """Refuse while closed."""
        if self.is_closed:
            raise StorageFault("Access Denied")
        super().put_page(path, page)

    def remove_page(self, path: str) -> None:
        """Refuse while closed."""
        if self.is_closed:
            raise StorageFault("Access Denied")
        super().remove_page(path)


@pytest.fixture
def target(practice: Practice) -> Closed:
    closed = Closed(practice.folder)
    TARGET.put(practice.stage.app.registry, closed)
    return closed


def press_publish(practice: Practice) -> str:
    practice.person.send("/settings")
    practice.person.press("General settings")
    practice.person.press("Create profile page")
    return practice.person.screen.text


def headline(practice: Practice) -> str:
    practice.person.send("/settings")
    practice.person.press("General settings")
    return practice.person.screen.text


def told(practice: Practice) -> list[str]:
    """The messages that came by themselves since the last call of a screen."""
    count = len(practice.person.cards)
    practice.write()
    practice.stage.settle()
    return [screen.text for screen in practice.person.cards[count:]]


def test_page_is_waiting_until_it_is_written_and_then_its_link_is_sent(practice: Practice) -> None:
    answer = press_publish(practice)
    assert "is being published" in answer
    assert "/en/olga" not in answer
    assert ["👁 View page", "Copy link"] not in practice.person.labels

    messages = told(practice)

    assert messages == [f"Your page is online: {URL} (since 1 Dec, 12:00)"]
    assert [button.target for button in practice.person.cards[-1].rows[0]] == [Link(URL), CopyText(URL)]
    assert f"Your page is online: {URL}" in headline(practice)


def test_failure_is_told_once_with_its_reason_and_so_is_the_recovery(
    practice: Practice, target: Closed, clock: FixedClock
) -> None:
    press_publish(practice)
    first = told(practice)
    clock.move(120)
    second = told(practice)
    menu = headline(practice)
    clock.move(7200)
    target.is_closed = False
    recovered = told(practice)

    reason = "the web server does not accept it at the moment"
    assert first == [f"❗ Your page could not be published: {reason}. We keep trying."]
    assert second == []
    assert first[0] in menu
    assert URL not in menu
    assert len(recovered) == 1
    assert recovered[0].startswith(f"Your page is online: {URL}")
    assert told(practice) == []


def test_try_again_writes_at_once(practice: Practice, target: Closed) -> None:
    press_publish(practice)
    told(practice)
    target.is_closed = False

    practice.person.press("Try again", on=practice.person.cards[-1])

    assert told(practice)[0].startswith(f"Your page is online: {URL}")


def test_version_before_stays_and_is_said_to(practice: Practice, target: Closed) -> None:
    target.is_closed = False
    practice.publish()
    target.is_closed = True
    target.put_page = _refuse  # type: ignore[method-assign]
    practice.work(lambda _request, olga: setattr(olga, "nickname", "Olga K"))

    assert "The newest version is being published" in press_publish(practice)
    (message,) = told(practice)

    assert message.startswith("❗ The newest version of your page could not be published")
    assert message.endswith(f"The one before stays online: {URL}")


def _refuse(path: str, page: bytes) -> None:
    raise StorageFault("Access Denied")


def test_broken_design_is_the_reason(
    practice: Practice, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    practice.work(lambda request, olga: request.find_service(PublicationService).publish(olga).id)
    folder = tmp_path / "calm"
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.toml").write_text('name = "Calm"\nauthor = "A"\nlicence = "L"\n')
    (folder / "templates" / "page.pt").write_text("<p>${nothing}</p>")
    THEMES.put(practice.stage.app.registry, Themes.read({"calm": folder}))

    with caplog.at_level(logging.ERROR):
        (message,) = told(practice)

    assert "could not be published: this design has a fault" in message


def test_taking_down_is_said_when_it_is_done(practice: Practice, target: Closed) -> None:
    target.is_closed = False
    practice.publish()
    practice.stage.settle()
    target.is_closed = True
    practice.work(lambda request, olga: request.find_service(PublicationService).unpublish(olga))

    assert "Your page is being taken offline" in headline(practice)
    (message,) = told(practice)
    assert message.startswith("❗ Your page could not be taken offline yet")
    target.is_closed = False
    practice.stage.clock.move(7200)
    assert told(practice) == ["Your page is offline"]
    assert "page" not in headline(practice).lower()
