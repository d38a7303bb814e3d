"""Screens: what a person sees and presses, as Pyramid views that are independent of the channel."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.route import Press, Route, route
from kalenner.screens import edits, forms, registration, widgets
from kalenner.screens.decorators import screen
from kalenner.screens.dialog import Dialog
from kalenner.screens.dispatch import ScreenResponse, answer, current, render, run, show
from kalenner.screens.edits import answer_edit
from kalenner.screens.forms import (
    BACK,
    DONE,
    Ask,
    Choice,
    form_of,
    keep_asking,
    question,
    saved,
)
from kalenner.screens.messages import Media, MessageKind, SharedContact
from kalenner.screens.model import (
    Arrival,
    Attachment,
    Button,
    CopyText,
    Link,
    Notice,
    Place,
    Screen,
    Style,
    Upload,
    in_rows,
    lines,
    paragraphs,
)
from kalenner.screens.unasked import answer_form
from kalenner.screens.visit import AnswerRefused, Visit
from kalenner.screens.widgets import footer

__all__ = [
    "BACK",
    "DONE",
    "AnswerRefused",
    "Arrival",
    "Ask",
    "Attachment",
    "Button",
    "Choice",
    "CopyText",
    "Dialog",
    "Link",
    "Media",
    "MessageKind",
    "Notice",
    "Place",
    "Press",
    "Route",
    "Screen",
    "SharedContact",
    "Style",
    "Upload",
    "Visit",
    "answer",
    "answer_edit",
    "answer_form",
    "current",
    "footer",
    "form_of",
    "in_rows",
    "keep_asking",
    "lines",
    "paragraphs",
    "question",
    "render",
    "route",
    "run",
    "saved",
    "screen",
    "show",
]


def _args(request: Request) -> object:
    return Visit.of(request).args


def _dialog(request: Request) -> Dialog | None:
    return Visit.of(request).dialog


def includeme(config: Configurator) -> None:
    """Add the directives and the screens that every form and list uses."""
    config.add_route_predicate("from_press", registration.FromPress)
    config.add_directive("add_screen", registration.add_screen)
    config.add_directive("add_command", registration.add_command)
    config.add_directive("declare_route", registration.declare_route)
    config.add_response_adapter(ScreenResponse, Screen)
    config.add_request_method(show, "show")
    config.add_request_method(_args, "args", property=True)
    config.add_request_method(_dialog, "dialog", property=True)
    config.scan(edits)
    config.scan(forms)
    config.scan(widgets)
