"""Whatever is wrong with one plugin is one line at the start, and the others work."""

import sys
from pathlib import Path

import pytest

from kalenner.app import make_app
from kalenner.cli import main
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import Command, StartPayload
from kalenner.plugins import INVENTORY, LoadedPlugin, Plugin
from kalenner.preparation import StartFault
from kalenner.route import Route
from kalenner.screens.registry import START_ROUTES
from kalenner.settings import Source, group, setting, words
from kalenner.testing import fake_plugin
from tests.conftest import FEATURES

TOKEN = "7000000002:no-bot-anywhere-has-this-token"


class Silent:
    """Implements no hook."""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Write a package of a plugin, so that it can be imported: ``package(name, files)``."""
    monkeypatch.syspath_prepend(str(tmp_path / "site"))

    def write(name: str, init: str = "", **files: str) -> str:
        folder = tmp_path / "site" / name
        for path, text in {"__init__.py": init, **files}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return name

    return write


NOTHING = "def includeme(config):\n    pass\n"


def made(tmp_path: Path, *plugins: LoadedPlugin, **values: str):
    """The core with these plugins, without looking at a database."""
    source = Source({"kalenner.data_dir": str(tmp_path), **values}, environ={})
    return make_app(source, loaded=[fake_plugin(), *plugins])


def aside(app) -> list[str]:
    return [str(one) for one in INVENTORY.of(app.registry).aside]


def on(app) -> list[str]:
    return [one.name for one in INVENTORY.of(app.registry).on]


def declared(package: str, implementations: object = None, **more) -> LoadedPlugin:
    values = {"name": package, "title": package, "package": package, "has_texts": False, **more}
    return LoadedPlugin(Plugin(**values), implementations or Silent())


def test_an_includeme_that_raises_leaves_nothing_behind(tmp_path, package, caplog):
    package(
        "fickle",
        "def includeme(config):\n    config.add_task('fickle.tidy', print, every_minutes=1)\n    1 / 0\n",
    )
    package("solid", NOTHING)
    app = made(tmp_path, declared("fickle"), declared("solid"), declared("leaning", requires=("fickle",)))

    assert on(app) == ["fake", "solid"]
    assert aside(app) == [
        "plugin fickle is set aside: its includeme raised ZeroDivisionError: division by zero (fickle/__init__.py:3)",
        "plugin leaning is set aside: it requires the plugin fickle, which is set aside",
    ]
    assert "fickle.tidy" not in app.registry["kalenner.tasks"]
    assert [message for message in caplog.messages if "set aside" in message] == aside(app)


class Misspelt:
    @hookimpl
    def platform_menu_entry(self, request):
        return []


class WrongArgument:
    @hookimpl
    def platform_menu_lines(self, request, menue):
        return []


MENU = Route("menu", "/menu/{token}", {"token": str})


class RaisingPayloads:
    @hookimpl
    def platform_start_payloads(self):
        raise RuntimeError("broken")


class LostPayloads:
    @hookimpl
    def platform_start_payloads(self):
        return [StartPayload("x_", Route("bananas", "/bananas/{token}", {"token": str}))]


class Settings:
    @hookimpl
    def platform_settings(self):
        return "no list"


class ForeignCommand:
    @hookimpl
    def platform_commands(self):
        return [Command("tidy", "tidy up", lambda _parser: None, lambda _request, _options: 0)]


@pytest.mark.parametrize(
    ("implementations", "reason"),
    [
        (Misspelt(), "unknown hook 'platform_menu_entry'"),
        (WrongArgument(), "menue"),
        (RaisingPayloads(), "its hook platform_start_payloads raised RuntimeError: broken"),
        (LostPayloads(), "the start link x_ leads to no screen: bananas"),
        (Settings(), "its hook platform_settings raised WrongAnswer: expected a list of type, not a str"),
        (ForeignCommand(), "the command tidy must have a name that begins with other"),
    ],
)
def test_hooks_that_do_not_fit_set_their_plugin_aside(implementations, reason, tmp_path, package):
    package("other", NOTHING)
    app = made(tmp_path, declared("other", implementations))

    assert on(app) == ["fake"]
    assert len(aside(app)) == 1
    assert reason in aside(app)[0]


SCREEN = (
    "from kalenner.route import Route; "
    "config.add_screen(lambda context, request: None, Route('{}', '{}', {}))"
)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            SCREEN.format("bananas", "/bananas", "{}"),
            "the screen bananas must have a name that begins with other",
        ),
        (
            SCREEN.format("other.b", "/o/{points}", "{}"),
            "screen other.b: the path /o/{points} names points, expected no arguments",
        ),
        (
            SCREEN.format("other.b", "/o", "{'points': int}"),
            "screen other.b: the path /o names no arguments, expected points",
        ),
        ("config.add_task('tidy', print, every_minutes=5)", "the task tidy must have a name"),
        ("config.add_command('bye', press=None, label='x')", "the command bye must have a name"),
        ("config.add_route('bananas', '/bananas')", "the route bananas must have a name"),
        (
            "config.add_route('other.health', '/-/health')",
            "the core has a route with the same path /-/health",
        ),
        ("config.add_route('health', '/-/other')", "the core has the same route health"),
        (
            "config.add_task('delivery.clear', print, every_minutes=5)",
            "the core has the same task delivery.clear",
        ),
    ],
)
def test_what_a_plugin_adds_has_its_name_and_takes_nobodys(line, reason, tmp_path, package):
    package("other", f"def includeme(config):\n    {line}\n")
    app = made(tmp_path, declared("other"))

    assert on(app) == ["fake"]
    assert reason in aside(app)[0]


def test_names_may_begin_with_a_prefix_that_was_declared(tmp_path, package):
    package("other", "def includeme(config):\n    config.add_task('bananas.tidy', print, every_minutes=5)\n")
    app = made(tmp_path, declared("other", prefixes=("bananas",)))

    assert aside(app) == []
    assert "bananas.tidy" in app.registry["kalenner.tasks"]


def test_a_prefix_belongs_to_one_plugin(tmp_path, package):
    package("bananas", NOTHING)
    package("other", NOTHING)
    app = made(tmp_path, declared("bananas"), declared("other", prefixes=("bananas",)))

    assert aside(app) == ["plugin other is set aside: plugin bananas has the prefix bananas too"]


def test_a_prefix_of_the_core_is_nobodys(tmp_path, package):
    package("other", NOTHING)
    app = made(tmp_path, declared("other", prefixes=("menu",)))

    assert aside(app) == ["plugin other is set aside: names of the core begin with menu too"]


def test_route_without_a_view_sets_its_plugin_aside(tmp_path, package):
    package(
        "other",
        "from kalenner.route import route\n\n\n"
        "@route('other.lost', '/other/lost')\ndef lost() -> None: ...\n\n\n"
        "def includeme(config):\n    config.scan()\n",
    )
    app = made(tmp_path, declared("other"))

    assert on(app) == ["fake"]
    assert aside(app) == [
        "plugin other is set aside: screen other.lost: declared in other, and no view shows it"
    ]


def test_two_screens_of_a_plugin_with_one_path_set_it_aside(tmp_path, package):
    package(
        "other",
        "from kalenner.route import Route\n\n\n"
        "def show(context, request): ...\n\n\n"
        "def includeme(config):\n"
        "    for name in ('other.one', 'other.two'):\n"
        "        config.add_screen(show, Route(name, '/other/{item}', {'item': int}))\n",
    )
    app = made(tmp_path, declared("other"))

    assert aside(app) == [
        "plugin other is set aside: plugin other has the same screen path /-/screen/other/(item)"
    ]


def test_of_two_plugins_that_claim_one_thing_the_later_is_set_aside(tmp_path, package):
    class Payloads:
        @hookimpl
        def platform_start_payloads(self):
            return [StartPayload("x_", MENU)]

    package("one", NOTHING)
    package("two", NOTHING)
    app = made(tmp_path, declared("one", Payloads()), declared("two", Payloads()))

    assert aside(app) == ["plugin two is set aside: plugin one claims the start link x_ too"]
    assert START_ROUTES.of(app.registry) == {"x_": MENU}


def test_two_views_for_one_page_are_a_conflict_of_the_later_plugin(tmp_path, package):
    view = "config.add_view(lambda request: None, route_name='one.page')"
    package("one", f"def includeme(config):\n    config.add_route('one.page', '/one')\n    {view}\n")
    package("two", f"def includeme(config):\n    {view}\n")
    app = made(tmp_path, declared("one"), declared("two"))

    assert on(app) == ["fake", "one"]
    assert aside(app) == ["plugin two is set aside: plugin one has the same view one.page"]


def test_two_makers_of_one_service_are_a_conflict_of_the_later_plugin(tmp_path, package):
    maker = "config.register_service_factory(lambda request: object(), Fraction)\n"
    init = f"from fractions import Fraction\n\n\ndef includeme(config):\n    {maker}"
    package("one", init)
    package("two", init)
    app = made(tmp_path, declared("one"), declared("two"))

    assert aside(app) == ["plugin two is set aside: plugin one has the same service fractions.Fraction"]


# What was forgotten when it was packed


def test_a_package_without_its_migrations_is_named(tmp_path, package):
    package("other", NOTHING)
    app = made(tmp_path, declared("other", has_tables=True))

    assert aside(app) == [
        "plugin other is set aside: it says has_tables, but there is no revision in other/migrations/versions"
    ]


def test_a_package_without_its_catalogues_is_named(tmp_path, package):
    package("other", NOTHING)
    app = made(tmp_path, declared("other", has_texts=True))

    assert "there is no compiled catalogue locale/en/LC_MESSAGES/other.mo" in aside(app)[0]


def test_a_catalogue_may_not_replace_anothers_texts(tmp_path, package):
    package(
        "other", NOTHING, **{"locale/en/LC_MESSAGES/kalenner.mo": "", "locale/en/LC_MESSAGES/other.mo": ""}
    )
    app = made(tmp_path, declared("other", has_texts=True))

    assert "the catalogue en/LC_MESSAGES/kalenner.mo has the name of another package" in aside(app)[0]


# Settings, and plugins that are not there


@group("bananas")
class Bananas:
    """Settings with another name than the plugin's."""

    names: tuple[str, ...] = setting((), words, "names", "Some names.")


