"""What a plugin must not do in a hook: named in the log, undone, and nobody else hears of it."""

import datetime as dt
import logging
import threading

import pytest
from sqlalchemy import select
from transaction.interfaces import TransientError

from kalenner.database import DatabaseBusy
from kalenner.hooks import Contribution, HookRefusal, hookimpl
from kalenner.hooks.platform import MenuEntry, SetupStep
from kalenner.hooks.scheduling import ClosedTime
from kalenner.hooks.themes import PageLink
from kalenner.people import Account
from kalenner.plugins import NO_FENCE, Hooks
from kalenner.plugins.answers import MOST_ENTRIES
from kalenner.testing import Stage, act, go
from tests.conftest import FEATURES
from tests.core.hooks.test_fence import plugin

LINE = Contribution("fine", "Fine")
NOON = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


class WellBehaved:
    """Contributes one line, one entry."""

    @hookimpl
    def platform_menu_lines(self):
        return [LINE]

    @hookimpl
    def platform_menu_entries(self):
        return [MenuEntry("fine", "Fine", go("menu"))]


class Answering:
    """Answers with what it is given, a function that makes it."""

    def __init__(self, make):
        self.make = make

    @hookimpl
    def platform_menu_lines(self, request):
        return self.make(request)

    @hookimpl
    def platform_menu_entries(self, request):
        return self.make(request)

    @hookimpl
    def platform_setup_steps(self, request):
        return self.make(request)

    @hookimpl
    def scheduling_closed_times(self, request):
        return self.make(request)

    @hookimpl
    def platform_find_landing(self, request):
        return self.make(request)

    @hookimpl
    def themes_page_links(self, request):
        return self.make(request)


ARGUMENTS = {
    "platform_menu_lines": {"menu": "client"},
    "platform_menu_entries": {"menu": "client", "subject": None},
    "platform_setup_steps": {"provider": None},
    "scheduling_closed_times": {"provider_id": 1, "client_id": 0, "starts_at": NOON, "ends_at": NOON},
    "platform_find_landing": {"client": None, "landing_id": 1},
    "themes_page_links": {"provider": None, "address": ""},
}


def call(hook, make, *, more=(), checks=None):
    """Call a hook of a plugin that answers so, without a database."""
    hooks = Hooks([plugin("strange", Answering(make)), *more])
    hooks.checks.update(checks or {})
    return hooks.call(hook, request=None, **ARGUMENTS[hook])


WRONG = {
    "one entry instead of a list": (
        "platform_menu_entries",
        lambda: MenuEntry("a", "A", go("menu")),
        "expected a list of MenuEntry, not a MenuEntry",
    ),
    "None in a list": ("platform_menu_entries", lambda: [None], "an entry: expected MenuEntry, not None"),
    "a text instead of a list": (
        "platform_menu_lines",
        lambda: "Today 3",
        "expected a list of Contribution, not a str",
    ),
    "texts in a list": (
        "platform_menu_lines",
        lambda: ["Today 3"],
        "an entry: expected Contribution, not a str",
    ),
    "a text that is none": (
        "platform_menu_lines",
        lambda: [Contribution("a", None)],
        "Contribution.text: expected str, not None",
    ),
    "a weight that cannot be sorted": (
        "platform_menu_lines",
        lambda: [Contribution("a", "A", "heavy")],
        "Contribution.weight: expected int, not a str",
    ),
    "a number": ("platform_setup_steps", lambda: 3, "expected a list of SetupStep, not a int"),
    "tuples for closed times": (
        "scheduling_closed_times",
        lambda: [(NOON, NOON)],
        "an entry: expected ClosedTime, not a tuple",
    ),
    "a text for a screen": (
        "platform_find_landing",
        lambda: "book here",
        "platform_find_landing: expected objects.ScreenLike | None, not a str",
    ),
    "a link of an unknown kind": (
        "themes_page_links",
        lambda: [PageLink("blog", "blog", "Blog", "https://blog.example", "<path/>")],
        "PageLink.kind: expected Literal['social', 'map'], not a str",
    ),
}


@pytest.mark.figure("F19")
@pytest.mark.parametrize(("hook", "make", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_skipped_and_its_plugin_named(hook, make, reason, caplog):
    answer = call(hook, lambda _request: make())

    assert not answer
    assert caplog.messages == [f"plugin strange: the answer of the hook {hook} was skipped: {reason}"]


def test_a_wrong_answer_costs_nobody_else_theirs(caplog):
    lines = call("platform_menu_lines", lambda _request: [None], more=[plugin("well", WellBehaved())])

    assert lines == [LINE]
    assert len(caplog.messages) == 1


@pytest.mark.figure("F19")
@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (NOON.replace(tzinfo=None), NOON, "datetimes with a zone"),
        (NOON, NOON - dt.timedelta(minutes=1), "before it starts"),
    ],
)
def test_times_that_would_close_the_wrong_hour_are_refused_where_they_are_made(start, end, reason, caplog):
    answer = call("scheduling_closed_times", lambda _request: [ClosedTime(start, end, "x", "X")])

    assert answer == []
    assert caplog.messages == ["plugin strange raised in the hook scheduling_closed_times and was skipped"]
    assert reason in caplog.text


