"""What tests share is as new for each of them."""

from pathlib import Path

import pytest
from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.hooks import hookimpl
from kalenner.people import AccountService
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from tests.applications import Applications, place
from tests.conftest import ours
from tests.snapshots import prepared


class Greeter:
    """Keeps whom it has seen in a menu."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    @hookimpl
    def platform_menu_lines(self, request, menu):
        self.seen.append(menu)


def greeter(listener: Greeter) -> LoadedPlugin:
    return LoadedPlugin(
        Plugin("greeter", "Greeter", "tests.core.hooks.empty_package", has_texts=False), listener
    )


@pytest.fixture
def lend(tmp_path: Path, sqlite_template: Path, clock: FixedClock):
    """Lend an application for as long as the ``with`` lasts, each time on a new database."""
    applications = Applications(tmp_path)

    def on(name: str, *more: LoadedPlugin, **values: str):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "kalenner.sqlite").write_bytes(sqlite_template.read_bytes())
        settings = place(folder, f"sqlite:///{folder / 'kalenner.sqlite'}") | values
        return applications.lend(ours(*more), settings, clock)

    return on


def arrived(stage: Stage) -> Person:
    person = stage.person("Ada")
    person.send("/start")
    return person


def test_an_application_is_built_once_for_the_same_plugins_and_settings(lend) -> None:
    with lend("one") as first:
        pass
    with lend("two") as second:
        pass
    with lend("three", **{"web.public_url": "https://kalenner.example"}) as other:
        pass

    assert first is second
    assert other is not first


def test_two_that_are_lent_at_once_are_two(lend) -> None:
    with lend("one") as first, lend("two") as second:
        assert first is not second


def test_nothing_of_the_test_before_is_there(lend, tmp_path: Path) -> None:
    with lend("one") as app:
        arrived(Stage(app))
        keys, files = app.registry["kalenner.keys"], app.registry["kalenner.files"]
        app.registry["of a test"] = app.registry["kalenner.themes"] = None

    with lend("two") as again:
        stage = Stage(again)
        known = stage.run(lambda request: request.find_service(AccountService).find(NAME, "1"))

        assert known is None
        assert stage.channel.shown == {}
        assert "of a test" not in again.registry
        assert again.registry["kalenner.themes"] is not None
        assert again.registry["kalenner.keys"].secrets != keys.secrets
        assert again.registry["kalenner.files"] is not files
        assert (tmp_path / "two" / "keys.json").exists()


def test_hooks_of_a_test_are_called_for_it_alone(lend) -> None:
    first, second = Greeter(), Greeter()
    with lend("one", greeter(first)) as app:
        pass
    with lend("two", greeter(second)) as again:
        Stage(again).run(lambda request: request.hooks.platform_menu_lines(menu="client"))

    assert app is again
    assert (first.seen, second.seen) == ([], ["client"])


def test_what_was_prepared_is_put_back_with_rows_people_and_files(lend) -> None:
    built: list[str] = []
    people: list[Person] = []
    for name in ("one", "two"):
        with lend(name) as app:
            stage = Stage(app)

            def build(stage: Stage = stage) -> tuple[Person, str]:
                built.append(stage.app.registry["kalenner.files"].put(b"a picture"))
                return arrived(stage), built[-1]

            person, key = prepared(stage, ("Ada",), build)
            people.append(person)

            assert (person.stage, stage.people) == (stage, {"1": person})
            assert app.registry["kalenner.files"].get(key) == b"a picture"
            assert person.account is not None
            assert person.send("/menu") is stage.channel.shown["1"][1]

    assert len(built) == 1
    assert people[0] is not people[1]


def test_what_a_listener_heard_of_is_built_each_time(lend) -> None:
    heard = []
    for name in ("one", "two"):
        listener = Greeter()
        with lend(name, greeter(listener)) as app:
            stage = Stage(app)
            prepared(
                stage,
                ("menu",),
                lambda stage=stage: stage.run(
                    lambda request: request.hooks.platform_menu_lines(menu="client")
                ),
            )
        heard.append(listener.seen)

    assert heard == [["client"], ["client"]]


def test_nothing_is_put_back_over_what_was_written_before(lend) -> None:
    for name, is_first in (("one", True), ("two", False)):
        with lend(name) as app:
            stage = Stage(app)
            if not is_first:
                stage.run(add_account)
            prepared(stage, ("Ada",), lambda stage=stage: arrived(stage))
            known = stage.run(lambda request: request.find_service(AccountService).find("fake", "before"))

            assert (known is None) is is_first


def add_account(request: Request) -> None:
    request.find_service(AccountService).get_or_make("fake", "before", "en")
