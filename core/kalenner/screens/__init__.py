"""Screens: what a person sees and presses, as Pyramid views that no channel's details reach."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.screens import forms, registry, widgets
from kalenner.screens.dialog import Dialog
from kalenner.screens.dispatch import Visit, answer, current, render, run, show
from kalenner.screens.forms import (
    BACK,
    DONE,
    AnswerRefused,
    Ask,
    Choice,
    form_of,
    keep_asking,
    question,
    saved,
)
from kalenner.screens.model import (
    Arrival,
    Attachment,
    Button,
    CopyText,
    Link,
    Notice,
    Place,
    Press,
    Screen,
    Style,
    Upload,
    act,
    go,
    in_rows,
    lines,
    paragraphs,
)
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
    "Notice",
    "Place",
    "Press",
    "Screen",
    "Style",
    "Upload",
    "Visit",
    "act",
    "answer",
    "current",
    "footer",
    "form_of",
    "go",
    "in_rows",
    "keep_asking",
    "lines",
    "paragraphs",
    "question",
    "render",
    "run",
    "saved",
    "show",
]


def _dialog(request: Request) -> Dialog | None:
    dialog: Dialog | None = request.environ["kalenner.visit"].dialog
    return dialog


def includeme(config: Configurator) -> None:
    """Add the directives and the screens that every form and list uses."""
    config.add_route_predicate("from_press", registry.FromPress)
    config.add_directive("add_screen", registry.add_screen)
    config.add_directive("add_command", registry.add_command)
    config.add_response_adapter(registry.ScreenResponse, Screen)
    config.add_request_method(show, "show")
    config.add_request_method(_dialog, "dialog", property=True)
    use = {"permission": "use", "effect": True, "step": True}
    config.add_screen(
        forms.form_button, name="form.choose", path="/form/choose/{choice}", args={"choice": int}, **use
    )
    config.add_screen(forms.form_button, name="form.skip", path="/form/skip", **use)
    config.add_screen(forms.form_button, name="form.keep", path="/form/keep", **use)
    config.add_screen(forms.cancel_form, name="form.cancel", path="/form/cancel", **use)
    config.add_screen(widgets.tick, name="tick", path="/tick/{item}", args={"item": int}, **use)
    config.add_screen(
        widgets.month_closed, name="month.closed", path="/month/closed", permission="use", effect=True
    )