def test_settings_begin_with_the_plugins_name(tmp_path, package):
    class Group:
        @hookimpl
        def platform_settings(self):
            return [Bananas]

    package("other", NOTHING)
    app = made(tmp_path, declared("other", Group()))

    assert "the settings group bananas must have a name that begins with other" in aside(app)[0]


@group("leaning")
class Leaning:
    """Settings of a plugin that requires another one."""

    size: int = setting(1, int, "a number", "A size.")


def test_settings_of_a_plugin_that_is_set_aside_with_another_warn_and_no_more(tmp_path, package, caplog):
    class Broken:
        @hookimpl
        def platform_settings(self):
            raise RuntimeError("broken")

    class Group:
        @hookimpl
        def platform_settings(self):
            return [Leaning]

    package("fickle", NOTHING)
    package("leaning", NOTHING)
    app = made(
        tmp_path,
        declared("fickle", Broken()),
        declared("leaning", Group(), requires=("fickle",)),
        **{"leaning.size": "no number"},
    )

    assert on(app) == ["fake"]
    assert (
        "the built-in defaults: leaning.size: not used, because the plugin leaning takes no part"
        in caplog.messages
    )


@pytest.mark.parametrize("function", ["check", "is_wanted"])
def test_a_plugin_that_would_end_the_process_over_its_settings_is_set_aside(function, tmp_path, package):
    package("other", NOTHING)
    app = made(tmp_path, declared("other", **{function: lambda _settings: sys.exit("no licence")}))

    assert on(app) == ["fake"]
    assert "raised SystemExit: no licence" in aside(app)[0]


