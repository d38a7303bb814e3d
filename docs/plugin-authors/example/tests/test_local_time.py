"""People press the button of the plugin, without a messenger."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from kalenner_example import plugin

from kalenner.app import make_app
from kalenner.database import upgrade
from kalenner.plugins import LoadedPlugin, load_plugins
from kalenner.settings import Source
from kalenner.testing import Person, Stage, fake_plugin, go


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """The platform with this plugin, and a channel that keeps what it is given instead of Telegram."""
    loaded = load_plugins(off=["telegram", "playground"])
    if plugin.plugin.name not in [one.name for one in loaded]:
        loaded.append(LoadedPlugin(plugin.plugin, plugin))
    app = make_app(Source({"kalenner.data_dir": str(tmp_path)}, environ={}), loaded=[*loaded, fake_plugin()])
    upgrade(app.registry["kalenner.sessions"].engine, app.registry["kalenner.migrations"])
    yield Stage(app)
    app.registry["kalenner.sessions"].engine.dispose()


def professional(stage: Stage) -> Person:
    """Olga, who works in Kathmandu."""
    olga = stage.person("Olga")
    olga.send("/start")
    olga.press("I am a professional")
    olga.send("Olga")
    olga.send("Kathmandu")
    olga.press("Yes")
    return olga


def test_client_sees_the_clock_of_the_specialist(stage: Stage) -> None:
    olga = professional(stage)
    olga.press("Booking link")
    olga.press("Add new invitation link")
    olga.send("Friends")
    olga.send("30")
    olga.press("Multiple use")
    olga.press("Get invitation link")
    ada = stage.person("Ada")
    ada.open(olga.screen.text.split()[-1])
    ada.send("Ada")
    ada.send("Dresden")
    ada.press("Yes")

    ada.press("Local time")

    assert "(Berlin)" in ada.screen.text
    assert "(Kathmandu)" in ada.screen.text


def test_stranger_does_not(stage: Stage) -> None:
    professional(stage)
    eve = stage.person("Eve")
    eve.send("/start")

    eve.press_data(go("example.time", provider=1))

    assert eve.screen.notice is not None
    assert eve.screen.notice.text == "Not available."
