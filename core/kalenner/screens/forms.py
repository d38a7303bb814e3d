"""Questions one by one: a colander schema asked node by node, its answers kept in the dialog row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import Translatable, _
from kalenner.route import Press
from kalenner.screens import routes
from kalenner.screens.decorators import screen
from kalenner.screens.dialog import Dialog
from kalenner.screens.dispatch import current, run
from kalenner.screens.meanings import SeveralMeanings
from kalenner.screens.model import Button, Notice, Screen, Style, in_rows, paragraphs
from kalenner.screens.raw_answers import raw_answer
from kalenner.screens.registry import FormFactory, View, specs_of
from kalenner.screens.visit import (
    Answer,
    AnswerRefused,
    ChosenAnswer,
    FormRestart,
    KeptAnswer,
    SentAnswer,
    SkippedAnswer,
    Visit,
)

CANCEL, BACK, DONE = _("button-cancel"), _("button-back"), _("button-done")
# The reasons of an album's refused files that were not shown yet; no question has this name.
_UNTOLD = "?"
# What the last answer may mean, each as label and answer; no question has this name either.
_MEANINGS = "??"


@dataclass(frozen=True)
class Choice:
    """An answer offered as a button; `answer` is what a person could also have typed."""

    label: str
    answer: str
    style: Style | None = None


@dataclass(frozen=True)
class Ask:
    """How a node is asked: the prompt, ready answers, and whether it applies after the answers so far."""

    prompt: Translatable
    choices: Sequence[Choice] = ()
    per_row: int = 4
    values: Mapping[str, object] = field(default_factory=dict)
    applies: Callable[[Mapping[str, Any]], bool] = lambda _answers: True
    shown: str = ""
    """The present value, as the person reads it; it can be kept."""
    links: Sequence[Button] = ()
    """Buttons that lead out of the chat, to where an answer can be found."""
    leave: Translatable = CANCEL
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


def form_of(*nodes: colander.SchemaNode, follows_answers: bool = False) -> colander.SchemaNode:
    """Make a form of its questions, in the order in which they are asked.

    With `follows_answers` it is made again after each answer, since later questions show earlier answers: the
    factory reads them, as they were given, from ``request.dialog.answers``.
    """
    return colander.SchemaNode(colander.Mapping(), children=list(nodes), follows_answers=follows_answers)


def opening(form: FormFactory) -> View:
    """Return the view that shows a form: it begins in the dialog, and the first question is asked."""

    def ask_first(context: Any, request: Request) -> Screen:
        dialog, press = _dialog(request), _press(request)
        is_again = isinstance(Visit.of(request).answer, FormRestart)
        untold = dialog.answers.get(_UNTOLD) if is_again else None
        dialog.begin(press, request.clock.now())
        if untold:
            dialog.answers = {_UNTOLD: untold}
        screen, values = _ask_next(form(context, request), dialog, request)
        return screen if values is None else run(request, replace(press, is_effect=True))

    return ask_first


def keep_asking(request: Request, notice: Notice | None = None) -> Screen:
    """Ask the form's questions once more after its view has kept the answers (the end of such a view).

    So one answer after the other is taken, such as the pictures of an album, until the person leaves; the
    form asks at least one question whatever was answered.
    """
    screen = run(request, replace(_press(request), is_effect=False), FormRestart())
    return screen.replace(notice=notice)


def answering(view: View, form: FormFactory) -> View:
    """Return the view that takes one answer and asks the next question; `view` runs after the last."""

    def take(context: Any, request: Request) -> Screen:
        dialog = _dialog(request)
        schema = form(context, request)
        reason = _take_answer(schema, dialog, request)
        if schema.follows_answers and reason is None:
            schema = form(context, request)
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
            if done.at is not None and len(schema.children) > 1:
                dialog.note_made(_press(request), done.at)
        return done

    return take


@screen(routes.choose)
def choose(context: Any, request: Request) -> Screen:
    """Answer the open question by one of its ready choices."""
    del context
    return _answer_open_form(request, ChosenAnswer(request.args["choice"]))


@screen(routes.skip)
def skip(context: Any, request: Request) -> Screen:
    """Leave the open question without an answer."""
    del context
    return _answer_open_form(request, SkippedAnswer())


@screen(routes.keep)
def keep(context: Any, request: Request) -> Screen:
    """Answer the open question by the present value."""
    del context
    return _answer_open_form(request, KeptAnswer())


@screen(routes.cancel)
def cancel_form(context: Any, request: Request) -> Screen:
    """Leave the form; nothing is changed."""
    del context
    _dialog(request).end_form()
    return current(request)


def _answer_open_form(request: Request, answer: Answer) -> Screen:
    form = _dialog(request).open_form(specs_of(request.registry))
    return current(request) if form is None else run(request, replace(form, is_effect=True), answer)


def _dialog(request: Request) -> Dialog:
    return Visit.of(request).get_dialog()


def _press(request: Request) -> Press:
    press = Visit.of(request).press
    assert press is not None  # noqa: S101 -- every view is run for a press
    return press


def _take_answer(schema: colander.SchemaNode, dialog: Dialog, request: Request) -> Translatable | None:
    """Record the answer that came with the press; return the reason if it is refused."""
    visit = Visit.of(request)
    if visit.answer is None or dialog.asking is None or dialog.asking not in schema:
        return None
    node = schema[dialog.asking]
    answer, is_given = raw_answer(node, _choices(node, dialog), visit.answer, visit.arrival)
    if not is_given:
        return None
    _forget(dialog, _MEANINGS)
    try:
        reason = _check(node, answer, request)
    except SeveralMeanings as several:
        meanings = [[meaning.label, meaning.answer] for meaning in several.meanings]
        dialog.answers = {**dialog.answers, _MEANINGS: meanings}
        reason = None
    else:
        if reason is None:
            dialog.answers = {**dialog.answers, node.name: answer}
    if reason is None and isinstance(visit.answer, SentAnswer):
        dialog.note_taken(visit.arrival.message, _press(request), node.name)
    return reason


def _choices(node: colander.SchemaNode, dialog: Dialog) -> Sequence[Choice]:
    """Return the ready answers to a question: what the last answer may mean, else those that it has."""
    meanings = dialog.answers.get(_MEANINGS)
    return [Choice(label, answer) for label, answer in meanings] if meanings else node.ask.choices


def _check(node: colander.SchemaNode, answer: Any, request: Request) -> Translatable | None:
    if answer is None:
        return None
    try:
        node.deserialize(answer)
    except SeveralMeanings:
        raise
    except colander.Invalid as error:
        return _reason(error, request)
    return None


def _reason(error: colander.Invalid, request: Request) -> Translatable:
    message = error.msg
    if isinstance(message, list):
        message = message[0]
    values = dict(getattr(message, "mapping", None) or {})
    return request.text(message, **values)


def _forget(dialog: Dialog, name: str) -> None:
    dialog.answers = {key: answer for key, answer in dialog.answers.items() if key != name}


def _ask_next(
    schema: colander.SchemaNode, dialog: Dialog, request: Request, reason: Translatable | None = None
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


def _ask(node: colander.SchemaNode, dialog: Dialog, request: Request, reason: Translatable | None) -> Screen:
    dialog.asking, dialog.file_use = node.name, getattr(node.typ, "file_use", None)
    ask: Ask = node.ask
    is_which = _MEANINGS in dialog.answers
    rows = in_rows(
        [
            Button(choice.label, routes.choose(choice=place), choice.style)
            for place, choice in enumerate(_choices(node, dialog))
        ],
        1 if is_which else ask.per_row,
    )
    ends = [Button(request.label(ask.leave), routes.cancel())]
    if node.missing is not colander.required:
        ends.append(Button(request.label(_("button-skip")), routes.skip()))
    if node.default is not colander.null:
        ends.append(Button(request.label(_("button-keep")), routes.keep()))
    now = request.text(_("form-now"), value=ask.shown) if ask.shown else None
    warnings = [request.text(_("form-refused"), reason=text) for text in _reasons(dialog, request, reason)]
    which = request.text(_("which-is-meant")) if is_which else None
    return Screen(
        paragraphs(*warnings, which, request.text(ask.prompt, **ask.values), now),
        rows=(*rows, *in_rows(ask.links, 2), tuple(ends)),
        has_question=True,
    )


def _reasons(dialog: Dialog, request: Request, reason: Translatable | None) -> list[Translatable]:
    """Return what is to be told about refused answers: each reason once, and none while more is to come."""
    reasons: list[Translatable] = [Markup(text) for text in dialog.answers.get(_UNTOLD, ())]  # noqa: S704 -- as `_reason` escaped it
    if reason and reason not in reasons:
        reasons.append(Markup(reason))  # noqa: S704
    if reasons:
        _forget(dialog, _UNTOLD)
        if Visit.of(request).arrival.has_more:
            dialog.answers = {**dialog.answers, _UNTOLD: [str(text) for text in reasons]}
            return []
    return reasons


def saved(request: Request) -> Notice:
    """Return the notice after a change."""
    return Notice(request.label(_("saved")))
