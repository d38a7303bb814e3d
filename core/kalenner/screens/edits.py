"""Messages that are edited after they were taken: what was written first counts, which is told once."""

from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from pyramid.request import Request

from kalenner.i18n import _
from kalenner.people.policy import NotAvailable
from kalenner.route import Press
from kalenner.screens import routes
from kalenner.screens.decorators import screen
from kalenner.screens.dispatch import current, find_replied, run
from kalenner.screens.model import Button, Screen
from kalenner.screens.registry import find_press, specs_of
from kalenner.screens.visit import SentAnswer, Visit


def answer_edit(request: Request, visit: Visit) -> Screen | None:
    """Return what is said of the message that was edited; None where it is none of those that were taken.

    It is a message of its own, so an open question stays open.
    """
    dialog, message = visit.get_dialog(), visit.arrival.edits
    edited = find_replied(request, visit)
    if edited is not None:
        return _given_edit(request, edited)
    if message is None or not dialog.tell_of(message):
        return None
    button = Button(request.label(_("button-change")), routes.change(message=message))
    return Screen(request.text(_("edited-too-late")), rows=((button,),), is_card=True)


def _given_edit(request: Request, edited: Press) -> Screen | None:
    """Give what a message says now to the screen that has taken it."""
    try:
        screen = run(request, replace(edited, is_effect=True), SentAnswer())
    except (NotAvailable, HTTPForbidden, HTTPNotFound):
        return None
    return screen.replace(is_card=True)


@screen(routes.change)
def change(context: Any, request: Request) -> Screen:
    """Ask the question again that a message answered, or show what the answers were made into."""
    del context
    dialog, specs = Visit.of(request).get_dialog(), specs_of(request.registry)
    taken = dialog.find_taken(request.args["message"])
    if taken is None:
        raise NotAvailable
    asked = find_press(specs, taken["screen"], taken["args"])
    if asked is not None and asked == dialog.open_form(specs) and taken["question"] in dialog.answers:
        dialog.answers = {
            name: answer for name, answer in dialog.answers.items() if name != taken["question"]
        }
        return run(request, replace(asked, is_effect=True))
    for press in (_made(request, taken), asked):
        if press is None:
            continue
        try:
            return run(request, press)
        except (NotAvailable, HTTPForbidden, HTTPNotFound):  # such as the form of what is there already
            continue
    return current(request)


def _made(request: Request, taken: dict[str, Any]) -> Press | None:
    """Return the screen of what several answers were made into, where each can be changed."""
    if not taken.get("made"):
        return None
    return find_press(specs_of(request.registry), *taken["made"])