def test_settings_of_a_plugin_that_is_not_there_warn_and_no_more(tmp_path, caplog):
    made(tmp_path, **{"loyalty.most_points": "3", "webb.port": "sqlite://"})

    assert [message for message in caplog.messages if "not used" in message] == [
        "the built-in defaults: loyalty.most_points: not used, because no plugin that is on has settings called loyalty",
        "the built-in defaults: webb.port: not used; did you mean web?",
    ]


def test_an_unknown_setting_of_a_known_group_stops_the_start(tmp_path):
    with pytest.raises(StartFault, match=r"web\.prt: expected a known setting"):
        made(tmp_path, **{"web.prt": "3"})


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("KALENNER_LOYALTY__MOST_POINTS", "environment: KALENNER_LOYALTY__MOST_POINTS: not used, because"),
        (
            "KALENNER_PLUGINS_OFF",
            "environment: KALENNER_PLUGINS_OFF: there is no plugin loyalty to switch off",
        ),
    ],
)
def test_messages_name_the_variable_where_the_value_came_from_there(variable, message, tmp_path, caplog):
    environ = {variable: "loyalty", "KALENNER_DATA_DIR": str(tmp_path)}
    make_app(Source({"telegram.token": TOKEN}, environ=environ))

    assert any(line.startswith(message) for line in caplog.messages)


