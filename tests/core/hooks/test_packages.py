"""What a plugin does about packages: nobody is offered the services that it names, and nobody books them."""

import datetime as dt

import pytest

from kalenner.hooks import hookimpl
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, go
from kalenner_scheduling.appointments.errors import IsPackage
from tests.plugins.scheduling.people import People

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Bundles:
    """Makes packages of some services."""

    def __init__(self) -> None:
        self.packages: list[int] = []

    @hookimpl
    def scheduling_packages(self, provider_id):
        return self.packages if provider_id == 1 else []


class Broken:
    """Raises instead of answering."""

    @hookimpl
    def scheduling_packages(self):
        raise ValueError("packages")


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


@pytest.fixture
def bundles() -> Bundles:
    return Bundles()


@pytest.fixture
def people(make_application, bundles) -> People:
    answering = {"bundles": bundles, "broken": Broken()}
    return People(Stage(make_application(*(plugin(name, one) for name, one in answering.items()))))


def test_hook_scheduling_packages_takes_services_out_of_booking(people, bundles, caplog):
    people.add_service(people.olga, "Talk", 30)
    people.request(TEN)
    bundles.packages = [1]
    people.ada.press_data(go("book.services", provider=1))

    assert "Massage" not in str(people.ada.labels)
    with pytest.raises(IsPackage):
        people.request(TEN + dt.timedelta(hours=1))
    assert "plugin broken raised in the hook scheduling_packages and was skipped" in caplog.text
