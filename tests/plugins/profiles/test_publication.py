"""Publishing: what a press does, what is written, and what stays as it was published."""

import logging
import re
from pathlib import Path

import pytest
from tests.plugins.profiles.practice_page import LANGUAGES, Practice

from kalenner.clock import FixedClock
from kalenner.files import FILES
from kalenner.people import ProviderService
from kalenner.screens import CopyText, Link
from kalenner.storage import StorageFault
from kalenner.tasks import run_task, tasks_of
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.targets import TARGET, FolderTarget

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BOOK = re.compile(r'href="(https://t\.me/[^"]+)"')


def set_about(practice: Practice, text: str) -> None:
    practice.work(lambda request, provider: request.find_service(ContentService).set_about(provider, text))


def is_changed(practice: Practice) -> bool:
    return practice.work(
        lambda request, provider: request.find_service(PublicationService).is_changed(provider),
        only_reads=True,
    )


def run(practice: Practice, name: str) -> None:
    task = next(one for one in tasks_of(practice.stage.app) if one.name == name)
    run_task(practice.stage.app, task)


def book_links(practice: Practice, language: str = "en") -> list[str]:
    """The payloads of the page's booking links, each once."""
    return list(dict.fromkeys(link.rpartition("=")[2] for link in BOOK.findall(practice.page(language))))


def test_a_page_is_written_in_four_languages_with_its_files(practice: Practice) -> None:
    practice.publish()

    assert practice.pages() == sorted(f"{language}/olga" for language in LANGUAGES)
    row = practice.row()
    assert (row.version, row.written_version, row.is_online, row.theme) == (1, 1, True, "calm")
    assert practice.files() == sorted(row.files)
    assert sorted(row.paths) == practice.pages()


def test_what_is_changed_shows_only_after_publishing_again(practice: Practice) -> None:
    practice.publish()
    set_about(practice, "Twenty years of practice")
    run(practice, "profiles.write")
    practice.write()
    before = (is_changed(practice), "Twenty years" in practice.page())

    practice.publish()

    assert before == (True, False)
    assert (is_changed(practice), "Twenty years" in practice.page()) == (False, True)


@ON_SQLITE
def test_nothing_is_changed_before_there_is_a_page(practice: Practice) -> None:
    assert is_changed(practice) is False


def test_a_page_that_is_the_same_is_not_written_again(practice: Practice) -> None:
    practice.publish()
    file = practice.folder / "en" / "olga" / "index.html"
    styles = [practice.folder / "-" / "page" / name for name in practice.files()]
    before = [one.stat().st_ino for one in (file, *styles)]

    practice.publish()

    assert [one.stat().st_ino for one in (file, *styles)] == before
    assert practice.row().written_version == 2


def test_a_page_taken_down_leaves_no_page(practice: Practice) -> None:
    practice.publish()
    practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    practice.write()

    assert practice.pages() == []
    assert not (practice.folder / "en" / "olga").exists()
    assert practice.row().is_due is False


def test_a_page_taken_down_comes_back_at_its_address(practice: Practice) -> None:
    practice.publish()
    practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    practice.write()
    practice.work(lambda request, provider: request.find_service(ProviderService).rename(provider, "Anna"))

    practice.publish()

    assert practice.pages() == sorted(f"{language}/olga" for language in LANGUAGES)
    assert "Anna" in practice.page()


def test_the_link_that_is_made_changed_or_revoked_shows_by_itself(practice: Practice) -> None:
    practice.publish()
    set_about(practice, "Not published")
    seen = [book_links(practice)]

    payload = practice.invite()
    assert practice.write() == 1
    seen.append(book_links(practice))
    practice.change_invitation("rename", "Card")
    assert practice.write() == 1
    seen.append(book_links(practice))
    again = practice.invite()
    practice.write()
    practice.change_invitation("revoke")
    practice.write()
    seen.append(book_links(practice))

    token = payload.removeprefix("i_")
    assert seen == [[], [payload, f"b_{token}-{practice.service_id()}"], [], []]
    assert again != payload
    assert "Not published" not in practice.page()


def test_a_link_that_expires_is_gone_within_the_minute(practice: Practice, clock: FixedClock) -> None:
    practice.invite(days=30)
    practice.publish()
    clock.move(30 * 86_400 - 1)
    run(practice, "profiles.write")
    before = (practice.write(), len(book_links(practice)))
    clock.move(1)
    run(practice, "profiles.write")

    assert before == (0, 2)
    assert (practice.write(), book_links(practice)) == (1, [])
    run(practice, "profiles.write")
    assert practice.row().is_due is False


def test_a_link_that_is_used_up_is_gone(practice: Practice) -> None:
    payload = practice.invite(is_single_use=True)
    practice.publish()
    practice.stage.person("Ada").send(f"/start {payload}")
    practice.write()

    assert book_links(practice) == []


def broken(folder: Path, id_: str) -> Path:
    """A theme with an expression that it may not hold on its line 2."""
    theme = folder / id_
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('name = "Calm"\nauthor = "A"\nlicence = "MIT"\n')
    (theme / "templates" / "page.pt").write_text("<main>\n<p>${profile.nothing_like_this}</p>\n</main>")
    return theme