def test_a_plugin_that_is_required_stops_the_start(tmp_path, package):
    package("fickle", "def includeme(config):\n    1 / 0\n")

    with pytest.raises(StartFault) as fault:
        made(tmp_path, declared("fickle"), **{"kalenner.plugins.required": "fickle"})
    assert fault.value.faults == [
        (
            "the built-in defaults: kalenner.plugins.required: plugin fickle is set aside: "
            "its includeme raised ZeroDivisionError: division by zero (fickle/__init__.py:2)"
        )
    ]
    with pytest.raises(StartFault, match="there is no plugin gone"):
        made(tmp_path, **{"kalenner.plugins.required": "gone"})


# The command line


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Install a distribution with a plugin into a folder: ``installed(name, files)``."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("KALENNER_DATA_DIR", str(tmp_path / "data"))

    def install(name: str, init: str = NOTHING, *, declares: str = "has_texts=False", **files: str) -> Path:
        for path, text in {
            f"{name}/__init__.py": init,
            f"{name}/plugin.py": (
                "from kalenner.plugins import Plugin\n"
                f"plugin = Plugin('{name}', '{name}', '{name}', {declares})\n"
            ),
            f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{name}-1.0.dist-info/entry_points.txt": f"[kalenner.plugins]\n{name} = {name}.plugin\n",
            **files,
        }.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text)
        for module in [one for one in sys.modules if one.split(".")[0] == name]:
            monkeypatch.delitem(sys.modules, module)
        return site / name

    return install


def test_plugins_lists_what_is_on_off_and_broken(installed, monkeypatch, capsys):
    installed("fickle", "def includeme(config):\n    1 / 0\n")
    monkeypatch.setenv("KALENNER_PLUGINS_OFF", "maps")

    assert main(["plugins"]) == 0

    listed = capsys.readouterr().out.splitlines()
    assert any(line.startswith("scheduling  ") for line in listed)
    assert "maps  off: switched off by kalenner.plugins.off" in listed
    assert (
        "fickle  broken: its includeme raised ZeroDivisionError: division by zero (fickle/__init__.py:2)"
        in listed
    )


def test_a_required_plugin_ends_every_command_with_one_line(installed, monkeypatch, capsys):
    installed("fickle", "raise ImportError('no')")
    monkeypatch.setenv("KALENNER_PLUGINS_REQUIRED", "fickle")

    assert main(["plugins"]) == 2

    assert capsys.readouterr().err.splitlines() == [
        (
            "environment: KALENNER_PLUGINS_REQUIRED: plugin fickle is set aside: "
            "it cannot be imported: ImportError: no (fickle/__init__.py:1)"
        )
    ]


REVISION = """
from alembic import op
revision = "{}"
down_revision = {}
branch_labels = None
depends_on = None


def upgrade():
    {}
"""


def leave_on(monkeypatch, *names: str) -> None:
    """Switch off every other plugin that is installed with the tests."""
    off = {"telegram", "playground", *FEATURES} - {*names}
    monkeypatch.setenv("KALENNER_PLUGINS_OFF", " ".join(sorted(off)))


def test_tables_of_a_newer_release_set_their_plugin_aside(installed, monkeypatch, capsys, caplog):
    leave_on(monkeypatch, "playground")
    first = REVISION.format("aaa1", None, "pass")
    versions = "fickle/migrations/versions"
    tables = "has_texts=False, has_tables=True"
    folder = installed(
        "fickle",
        declares=tables,
        **{f"{versions}/a.py": first, f"{versions}/b.py": REVISION.format("bbb2", "'aaa1'", "pass")},
    )
    assert main(["db", "upgrade"]) == 0
    assert "fickle" in capsys.readouterr().out
    (folder / "migrations" / "versions" / "b.py").unlink()

    for command in (["db", "upgrade"], ["db", "status"]):
        caplog.clear()
        assert main(command) == 0
        assert "fickle" not in capsys.readouterr().out
        assert any(
            "plugin fickle is set aside: a newer release made the tables" in one for one in caplog.messages
        )


def test_a_migration_that_fails_sets_its_plugin_aside(installed, monkeypatch, capsys, caplog):
    leave_on(monkeypatch, "playground", "scheduling")
    broken = REVISION.format("aaa1", None, "op.execute('SELECT nonsense FROM nowhere')")
    installed(
        "fickle",
        declares="has_texts=False, has_tables=True",
        **{"fickle/migrations/versions/a.py": broken},
    )

    assert main(["db", "upgrade"]) == 0

    assert "scheduling" in capsys.readouterr().out
    assert any("plugin fickle is set aside: a migration failed" in message for message in caplog.messages)
