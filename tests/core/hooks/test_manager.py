"""The plugin manager by itself: in which order plugins are asked, whose fault is whose, what a trace tells."""

import logging
import re

import pytest

from kalenner.hooks import Contribution, hookimpl
from kalenner.plugins import NO_FENCE, Hooks, PluginFault
from tests.core.hooks.test_fence import plugin

ASKED = {"request": None, "menu": "client"}


class Line:
    """Contributes one line to a menu, and nothing to the landing."""

    def __init__(self, text: str) -> None:
        self.text = text

    @hookimpl
    def platform_menu_lines(self):
        return [Contribution(self.text, self.text)]

    @hookimpl
    def platform_find_landing(self):
        return None


class First(Line):
    @hookimpl(tryfirst=True)
    def platform_menu_lines(self):
        return [Contribution(self.text, self.text)]


class Last(Line):
    @hookimpl(trylast=True)
    def platform_menu_lines(self):
        return [Contribution(self.text, self.text)]


class Raising:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    @hookimpl
    def platform_menu_lines(self):
        raise self.error


class Misspelt:
    @hookimpl
    def platform_menu_line(self):
        return []


class WrongArgument:
    @hookimpl
    def platform_menu_lines(self, menue):
        return []


class Silent:
    """Implements nothing."""


def test_plugins_are_asked_in_their_order_but_for_who_wants_to_be_first_or_last():
    implementations = {"a": Last("a"), "d": Line("d"), "c": Line("c"), "b": First("b")}
    hooks = Hooks([plugin(name, one) for name, one in implementations.items()])

    asked = [one.plugin_name for one in hooks.implementations("platform_menu_lines")]
    answers = hooks.answers("platform_menu_lines", **ASKED)

    assert asked == [name for name, _answer in answers] == ["b", "d", "c", "a"]


def test_who_has_no_answer_is_not_among_the_answers():
    hooks = Hooks([plugin("a", Line("a"))])

    assert hooks.answers("platform_find_landing", request=None, client=None, landing_id=1) == []


def test_the_hooks_of_a_plugin_are_named_in_the_order_of_their_names():
    hooks = Hooks([plugin("a", Line("a")), plugin("b", Raising(ValueError())), plugin("c", Silent())])

    assert hooks.names("a") == ["platform_find_landing", "platform_menu_lines"]
    assert hooks.names("b") == ["platform_menu_lines"]
    assert hooks.names("c") == hooks.names("unknown") == []


def test_who_takes_part_is_known_in_order():
    loaded = [plugin("b", Line("b")), plugin("a", Line("a"))]

    assert Hooks(iter(loaded)).loaded == loaded


@pytest.mark.parametrize(
    ("implementations", "words"),
    [(Misspelt(), "unknown hook 'platform_menu_line'"), (WrongArgument(), "'menue'")],
)
def test_a_hook_that_there_is_not_or_not_so_is_the_fault_of_its_plugin(implementations, words):
    with pytest.raises(PluginFault) as caught:
        Hooks([plugin("fine", Line("a")), plugin("strange", implementations)])

    assert caught.value.plugin == "strange"
    (fault,) = caught.value.faults
    assert words in fault
    assert fault.startswith(("Plugin 'strange'", "unknown hook"))
    assert " ".join(fault.split()) == fault


def test_an_error_is_told_to_who_asked_to_be_told_and_not_to_the_log(caplog):
    told = []
    hooks = Hooks([plugin("bad", Raising(ValueError("no"))), plugin("well", Line("a"))])

    answers = hooks.answers("platform_menu_lines", NO_FENCE, lambda *fault: told.append(fault), **ASKED)

    assert [name for name, _answer in answers] == ["well"]
    assert told == [("bad", "its hook platform_menu_lines raised ValueError: no")]
    assert caplog.messages == []


@pytest.fixture
def traced(caplog):
    """Ask two plugins, of which one raises; return what the trace says."""
    loaded = [plugin("bad", Raising(RuntimeError("broken"))), plugin("well", Line("a"))]
    with caplog.at_level(logging.INFO):
        Hooks(loaded, trace=True).answers("platform_menu_lines", **ASKED)
    return [message for message in caplog.messages if message.startswith("hook ")]


def test_a_trace_tells_who_was_asked_what_and_what_came_of_it(traced):
    times = [float(re.fullmatch(r".* in (\d+\.\d) ms", line)[1]) for line in traced]

    assert [line.rpartition(" in ")[0] for line in traced] == [
        "hook platform_menu_lines(menu='client'): bad raised RuntimeError: broken",
        "hook platform_menu_lines(menu='client'): well answered [Contribution(key='a', text='a', weight=50)]",
    ]
    assert all(milliseconds < 60_000 for milliseconds in times)


def test_a_trace_tells_every_argument_but_the_request(caplog):
    with caplog.at_level(logging.INFO):
        hooks = Hooks([plugin("a", Line("a"))], trace=True)
        hooks.call("platform_find_landing", request=None, client=None, landing_id=7)

    (line,) = caplog.messages
    assert line.startswith("hook platform_find_landing(client=None, landing_id=7): a answered None in ")


def test_a_trace_shortens_what_is_long(caplog):
    with caplog.at_level(logging.INFO):
        hooks = Hooks([plugin("well", Line("x" * 200))], trace=True)
        hooks.answers("platform_menu_lines", request=None, menu="y" * 200)

    (line,) = caplog.messages
    asked, answered = line.rpartition(" in ")[0].split(" well answered ")
    assert asked == f"hook platform_menu_lines(menu='{'y' * 37}...{'y' * 38}'):"  # 80 characters
    assert answered.startswith("[Contribution(key='xx")
    assert answered.endswith("xx', weight=50)]")
    assert len(answered) == 2 + 120


def test_without_a_trace_nothing_is_told(caplog):
    with caplog.at_level(logging.INFO):
        Hooks([plugin("well", Line("a"))]).call("platform_menu_lines", **ASKED)

    assert caplog.messages == []