@pytest.fixture
def breaking(practice: Practice, tmp_path: Path):
    """Break the theme until the test ends; calling it once more mends it."""
    registry = practice.stage.app.registry
    good = THEMES.of(registry)

    def change(is_broken: bool) -> None:
        THEMES.put(registry, Themes.read({"calm": broken(tmp_path, "calm")}) if is_broken else good)

    yield change
    THEMES.put(registry, good)


@ON_SQLITE
def test_a_theme_that_fails_is_told_at_once_and_the_last_page_stays(
    practice: Practice, breaking, caplog: pytest.LogCaptureFixture
) -> None:
    practice.publish()
    good, row = practice.page(), practice.row()
    set_about(practice, "Something new")
    practice.person.send("/settings")
    practice.person.press("General settings")
    breaking(True)
    with caplog.at_level(logging.ERROR):
        practice.person.press("Create profile page")

    assert practice.person.screen.notice.text == (
        "This design has a fault, so nothing was changed. Please choose another design, or try again later."
    )
    assert (practice.write(), practice.page(), practice.row().version) == (0, good, row.version)
    assert re.search(r"is not published: .*calm/templates/page\.pt:2: error: ", caplog.text)


def test_a_theme_that_fails_later_keeps_the_last_page_and_is_tried_again(
    practice: Practice, breaking, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    practice.publish()
    good = practice.page()
    breaking(True)
    practice.invite()
    with caplog.at_level(logging.ERROR):
        first = (practice.write(), practice.write(), practice.page())

    breaking(False)
    early = practice.write()
    clock.move(60)
    assert (first, early) == ((0, 0, good), 0)
    assert caplog.text.count("is not written, the last one stays") == 1
    assert (practice.write(), len(book_links(practice))) == (1, 2)


@ON_SQLITE
def test_a_dead_link_is_worse_than_another_design(
    practice: Practice, breaking, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    practice.invite()
    practice.publish()

    def choose_studio(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        row.content = {**row.content, "design": {**row.content["design"], "theme": "studio"}}
        request.find_service(PublicationService).refresh(provider.id)

    practice.work(choose_studio)
    practice.write()
    in_studio = 'class="theme-studio"' in practice.page()
    good = THEMES.of(practice.stage.app.registry)
    folders = {id_: good.get(id_).folder for id_ in ("base", "calm")}
    breaking(True)
    THEMES.put(practice.stage.app.registry, Themes.read({**folders, "studio": broken(tmp_path, "studio")}))
    practice.change_invitation("revoke")
    with caplog.at_level(logging.ERROR):
        written = practice.write()

    assert (in_studio, written, book_links(practice)) == (True, 1, [])
    assert 'class="theme-calm"' in practice.page()
    assert "is shown in the default design" in caplog.text


@ON_SQLITE
def test_a_theme_that_is_gone_gives_way_to_the_default(
    practice: Practice, caplog: pytest.LogCaptureFixture
) -> None:
    practice.publish()

    def forget_the_theme(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        row.content = {**row.content, "design": {**row.content["design"], "theme": "long-gone"}}
        request.find_service(PublicationService).refresh(provider.id)

    practice.work(forget_the_theme)
    with caplog.at_level(logging.WARNING):
        assert practice.write() == 1

    assert practice.row().theme == "calm"
    assert "there is no theme long-gone, it is shown in calm" in caplog.text


class Full(FolderTarget):
    """A folder on a disk that is full."""

    is_full = True

    def put_page(self, path: str, page: bytes) -> None:
        """Write while there is room: not in French."""
        if self.is_full and path.startswith("fr/"):
            raise StorageFault("no space left")
        super().put_page(path, page)


@ON_SQLITE
def test_a_target_that_fails_is_tried_again_ever_more_rarely(
    practice: Practice, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    target = Full(practice.folder)
    TARGET.put(practice.stage.app.registry, target)
    with caplog.at_level(logging.ERROR):
        practice.publish()
    waits = []
    for _time in range(8):
        waits.append((practice.row().not_before - clock.now()).total_seconds() / 60)
        clock.move(3600)
        practice.write()
    target.is_full = False
    clock.move(3600)

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert practice.write() == 1
    assert len(practice.pages()) == 4
    assert practice.row().tries == 0


def test_another_target_gets_every_page(practice: Practice, tmp_path: Path) -> None:
    practice.publish()
    practice.folder = tmp_path / "elsewhere"
    TARGET.put(practice.stage.app.registry, FolderTarget(practice.folder))

    run(practice, "profiles.write")
    practice.write()

    assert len(practice.pages()) == 4
    assert practice.files() == sorted(practice.row().files)


def test_files_no_page_loads_are_removed_after_a_day(practice: Practice, clock: FixedClock) -> None:
    practice.publish()
    odd = "0" * 24 + ".webp"

    def show_once(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        variants = [["webp", 1, 1, FILES.of(request.registry).put(b"a picture"), "0" * 24]]
        picture = {"width": 1, "height": 1, "colour": "#000000", "variants": variants}
        row.content = {**row.content, "gallery": [picture]}
        request.find_service(PublicationService).refresh(provider.id)

    practice.work(show_once)
    practice.write()
    with_it = practice.files()
    practice.publish()
    seen = []
    for hours in (0, 23, 2):
        clock.move(hours * 3600)
        run(practice, "profiles.remove_unused")
        seen.append(odd in practice.files())

    assert odd in with_it
    assert seen == [True, True, False]
    assert practice.files() == sorted(practice.row().files)


def test_files_that_another_page_loads_stay(practice: Practice, clock: FixedClock) -> None:
    anna = Practice(practice.stage, practice.folder, "Anna")
    for one in (practice, anna):
        one.publish()
    practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    practice.write()
    clock.move(2 * 86_400)

    run(practice, "profiles.remove_unused")

    assert anna.files() == sorted(anna.row().files)


CARD_AND_ADDRESS = ["🖨 Printable card", "Address of the page"]


@ON_SQLITE
def test_the_menu_offers_what_can_be_done(practice: Practice) -> None:
    def rows() -> list[list[str]]:
        practice.person.send("/settings")
        practice.person.press("General settings")
        return practice.person.labels[-4:]

    before = rows()
    practice.publish()
    online = rows()

    assert before[-2:] == [["🌐 Create profile page"], ["Address of the page"]]
    assert online[-3:] == [["🌐 Create profile page"], ["👁 View page", "Unpublish"], CARD_AND_ADDRESS]


@ON_SQLITE
def test_the_answer_says_where_the_page_is_and_what_it_lacks(practice: Practice) -> None:
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("Create profile page")
    practice.write()
    olga.send("/settings")
    olga.press("General settings")
    olga.press("View page")
    url = "http://127.0.0.1:6543/en/olga"

    assert olga.screen.text == (
        f"Your page is online: {url} (since 1 Dec, 12:00)\n\n"
        "Nobody can book from it yet: make an invitation link named PROFILE.\n\n"
        "It may take a while until everyone sees the newest version."
    )
    assert olga.labels == [
        ["🔗 Invitation link"],
        ["👁 View page", "Copy link"],
        ["🖨 Printable card", "Address of the page"],
    ]
    assert [one.target for one in olga.screen.rows[1]] == [Link(url), CopyText(url)]
    olga.press("Invitation link")
    assert "link" in olga.screen.text


@ON_SQLITE
def test_changes_are_said_above_the_menu_and_on_the_page_screen(practice: Practice) -> None:
    practice.invite()
    practice.publish()
    set_about(practice, "New")
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    above = olga.screen.text
    olga.press("View page")
    there = (olga.screen.text, olga.labels[0])
    olga.press("Create profile page")

    assert above.endswith(
        "\n\nYour page is online: http://127.0.0.1:6543/en/olga (since 1 Dec, 12:00) "
        "· Changes not yet published."
    )
    assert "\n\nChanges not yet published.\n\n" in there[0]
    assert there[1] == ["🌐 Create profile page"]
    assert "Changes" not in olga.screen.text


@ON_SQLITE
def test_taking_down_asks_first(practice: Practice) -> None:
    practice.publish()
    olga = practice.person
    olga.send("/settings")
    olga.press("General settings")
    olga.press("Unpublish")
    asked = (olga.screen.text, olga.labels[0])
    olga.press("Yes, unpublish")
    practice.write()

    assert "Take your page down? http://127.0.0.1:6543/en/olga will then lead nowhere" in asked[0]
    assert asked[1] == ["Yes, unpublish", "No"]
    assert olga.screen.notice.text == "Your page is being taken offline"
    assert practice.pages() == []


@ON_SQLITE
def test_pictures_that_were_deleted_go_with_the_next_publication(practice: Practice) -> None:
    store = FILES.of(practice.stage.app.registry)
    key = store.put(b"a picture")
    practice.publish()

    def have_shown(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        picture = {"width": 1, "height": 1, "colour": "#000000", "variants": [["webp", 1, 1, key, "1" * 24]]}
        row.content = {**row.content, "gallery": [picture]}

    practice.work(have_shown)
    kept = store.get(key)
    practice.publish()

    assert kept == b"a picture"
    with pytest.raises(KeyError):
        store.get(key)


@ON_SQLITE
def test_pictures_that_only_the_page_has_shown_go_when_it_is_taken_down(practice: Practice) -> None:
    store = FILES.of(practice.stage.app.registry)
    key = store.put(b"a picture")
    practice.publish()

    def have_shown(request, provider) -> None:
        row = request.find_service(PublicationService).find_row(provider.id)
        picture = {"width": 1, "height": 1, "colour": "#000000", "variants": [["webp", 1, 1, key, "1" * 24]]}
        row.content = {**row.content, "gallery": [picture]}

    practice.work(have_shown)
    practice.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))

    with pytest.raises(KeyError):
        store.get(key)
