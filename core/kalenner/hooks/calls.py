"""The hooks as callers see them, typed from the specifications."""

from collections.abc import Callable, Mapping
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar, cast

from kalenner.hooks import analytics, platform, privacy, scheduling, themes
from kalenner.hooks.request import HookRequest

P = ParamSpec("P")
R = TypeVar("R")


class HookDispatch(Protocol):
    """Calls a hook's implementations with a request, and returns what the specification says."""

    def __call__(self, hook: str, arguments: Mapping[str, object], /) -> object:
        """Call the hook of this name."""
        ...


class HookCaller(Generic[P, R]):
    """One hook as an attribute of :class:`HookCalls`: its specification without the request."""

    def __init__(self, specification: Callable[Concatenate[HookRequest, P], R]) -> None:
        self.name = specification.__name__

    def __get__(self, calls: "HookCalls", owner: type["HookCalls"]) -> Callable[P, R]:
        """Return the function that calls the hook."""

        def call(*args: P.args, **arguments: P.kwargs) -> R:
            if args:
                raise TypeError(f"the hook {self.name} takes keyword arguments")
            return cast("R", calls.dispatch(self.name, arguments))

        return call


class HookCalls:
    """The hooks of a request: ``request.hooks.platform_menu_lines(menu=…)``.

    The request is given to implementations by itself, and each runs in a savepoint of its own.
    """

    def __init__(self, dispatch: HookDispatch) -> None:
        self.dispatch = dispatch

    platform_menu_entries = HookCaller(platform.platform_menu_entries)
    platform_menu_lines = HookCaller(platform.platform_menu_lines)
    platform_client_marks = HookCaller(platform.platform_client_marks)
    platform_setup_steps = HookCaller(platform.platform_setup_steps)
    platform_sample_filled = HookCaller(platform.platform_sample_filled)
    platform_zone_consequences = HookCaller(platform.platform_zone_consequences)
    platform_provider_closed = HookCaller(platform.platform_provider_closed)
    platform_client_removed = HookCaller(platform.platform_client_removed)
    platform_client_left = HookCaller(platform.platform_client_left)
    platform_client_consequences = HookCaller(platform.platform_client_consequences)
    platform_used_files = HookCaller(platform.platform_used_files)
    platform_find_address = HookCaller(platform.platform_find_address)
    platform_propose_address = HookCaller(platform.platform_propose_address)
    platform_find_booking_link = HookCaller(platform.platform_find_booking_link)
    platform_find_contact = HookCaller(platform.platform_find_contact)
    platform_map_links = HookCaller(platform.platform_map_links)
    platform_find_landing = HookCaller(platform.platform_find_landing)
    platform_find_menu = HookCaller(platform.platform_find_menu)
    platform_translatable_texts = HookCaller(platform.platform_translatable_texts)
    platform_find_subject = HookCaller(platform.platform_find_subject)

    scheduling_find_next = HookCaller(scheduling.scheduling_find_next)
    scheduling_appointment_changed = HookCaller(scheduling.scheduling_appointment_changed)
    scheduling_appointment_amended = HookCaller(scheduling.scheduling_appointment_amended)
    scheduling_info_lines = HookCaller(scheduling.scheduling_info_lines)
    scheduling_closed_times = HookCaller(scheduling.scheduling_closed_times)
    scheduling_refusals = HookCaller(scheduling.scheduling_refusals)
    scheduling_packages = HookCaller(scheduling.scheduling_packages)

    themes_page_services = HookCaller(themes.themes_page_services)
    themes_page_hours = HookCaller(themes.themes_page_hours)
    themes_page_links = HookCaller(themes.themes_page_links)
    themes_find_design = HookCaller(themes.themes_find_design)
    themes_find_invitation = HookCaller(themes.themes_find_invitation)
    themes_invitation_changed = HookCaller(themes.themes_invitation_changed)

    privacy_link_erased = HookCaller(privacy.privacy_link_erased)
    privacy_account_erased = HookCaller(privacy.privacy_account_erased)
    privacy_erasure_consequences = HookCaller(privacy.privacy_erasure_consequences)

    analytics_figures = HookCaller(analytics.analytics_figures)
    analytics_debts = HookCaller(analytics.analytics_debts)
    analytics_links = HookCaller(analytics.analytics_links)
