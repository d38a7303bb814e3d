"""What plugins say of where a practice is, and of files that are about to be forgotten."""

import io
import logging

import pytest
from PIL import Image

from kalenner.files import FILES, StoredPicture
from kalenner.hooks import hookimpl
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, go
from tests.conftest import FEATURES
from tests.core.home.people import professional, provider_of


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class FileUserPlugin:
    """Knows an address, and needs the first file it is asked about."""

    def __init__(self):
        self.asked = []

    @hookimpl
    def platform_find_address(self, provider):
        return f"{provider.nickname} Street 1"

    @hookimpl
    def platform_used_files(self, provider, keys):
        self.asked.append((provider.nickname, list(keys)))
        return [keys[0]]


class Broken:
    """Raises wherever it is asked."""

    @hookimpl
    def platform_find_address(self):
        raise RuntimeError("broken")

    @hookimpl
    def platform_used_files(self):
        raise RuntimeError("broken")


@pytest.fixture
def file_user():
    return FileUserPlugin()


@pytest.fixture
def olga(make_application, file_user):
    """A professional with a logo, with a broken and a well-behaved plugin."""
    app = make_application(plugin("aaa_broken", Broken()), plugin("file_user", file_user), off=FEATURES)
    olga = professional(Stage(app))
    olga.press("Logo or photo")
    file = io.BytesIO()
    Image.new("RGB", (500, 500), (200, 30, 60)).save(file, "PNG")
    store = FILES.of(app.registry)
    olga.upload(store.put(file.getvalue()), len(file.getvalue()))
    return olga


def address(olga):
    return olga.stage.run(
        lambda request: request.hooks.platform_find_address(provider=provider_of(request, olga)),
        only_reads=True,
    )


def test_hook_platform_find_address_is_answered_by_whoever_knows_one(olga, caplog):
    with caplog.at_level(logging.ERROR):
        assert address(olga) == "Olga Street 1"

    assert caplog.messages == ["plugin aaa_broken raised in the hook platform_find_address and was skipped"]


def test_hook_platform_find_address_tells_the_address_of_the_contact_information(stage):
    olga = professional(stage)
    assert address(olga) is None
    olga.send("/settings")
    olga.press("General settings")
    olga.press("Profile")
    olga.press("Contact information")
    olga.press("Address")

    olga.send("Lindenstr. 12\n10969 Berlin")

    assert address(olga) == "Lindenstr. 12\n10969 Berlin"


def test_hook_platform_propose_address_fills_the_address_by_a_press(stage):
    olga = professional(stage)
    olga.press_data(go("profile"))
    assert "take place" not in olga.screen.text
    for place, is_proposed in (("https://meet.example/olga", False), ("Hauptstr. 1\n79100 Freiburg", True)):
        olga.press_data(go("calendar.place"))
        olga.send(place)
        olga.press_data(go("profile"))
        assert ("Appointments take place at: Hauptstr. 1\n79100 Freiburg." in olga.screen.text) is is_proposed
    olga.press("📍 Address: Hauptstr. 1")
    olga.press("Hauptstr. 1")

    assert address(olga) == "Hauptstr. 1\n79100 Freiburg"
    olga.press_data(go("profile"))
    assert "take place" not in olga.screen.text


def test_hook_platform_used_files_keeps_what_a_plugin_needs(olga, file_user, caplog):
    store = FILES.of(olga.stage.app.registry)
    sizes = olga.stage.run(lambda request: provider_of(request, olga).picture_sizes, only_reads=True)
    keys = StoredPicture.from_json(sizes).keys()
    olga.press("Logo or photo")

    with caplog.at_level(logging.ERROR):
        olga.press("Remove")

    assert file_user.asked == [("Olga", list(keys))]
    assert store.get(keys[0])
    for key in keys[1:]:
        with pytest.raises(KeyError):
            store.get(key)
    assert caplog.messages == ["plugin aaa_broken raised in the hook platform_used_files and was skipped"]


def find_menu(stage, menu):
    return stage.run(lambda request: request.hooks.platform_find_menu(menu=menu), only_reads=True)


def test_hook_platform_find_menu_leads_to_the_menu_of_the_plugin_that_has_it(stage):
    assert find_menu(stage, "profile") == go("profile")
    assert find_menu(stage, "nobody's") is None


def test_way_back_leads_to_the_settings_where_no_plugin_has_the_menu(make_application):
    olga = professional(Stage(make_application(off=("profiles", "design_templates"))))

    olga.press_data(go("social_links.list"))

    assert olga.screen.back == go("settings.general")
