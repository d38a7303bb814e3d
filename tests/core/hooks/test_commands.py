"""Commands that plugins add to the command line."""

import pytest

from kalenner.cli import commands, main
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import Command
from kalenner.plugins import Hooks
from tests.core.hooks.test_fence import plugin


def take_nothing(_parser):
    pass


def succeed(_request, _options):
    return 0


class Greeter:
    """Adds a command."""

    @hookimpl
    def platform_commands(self):
        return [Command("greet", "say hello", take_nothing, succeed)]


class BrokenGreeter:
    """Cannot say what it adds."""

    @hookimpl
    def platform_commands(self):
        raise RuntimeError("broken")


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    monkeypatch.setenv("KALENNER_DATA_DIR", str(tmp_path / "data"))


def test_hook_platform_commands_adds_a_command():
    claimed = commands.plugin_commands(Hooks([plugin("greeter", Greeter())]))

    assert {name: (owner, command.help) for name, (owner, command) in claimed.items()} == {
        "greet": ("greeter", "say hello")
    }


def test_of_two_plugins_that_claim_one_command_the_first_has_it():
    claimed = commands.plugin_commands(Hooks([plugin("one", Greeter()), plugin("two", Greeter())]))

    assert claimed["greet"][0] == "one"


def test_a_plugin_that_raises_is_named_and_the_others_commands_stay(caplog):
    claimed = commands.plugin_commands(
        Hooks([plugin("broken", BrokenGreeter()), plugin("greeter", Greeter())])
    )

    assert list(claimed) == ["greet"]
    assert "plugin broken raised in the hook platform_commands" in caplog.text


def test_a_command_of_a_plugin_is_run(data_dir, capsys):
    assert main(["explain", "Olga", "Massage", "2026-12-02T10:00"]) == 2
    assert capsys.readouterr().out == "provider: there is no professional called 'Olga'\n"


def test_a_command_of_a_plugin_that_is_off_says_so(data_dir, capsys, tmp_path):
    ini = tmp_path / "off.ini"
    ini.write_text(
        "[app:main]\nuse = egg:kalenner\nkalenner.plugins.off = scheduling payments payment_links bank_transfer reminders documents organizations analytics stripe\n"
    )

    assert main(["explain", "Olga", "Massage", "2026-12-02T10:00", "--ini", str(ini)]) == 2
    assert capsys.readouterr().err == (
        "the command explain is of the plugin scheduling, which takes no part\n"
    )


def test_an_unknown_command_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["dance"])

    assert ended.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err