@pytest.mark.figure("F19")
def test_an_iterable_is_read_within_the_fence_and_to_its_limit(caplog):
    def endless(_request):
        number = 0
        while True:
            yield Contribution(f"{number:06}", "Again")
            number += 1

    assert len(call("platform_menu_lines", endless)) == MOST_ENTRIES
    assert caplog.messages == [
        "plugin strange: of the answer of the hook platform_menu_lines only the first 1000 entries were read"
    ]


@pytest.mark.figure("F19")
def test_an_iterable_that_raises_on_its_way_is_skipped(caplog):
    def broken(_request):
        yield LINE
        raise RuntimeError("broken")

    assert call("platform_menu_lines", broken) == []
    assert caplog.messages == ["plugin strange raised in the hook platform_menu_lines and was skipped"]


def test_lists_are_joined_by_weight_then_key():
    light, heavy = Contribution("z", "Z", 10), Contribution("a", "A", 90)

    lines = call("platform_menu_lines", lambda _r: (heavy, light), more=[plugin("well", WellBehaved())])

    assert lines == [light, LINE, heavy]


def test_a_check_beyond_the_type_is_asked_of_every_entry(caplog):
    def refuse(step):
        raise ValueError(f"no step {step.key}")

    answer = call(
        "platform_setup_steps",
        lambda _r: [SetupStep("a", "A", go("menu"), is_done=True, weight=1)],
        checks={SetupStep: refuse},
    )

    assert answer == []
    assert caplog.messages == [
        "plugin strange: the answer of the hook platform_setup_steps was skipped: no step a"
    ]


def test_whoever_answers_first_ends_the_asking(make_application):
    asked = []
    first = plugin("a", Answering(lambda _request: None))
    third = plugin("c", Answering(lambda _request: asked.append("c")))

    class Screen:
        text = "days"

        def replace(self, **_changes):
            return self

    hooks = Hooks([first, plugin("b", Answering(lambda _request: Screen())), third])
    screen = hooks.call("platform_find_landing", request=None, **ARGUMENTS["platform_find_landing"])

    assert (screen.text, asked) == ("days", [])


@pytest.mark.figure("F19")
@pytest.mark.parametrize(
    ("press", "reason"),
    [
        (go("bananas"), "there is no screen bananas"),
        (go("menu", client=3), "the screen menu takes the arguments none, not client"),
        (go("clients.card"), "the screen clients.card takes the arguments client, not none"),
        (act("menu"), "the screen menu has no effect"),
    ],
)
def test_a_button_that_would_lead_nowhere_is_skipped(press, reason, make_application, caplog):
    strange = plugin("strange", Answering(lambda _request: [MenuEntry("a", "A", press)]))
    stage = Stage(make_application(strange, plugin("well", WellBehaved()), off=FEATURES))

    entries = stage.run(lambda request: request.hooks.platform_menu_entries(menu="client", subject=None))

    assert [entry.key for entry in entries] == ["fine"]
    assert caplog.messages == [
        f"plugin strange: the answer of the hook platform_menu_entries was skipped: {reason}"
    ]


@pytest.mark.figure("F19")
@pytest.mark.parametrize(
    ("url", "icon", "reason"),
    [
        ("https://a.example", "<script/>", "the icon of the social link odd: <script> is not allowed"),
        ("http://a.example", "<path/>", "the social link odd: "),
    ],
)
def test_a_link_that_no_page_may_have_names_its_plugin(url, icon, reason, make_application, caplog):
    link = PageLink("social", "odd", "Odd", url, icon)
    stage = Stage(make_application(plugin("strange", Answering(lambda _request: [link])), off=FEATURES))

    links = stage.run(lambda request: request.hooks.themes_page_links(provider=None, address=""))

    assert links == []
    assert caplog.messages[0].startswith(
        f"plugin strange: the answer of the hook themes_page_links was skipped: {reason}"
    )


# What is raised


def quit_process(_request):
    raise SystemExit(1)


def commit(request):
    request.dbsession.add(Account(created_at=request.clock.now(), client_name="of the plugin"))
    request.dbsession.commit()


