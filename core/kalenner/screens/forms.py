"""Questions one by one: a colander schema asked node by node, its answers kept in the dialog row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import Text, _
from kalenner.screens.dialog import Dialog
from kalenner.screens.model import Button, Notice, Screen, Style, act, go, in_rows, paragraphs
from kalenner.screens.registry import FormFactory, ScreenSpec, specs_of

CANCEL, BACK, DONE = _("button-cancel"), _("button-back"), _("button-done")
# What was refused of an album and not said yet; no question has this name.
_UNSAID = "?"


class AnswerRefused(Exception):
    """A form's view refuses one answer: `node` is asked again, with the reason."""

    def __init__(self, node: str, reason: Text, **values: object) -> None:
        super().__init__(str(reason))
        self.node = node
        self.reason = reason
        self.values = values


@dataclass(frozen=True)
class Choice:
    """An answer offered as a button; `answer` is what a person could also have typed."""

    label: str
    answer: str
    style: Style | None = None


@dataclass(frozen=True)
class Ask:
    """How a node is asked: the prompt, ready answers, and whether it applies after the answers so far."""

    prompt: Text
    choices: Sequence[Choice] = ()
    per_row: int = 4
    values: Mapping[str, object] = field(default_factory=dict)
    applies: Callable[[Mapping[str, Any]], bool] = lambda _answers: True
    shown: str = ""
    """The present value, as the person reads it; it can be kept."""
    leave: Text = CANCEL
    """The button that leaves the form; BACK where Cancel could be taken for an answer, DONE in a form whose
    view ends with :func:`keep_asking`."""


def question(
    name: str,
    kind: Any,
    ask: Ask,
    *,
    optional: bool = False,
    current: Any = colander.null,
    validator: Any = None,
) -> colander.SchemaNode:
    """Make one node of a form.

    `kind` is a type of ``kalenner.screens.answers``; an `optional` one may be skipped and then is None;
    `current` is the present value, which Keep leaves as it is.
    """
    return colander.SchemaNode(
        kind,
        name=name,
        ask=ask,
        missing=None if optional else colander.required,
        default=current,
        validator=validator,
    )


def form_of(*nodes: colander.SchemaNode) -> colander.SchemaNode:
    """Make a form of its questions, in the order in which they are asked."""
    return colander.SchemaNode(colander.Mapping(), children=list(nodes))


def open_form(context: Any, request: Request) -> Screen:
    """Show a form: begin it in the dialog and ask its first question (the view of a GET press)."""
    spec = _spec_here(request)
    dialog: Dialog = request.dialog
    unsaid = dialog.answers.get(_UNSAID) if request.environ.get("kalenner.answer") == "more" else None
    dialog.begin(spec.name, request.args, request.clock.now())
    if unsaid:
        dialog.answers = {_UNSAID: unsaid}
    assert spec.form is not None  # noqa: S101 -- only screens with a form have this view
    screen, values = _ask_next(spec.form(context, request), dialog, request)
    if values is None:
        return screen
    from kalenner.screens.dispatch import run

    return run(request, act(spec.name, **request.args))  # nothing is left to ask


def keep_asking(request: Request, notice: Notice | None = None) -> Screen:
    """Ask the form's questions once more after its view has kept the answers (the end of such a view).

    So one answer after the other is taken, such as the pictures of an album, until the person leaves; the
    form asks at least one question whatever was answered.
    """
    from kalenner.screens.dispatch import run

    again = {"kalenner.answer": "more"}
    screen = run(request, go(_spec_here(request).name, **request.args), **again)
    return screen.replace(notice=notice)


def answering(view: Callable[[Any, Request], Screen], form: FormFactory) -> Callable[[Any, Request], Screen]:
    """Wrap a form's view: take one answer, ask the next question, and run the view after the last."""

    def take(context: Any, request: Request) -> Screen:
        dialog: Dialog = request.dialog
        schema = form(context, request)
        reason = _take_answer(schema, dialog, request)
        screen, values = _ask_next(schema, dialog, request, reason)
        if values is None:
            return screen
        request.values = values
        try:
            done = view(context, request)
        except AnswerRefused as refusal:
            _forget(dialog, refusal.node)
            return _ask_next(schema, dialog, request, request.text(refusal.reason, **refusal.values))[0]
        if not done.has_question:  # else the view has opened another form
            dialog.end_form()
        return done

    return take


def form_button(context: Any, request: Request) -> Screen:
    """Answer the open question by a button: a ready choice, Skip or Keep."""
    del context
    spec = request.dialog.open_form(specs_of(request.registry))
    if spec is None:
        return _run_current(request)
    from kalenner.screens.dispatch import run

    answer = {"kalenner.answer": request.matched_route.name.removeprefix("screen:form.")}
    return run(
        request, act(spec.screen, **spec.args), **answer, **{"kalenner.choice": request.args.get("choice")}
    )


