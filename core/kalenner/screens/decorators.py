"""The decorator ``@screen``, by which a view says which screen it shows."""

from collections.abc import Callable
from typing import Any, TypeVar

import venusian
from pyramid.request import Request

from kalenner.people.policy import PersonContext
from kalenner.route import Route
from kalenner.screens.registry import FormFactory, View

AnyView = TypeVar("AnyView", bound=Callable[..., Any])


def screen(
    route: Route[Any],
    *,
    context: Callable[[Request], Any] = PersonContext,
    permission: str = "use",
    form: FormFactory | None = None,
    receive: View | None = None,
) -> Callable[[AnyView], AnyView]:
    """Register the decorated view as the screen of a route, once the plugin's ``includeme`` scans.

    `context` loads the object through the person and raises ``NotAvailable``; `permission` is asked of its
    access list. With `form`, showing the screen asks the form's questions, and the view runs with
    ``request.values``. With `receive`, for a route that `accepts_files` or `accepts_text`, what is sent while
    the screen is on show is given to that view as ``request.upload`` or ``request.sent_text``. A view may
    have several routes.
    """

    def attach(view: AnyView) -> AnyView:
        def register(scanner: Any, _name: str, _view: AnyView) -> None:
            scanner.config.add_screen(
                view, route, context=context, permission=permission, form=form, receive=receive, _info=place
            )

        place = venusian.attach(view, register, category="pyramid").codeinfo
        return view

    return attach