def roll_back(request):
    request.dbsession.rollback()


def close(request):
    request.dbsession.close()


@pytest.mark.figure("F19")
@pytest.mark.parametrize("deed", [quit_process, commit, roll_back, close])
def test_the_unit_of_work_survives_whatever_a_hook_does_to_it(deed, make_application, caplog):
    strange = plugin("strange", Answering(deed))
    stage = Stage(make_application(strange, plugin("well", WellBehaved()), off=FEATURES))

    def work(request):
        request.dbsession.add(Account(created_at=request.clock.now(), client_name="before"))
        lines = request.hooks.platform_menu_lines(menu="client")
        request.dbsession.add(Account(created_at=request.clock.now(), client_name="after"))
        return lines

    assert stage.run(work) == [LINE]
    names = stage.run(
        lambda request: request.dbsession.scalars(select(Account.client_name)).all(), only_reads=True
    )
    assert sorted(names) == ["after", "before"]
    assert caplog.messages == ["plugin strange raised in the hook platform_menu_lines and was skipped"]


def test_a_fault_of_the_callers_own_is_not_blamed_on_a_plugin(make_application, caplog):
    stage = Stage(make_application(plugin("well", WellBehaved()), off=FEATURES))

    def work(request):
        request.dbsession.add(Account(created_at=None))
        request.hooks.platform_menu_lines(menu="client")

    with pytest.raises(Exception, match=r"(?i)not.null"):
        stage.run(work)
    assert caplog.messages == []


def test_an_interrupt_by_the_operator_passes():
    def interrupt(_request):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call("platform_menu_lines", interrupt)


def test_a_refusal_that_the_specification_names_passes():
    def refuse(_request):
        raise HookRefusal

    with pytest.raises(HookRefusal):
        call("platform_menu_lines", refuse)


@pytest.mark.figure("F19")
@pytest.mark.parametrize("error", [DatabaseBusy("deadlock"), TransientError("in the way")])
def test_a_retryable_error_in_a_hook_makes_the_whole_unit_run_again(error, make_application, caplog):
    tries = []

    def fail_once(_request):
        tries.append("hook")
        if len(tries) == 1:
            raise error
        return [LINE]

    stage = Stage(make_application(plugin("unlucky", Answering(fail_once)), off=FEATURES))
    units = []

    def work(request):
        units.append(request)
        request.dbsession.add(Account(created_at=request.clock.now(), client_name="once"))
        return request.hooks.platform_menu_lines(menu="client")

    assert stage.run(work) == [LINE]
    assert (len(units), len(tries)) == (2, 2)
    names = stage.run(
        lambda request: request.dbsession.scalars(select(Account.client_name)).all(), only_reads=True
    )
    assert names == ["once"]
    assert caplog.messages == []


# How long it takes, and what is traced


def test_a_slow_hook_is_named_while_it_still_runs(caplog):
    is_named = threading.Event()

    class Ear(logging.Handler):
        def emit(self, record):
            if record.name == "kalenner.plugins.watchdog":
                is_named.set()

    ear = Ear()
    logging.getLogger().addHandler(ear)  # after the one that keeps the messages
    waited = []

    def wait(_request):
        waited.append(is_named.wait(30))
        return [LINE]

    hooks = Hooks([plugin("slow", Answering(wait))], slow=0.01)
    try:
        lines = hooks.call("platform_menu_lines", request=None, menu="client")
    finally:
        logging.getLogger().removeHandler(ear)

    assert (lines, waited) == ([LINE], [True])
    assert caplog.messages[0] == (
        "plugin slow runs in the hook platform_menu_lines for more than 0.01 s, and somebody waits"
    )
    assert caplog.messages[1].startswith("plugin slow took ")


def test_a_quick_hook_is_not_named(caplog):
    hooks = Hooks([plugin("well", WellBehaved())], slow=30)

    hooks.call("platform_menu_lines", request=None, menu="client")

    assert caplog.messages == []


def test_a_trace_tells_arguments_answer_time_and_failure(caplog):
    def fail(_request):
        raise RuntimeError("broken")

    loaded = [plugin("bad", Answering(fail)), plugin("well", WellBehaved())]
    with caplog.at_level(logging.INFO):
        Hooks(loaded, trace=True).answers("platform_menu_lines", NO_FENCE, request=None, menu="client")

    traced = [line for line in caplog.messages if line.startswith("hook ")]
    assert traced[0].startswith(
        "hook platform_menu_lines(menu='client'): bad raised RuntimeError: broken in "
    )
    assert "well answered [Contribution(key='fine'" in traced[1]
    assert traced[1].endswith(" ms")
