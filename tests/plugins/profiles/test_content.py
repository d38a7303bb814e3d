"""What a page would say: gathered from the professional's words and from plugins, in few statements."""

import logging
from typing import Any

import pytest
from pyramid.request import Request
from sqlalchemy import event
from tests.conftest import FEATURES, MakeApp
from tests.core.home.people import professional, provider_of
from tests.plugins.profiles.gallery import add_photos, is_there, keys_of, photo, photos_of, put

from kalenner import richtext
from kalenner.database import SESSIONS, MigrationSource, check
from kalenner.files import StoredPicture
from kalenner.hooks import hookimpl
from kalenner.hooks.themes import Design, PageLink, PageService
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Person, Stage
from kalenner.themes.content import Contact, Content
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService

ICON = '<path d="M0 0h24v24H0z"/>'


def plugin(name: str, implementations: object) -> LoadedPlugin:
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class Contributor:
    """Adds services, links and a design."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    @hookimpl
    def themes_page_services(self) -> list[PageService]:
        """Offer one service."""
        return [PageService(7, "Massage", 60, price_minor=5000, currency="EUR")]

    @hookimpl
    def themes_page_links(self, address: str) -> list[PageLink]:
        """Link to three places."""
        self.addresses.append(address)
        return [
            PageLink("map", "b", "B", "https://b.example/", ICON, weight=70),
            PageLink("social", "z", "Z", "https://z.example/", ICON, weight=20),
            PageLink("social", "a", "A", "https://a.example/", ICON, weight=20),
        ]

    @hookimpl
    def themes_find_design(self) -> Design:
        """Choose a theme."""
        return Design(theme="calm", options={"gallery": "2x"})


class Broken:
    """Raises wherever it is asked."""

    @hookimpl
    def themes_page_links(self) -> list[PageLink]:
        """Break."""
        raise RuntimeError("broken")

    @hookimpl
    def themes_find_design(self) -> Design:
        """Break."""
        raise RuntimeError("broken")


def gathered(person: Person) -> Content:
    def work(request: Request) -> Content:
        content = request.find_service(ContentService).gather(provider_of(request, person))
        assert isinstance(content, Content)
        return content

    return person.stage.run(work, only_reads=True)


def fill(person: Person) -> None:
    """Say everything there is to say."""

    def work(request: Request) -> None:
        content, provider = request.find_service(ContentService), provider_of(request, person)
        content.set_about(provider, richtext.parse("<b>Massage</b>").source)
        content.set_contact(provider, email="olga@example.com", address="Lindenstr. 12")

    person.stage.run(work)
    add_photos(person, photo(1), photo(2), photo(3))
    person.send("/settings")
    person.press("General settings")
    person.press("About me")
    person.press("Logo or photo")
    person.upload(*put(person.stage, photo(9))[0])


@pytest.fixture
def alone(make_application: MakeApp) -> Stage:
    """The plugin without any other."""
    return Stage(make_application(off=tuple(name for name in FEATURES if name != "profiles")))


def test_page_of_somebody_new_has_the_name_alone(alone: Stage) -> None:
    assert gathered(professional(alone)) == Content("Olga", language="en")


def test_everything_that_is_said_is_gathered(alone: Stage) -> None:
    olga = professional(alone)
    fill(olga)

    content = gathered(olga)

    assert content == Content(
        "Olga",
        language="en",
        about="<b>Massage</b>",
        picture=content.picture,
        gallery=tuple(photos_of(olga)),
        contact=Contact(email="olga@example.com", address="Lindenstr. 12"),
    )
    assert content.picture is not None
    assert len(content.gallery) == 3
    assert Content.from_json(content.to_json()) == content


def test_plugins_contribute_in_the_order_of_weights(make_application: MakeApp) -> None:
    contributor, off = Contributor(), tuple(name for name in FEATURES if name != "profiles")
    olga = professional(Stage(make_application(plugin("contributor", contributor), off=off)))
    fill(olga)

    content = gathered(olga)

    assert [service.name for service in content.services] == ["Massage"]
    assert [link.key for link in content.links] == ["a", "z", "b"]
    assert content.design == Design(theme="calm", options={"gallery": "2x"})
    assert contributor.addresses[-1] == "Lindenstr. 12"
    olga.send("/settings")
    olga.press("General settings")
    assert "\n🔗 A, Z, B\n" in olga.press("Profile").text


def test_broken_plugin_is_left_out(make_application: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    off = tuple(name for name in FEATURES if name != "profiles")
    app = make_application(plugin("aaa_broken", Broken()), plugin("contributor", Contributor()), off=off)
    olga = professional(Stage(app))

    with caplog.at_level(logging.ERROR):
        content = gathered(olga)

    assert ([link.key for link in content.links], content.design.theme) == (["a", "z", "b"], "calm")
    assert caplog.messages == [
        "plugin aaa_broken raised in the hook themes_find_design and was skipped",
        "plugin aaa_broken raised in the hook themes_page_links and was skipped",
    ]


@pytest.mark.parametrize("photos", [0, 1, 9, 20])
def test_gathering_takes_three_statements_besides_those_of_other_plugins(alone: Stage, photos: int) -> None:
    """One for the texts, one for their translations, one for all photos."""
    olga = professional(alone)
    if photos:
        add_photos(olga, *(photo(number) for number in range(photos)))
    counted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    def work(request: Request) -> int:
        provider = provider_of(request, olga)
        engine = request.dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            return len(request.find_service(ContentService).gather(provider).gallery)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    assert olga.stage.run(work, only_reads=True) == photos
    assert len(counted) == 3


def test_photos_of_the_page_stay_until_it_is_published_again(stage: Stage) -> None:
    olga = professional(stage)
    add_photos(olga, photo(0), photo(1))
    first, second = photos_of(olga)
    publish(olga)
    olga.press("1")
    assert olga.press("Delete").text == (
        "Delete this photo?\n\nYour page shows it until you press Create profile page again."
    )

    olga.press("Yes, delete")

    assert there(olga, first) == [True, True]
    publish(olga)
    assert there(olga, first) == [False, False]
    assert there(olga, second) == [True, True]


def test_logo_from_before_there_were_sizes_gets_them_when_it_is_published(stage: Stage) -> None:
    olga = professional(stage)
    fill(olga)

    def forget_sizes(request: Request) -> None:
        provider_of(request, olga).picture_sizes = None

    stage.run(forget_sizes)
    assert gathered(olga).picture is None
    olga.send("/settings")
    olga.press("General settings")

    olga.press("Create profile page")

    assert gathered(olga).picture is not None
    assert "changes" not in olga.screen.text


def test_tables_are_as_the_models_say(stage: Stage) -> None:
    engine = SESSIONS.of(stage.app.registry).engine

    assert check(engine, MigrationSource("profiles", "kalenner_profiles")) == []


def publish(person: Person) -> None:
    """Publish what the page says now."""
    person.stage.run(
        lambda request: (
            request.find_service(PublicationService).publish(provider_of(request, person)) and None
        )
    )


def there(person: Person, picture: StoredPicture) -> list[bool]:
    return [is_there(person.stage, key) for key in keys_of(picture)]
