"""People press the buttons of the plugin, without a messenger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kalenner_example import plugin

from kalenner.database import SESSIONS, MigrationSource, check
from kalenner.testing import Stage, client_of, go, professional, stage_with


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The platform with this plugin, on 1 December 2026 at 11:00 in London."""
    with stage_with(plugin, tmp_path) as stage:
        yield stage


def test_client_sees_the_clock_of_the_specialist(stage: Stage) -> None:
    ada = client_of(professional(stage, "Olga", city="Kathmandu"), "Ada", zone="Europe/Berlin")
    ada.press("My specialists")

    ada.press("Local time")

    assert ada.screen.text == "It is now <b>Tue 1 Dec 2026, 12:00 (Berlin) · 16:45 (Kathmandu)</b>."
    assert ada.screen.back == go("specialists.card", provider=1)


def test_pinned_time_stands_in_the_menu_as_it_goes_on(stage: Stage) -> None:
    olga = professional(stage, "Olga", city="Kathmandu")
    ada = client_of(olga, "Ada")
    ada.press_data(go("example.time", provider=olga.provider_id))
    ada.press("Show in my menu")
    stage.clock.move(seconds=3600)

    ada.send("/menu")

    assert "Olga 17:45" in ada.screen.text


def test_stranger_sees_nothing(stage: Stage) -> None:
    olga = professional(stage, "Olga")
    eve = stage.person("Eve")
    eve.send("/start")

    eve.press_data(go("example.time", provider=olga.provider_id))

    assert eve.screen.notice is not None
    assert eve.screen.notice.text == "Not available."


def test_migrations_make_what_the_models_say(stage: Stage) -> None:
    engine = SESSIONS.of(stage.app.registry).engine

    assert check(engine, MigrationSource("example", "kalenner_example")) == []