def cancel_form(context: Any, request: Request) -> Screen:
    """Leave the form; nothing is changed."""
    del context
    request.dialog.end_form()
    return _run_current(request)


def _run_current(request: Request) -> Screen:
    from kalenner.screens.dispatch import current

    return current(request)


def _spec_here(request: Request) -> ScreenSpec:
    return specs_of(request.registry)[request.matched_route.name.removeprefix("screen:")]


def _take_answer(schema: colander.SchemaNode, dialog: Dialog, request: Request) -> Text | None:
    """Record the answer that came with the press; return the reason if it is refused."""
    how = request.environ.get("kalenner.answer", "again")
    if how == "again" or dialog.asking is None or dialog.asking not in schema:
        return None
    node = schema[dialog.asking]
    answer, is_given = _answer(node, how, request)
    if not is_given:
        return None
    reason = _check(node, answer, request)
    if reason is None:
        dialog.answers = {**dialog.answers, node.name: answer}
    return reason


def _answer(node: colander.SchemaNode, how: str, request: Request) -> tuple[Any, bool]:
    """Return the raw answer, and whether there is one; None is a skipped question."""
    if how == "skip":
        return None, node.missing is not colander.required
    if how == "keep":
        return node.serialize(node.default), node.default is not colander.null
    if how == "choose":
        choices = node.ask.choices
        place = request.environ["kalenner.choice"]
        return (
            (choices[place].answer, True)
            if place is not None and 0 <= place < len(choices)
            else (None, False)
        )
    arrival = request.environ["kalenner.visit"].arrival
    if arrival.upload is not None:
        return {"key": arrival.upload.key, "size": arrival.upload.size}, True
    if arrival.place is not None:
        return {"latitude": arrival.place.latitude, "longitude": arrival.place.longitude}, True
    return arrival.text or "", True


def _check(node: colander.SchemaNode, answer: Any, request: Request) -> Text | None:
    if answer is None:
        return None
    try:
        node.deserialize(answer)
    except colander.Invalid as error:
        return _reason(error, request)
    return None


def _reason(error: colander.Invalid, request: Request) -> Text:
    message = error.msg
    if isinstance(message, list):
        message = message[0]
    values = dict(getattr(message, "mapping", None) or {})
    return request.text(message, **values)


def _forget(dialog: Dialog, name: str) -> None:
    dialog.answers = {key: answer for key, answer in dialog.answers.items() if key != name}


def _ask_next(
    schema: colander.SchemaNode, dialog: Dialog, request: Request, reason: Text | None = None
) -> tuple[Screen, dict[str, Any] | None]:
    """Return the next question; with no question left, the whole form's values."""
    values: dict[str, Any] = {}
    for node in schema.children:
        if not node.ask.applies(values):
            values[node.name] = None
            continue
        if node.name not in dialog.answers:
            return _ask(node, dialog, request, reason), None
        answer = dialog.answers[node.name]
        try:
            values[node.name] = None if answer is None else node.deserialize(answer)
        except colander.Invalid as error:
            _forget(dialog, node.name)
            return _ask(node, dialog, request, _reason(error, request)), None
    return Screen(request.text("")), values


def _ask(node: colander.SchemaNode, dialog: Dialog, request: Request, reason: Text | None) -> Screen:
    dialog.asking = node.name
    ask: Ask = node.ask
    rows = in_rows(
        [
            Button(choice.label, act("form.choose", choice=place), choice.style)
            for place, choice in enumerate(ask.choices)
        ],
        ask.per_row,
    )
    ends = [Button(request.label(ask.leave), act("form.cancel"))]
    if node.missing is not colander.required:
        ends.append(Button(request.label(_("button-skip")), act("form.skip")))
    if node.default is not colander.null:
        ends.append(Button(request.label(_("button-keep")), act("form.keep")))
    now = request.text(_("form-now"), value=ask.shown) if ask.shown else None
    warnings = [request.text(_("form-refused"), reason=said) for said in _reasons(dialog, request, reason)]
    return Screen(
        paragraphs(*warnings, request.text(ask.prompt, **ask.values), now),
        rows=(*rows, tuple(ends)),
        has_question=True,
    )


def _reasons(dialog: Dialog, request: Request, reason: Text | None) -> list[Text]:
    """Return what is to be said about refused answers: each reason once, and none while more is to come."""
    said: list[Text] = [Markup(one) for one in dialog.answers.get(_UNSAID, ())]  # noqa: S704 -- as `_reason` escaped it
    if reason and reason not in said:
        said.append(Markup(reason))  # noqa: S704
    if said:
        has_more = request.environ["kalenner.visit"].arrival.has_more
        _forget(dialog, _UNSAID)
        dialog.answers |= {_UNSAID: [str(one) for one in said]} if has_more else {}
    return said


def saved(request: Request) -> Notice:
    """Return the notice after a change."""
    return Notice(request.label(_("saved")))
