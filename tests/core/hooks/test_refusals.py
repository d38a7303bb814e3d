"""What a plugin does about clients who cannot book: instead of the times they see a screen of its own."""

import datetime as dt

import pytest

from kalenner.hooks import hookimpl
from kalenner.hooks.scheduling import Refusal
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, act, go
from kalenner_scheduling.appointments.errors import BookingRefused
from tests.plugins.scheduling.people import People

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Strict:
    """Lets nobody book who has not said hello, and leads them to the settings."""

    def __init__(self) -> None:
        self.has_greeted = False
        self.asked: list[tuple[str, int]] = []

    @hookimpl
    def scheduling_refusals(self, client, service_id):
        self.asked.append((client.name, service_id))
        if self.has_greeted:
            return []
        return [
            Refusal("z", "This comes last.", go("menu"), weight=90),
            Refusal("greeting", f"{client.name} has not said <hello>.", go("settings")),
        ]


class Broken:
    """Raises instead of answering."""

    @hookimpl
    def scheduling_refusals(self):
        raise ValueError("refused")


class Lost:
    """Leads to a screen that nobody has."""

    @hookimpl
    def scheduling_refusals(self):
        return [Refusal("lost", "Lost.", go("menu").__class__("nowhere", {}))]


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


@pytest.fixture
def strict() -> Strict:
    return Strict()


@pytest.fixture
def people(make_application, strict) -> People:
    answering = {"strict": strict, "broken": Broken(), "lost": Lost()}
    return People(Stage(make_application(*(plugin(name, one) for name, one in answering.items()))))


def test_hook_scheduling_refusals_shows_another_screen_instead_of_the_times(people, strict, caplog):
    ada, month = people.ada, dt.date(2026, 12, 1)
    settings = str(ada.press_data(go("settings")).text)
    ada.send("/menu")
    ada.press_data(go("book.days", service=1, month=month))
    assert str(ada.screen.text) == settings
    ada.press_data(go("book.times", service=1, day=TEN.date(), page=0))
    assert str(ada.screen.text) == settings
    ada.press_data(act("book.send", service=1, starts_at=TEN))
    assert str(ada.screen.text) == settings
    with pytest.raises(BookingRefused):
        people.request(TEN)
    assert set(strict.asked) == {("Ada", 1)}
    assert "plugin broken raised in the hook scheduling_refusals and was skipped" in caplog.text
    assert "plugin lost: the answer of the hook scheduling_refusals was skipped" in caplog.text
    strict.has_greeted = True
    ada.press_data(go("book.days", service=1, month=month))

    assert "choose a day" in ada.screen.text
    people.request(TEN)


def test_professional_is_warned_of_refusals_and_goes_on_and_reads_them_as_reasons(people):
    olga = people.olga
    olga.press_data(go("slot.confirm", starts_at=TEN, service=1, client=1))
    text = str(olga.screen.text)
    warning = "⚠️ Ada has not said &lt;hello&gt;."
    assert text.index(warning) < text.index("⚠️ This comes last.")
    olga.press("Confirm")
    assert "🟢" in olga.screen.text
    olga.press_data(go("explain", service=1, starts_at=TEN + dt.timedelta(hours=1), client=1))

    assert "Ada has not said &lt;hello&gt;." in olga.screen.text


def test_what_is_booked_already_can_be_moved_in_spite_of_a_refusal(people, strict):
    strict.has_greeted = True
    made = people.request(TEN)
    strict.has_greeted = False

    assert people.request_move(made, TEN + dt.timedelta(hours=1)) > made
