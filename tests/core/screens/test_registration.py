"""Screens as they are registered: by decorator and scan, once each, and none without a view."""

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from kalenner.cli.screens import show_screens
from kalenner.file_use import FileUse
from kalenner.people.policy import PersonContext
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.screens.registration import unshown_routes
from kalenner.screens.registry import specs_of
from tests.core.screens import survey, unshown

DESK: Route[[]] = Route("desk", "/desk", {})


def show_desk(context: PersonContext, request: object) -> Screen:
    """Show the desk."""
    del context, request
    return Screen("Desk")  # type: ignore[arg-type]


def add_desk(config: Configurator) -> None:
    config.add_screen(show_desk, DESK)


def add_another_desk(config: Configurator) -> None:
    config.add_screen(show_desk, Route("desk", "/another", {}))


@pytest.fixture
def config() -> Configurator:
    made = Configurator()
    made.include("kalenner.tasks")
    made.include("kalenner.security")
    made.include("kalenner.screens")
    return made


def test_screen_without_a_permission_is_a_fault(config: Configurator):
    with pytest.raises(ConfigurationError, match="screen desk: expected a permission"):
        config.add_screen(show_desk, DESK, permission="")


@pytest.mark.parametrize(
    ("route", "more"),
    [
        (Route("desk", "/desk", {}, accepts_files=FileUse.FILE), {}),
        (DESK, {"receive": show_desk}),
        (
            Route("desk", "/desk", {}, is_effect=True, accepts_files=FileUse.FILE),
            {"receive": show_desk},
        ),
        (Route("desk", "/desk", {}, accepts_files=FileUse.FILE), {"receive": show_desk, "form": show_desk}),
        (Route("desk", "/desk", {}, accepts_text=True), {}),
        (Route("desk", "/desk", {}, accepts_text=True), {"receive": show_desk, "form": show_desk}),
    ],
)
def test_what_is_sent_is_accepted_by_route_and_view_or_by_neither(config: Configurator, route, more):
    with pytest.raises(ConfigurationError, match=r"screen desk: (expected receive|accepts what is sent)"):
        config.add_screen(show_desk, route, **more)


def test_two_views_of_one_route_are_a_fault(config: Configurator):
    config.include(add_desk)
    config.include(add_another_desk)

    with pytest.raises(ConfigurationConflictError):
        config.commit()


def test_route_that_no_view_shows_is_named(config: Configurator):
    config.scan(unshown)
    config.commit()

    assert unshown_routes(config.registry) == [unshown.lost]
    assert "unshown.shown" in specs_of(config.registry)


def test_every_route_of_the_product_has_a_view(app):
    assert unshown_routes(app.registry) == []


def test_map_says_name_arguments_path_and_what_is_seen(config: Configurator):
    config.include(survey)
    config.commit()

    lines = show_screens(specs_of(config.registry), "tests")

    assert "survey.month(month: date)  /survey/month/{month}" in lines
    assert "survey.once()  /survey/once  effect  step" in lines
    assert "survey.ask()  /survey/ask  form" in lines
    assert not any(line.startswith("tick") for line in lines)
    assert show_screens(specs_of(config.registry), "no-plugin") == []
