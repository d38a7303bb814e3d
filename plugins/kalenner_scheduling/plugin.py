"""The plugin of scheduling, and what it answers when the platform asks."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry, MenuLine, SampleProfessional, SetupStep
from kalenner.plugins import Plugin
from kalenner_scheduling import menus
from kalenner_scheduling.sample import fill

plugin = Plugin(
    name="scheduling",
    title="Services, working hours and appointments",
    package="kalenner_scheduling",
    has_tables=True,
)


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Add services, working hours and appointments where people look for them."""
    return menus.entries(request, menu, subject)


@hookimpl
def platform_menu_lines(request: Request, menu: str) -> list[MenuLine]:
    """Say what is to do today, or what comes next."""
    return menus.headline(request, menu)


@hookimpl
def platform_setup_steps(request: Request, provider: Any) -> list[SetupStep]:
    """Ask for services and working hours."""
    return menus.setup_steps(request, provider)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional services, working hours and appointments."""
    fill(request, sample)
