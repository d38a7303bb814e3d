"""From what a person did to the screen they see next."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from pyramid.httpexceptions import HTTPForbidden, HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.database import SessionFence, is_retryable
from kalenner.i18n import _
from kalenner.people.policy import NotAvailable
from kalenner.requests import make_inner
from kalenner.route import Press
from kalenner.screens import routes
from kalenner.screens.model import Arrival, Notice, Screen, lines, paragraphs
from kalenner.screens.registry import commands_of, find_press, find_start, spec_for, specs_of
from kalenner.screens.traces import find_trace
from kalenner.screens.visit import Answer, AnswerRefused, SentAnswer, Visit
from kalenner.typed_values import start_payload

log = logging.getLogger(__name__)


class ScreenResponse(Response):
    """The response of a screen's view: it carries the screen and is never sent as it is."""

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.screen = screen


def answer(request: Request, visit: Visit) -> Screen:
    """Return the screen that answers an arrival, and remember in the dialog where the person is now.

    What a screen wrote before it raised is rolled back; the refusal becomes a screen. Errors that
    say "try the whole unit again" pass.
    """
    dialog = visit.get_dialog()
    screen = _guarded(request, visit, lambda: _route(request, visit))
    if not screen.is_card:
        if not screen.has_question:
            dialog.end_form()
        if screen.at is not None and not screen.has_question:
            dialog.move(screen.at)
    if screen.notice is not None and not visit.arrival.is_press:
        screen = screen.replace(text=paragraphs(screen.notice.text, screen.text), notice=None)
    return screen


def render(request: Request, visit: Visit, press: Press) -> Screen:
    """Return the screen of a notification; raises NotAvailable where its object is gone."""
    request.visit = visit
    try:
        screen = run(request, press)
    except (HTTPForbidden, HTTPNotFound) as error:
        raise NotAvailable from error
    return _said_as(request, visit, screen)


def _said_as(request: Request, visit: Visit, screen: Screen) -> Screen:
    """Say above a message which organization it is about: its owners may be somebody else besides."""
    provider = visit.acting.provider
    if provider is None or not provider.is_organization:
        return screen
    return screen.replace(text=lines(request.text(_("as-organization"), name=provider.nickname), screen.text))


def run(request: Request, press: Press, answer: Answer | None = None) -> Screen:
    """Run a screen's view in a request of its own, on the same transaction.

    Raises NotAvailable where no screen takes the press, and what its context and view raise.
    """
    spec = spec_for(request.registry, press)
    inner = make_inner(request, spec.url, "POST" if press.is_effect else "GET")
    inner.visit = Visit.of(request).answering(press, answer)
    response = request.invoke_subrequest(inner)
    if not isinstance(response, ScreenResponse):
        raise TypeError(f"screen {press.screen} returned {type(response).__name__}, expected a Screen")
    screen = response.screen
    return screen if press.is_effect or screen.at is not None else screen.replace(at=press)


def show(request: Request, press: Press, *, notice: Notice | None = None) -> Screen:
    """Go on to another screen, through its context (``request.show``)."""
    screen = run(request, press)
    return screen if notice is None else screen.replace(notice=notice)


def current(request: Request, notice: Notice | None = None) -> Screen:
    """Show again where the person is: the open question, else the last screen, else the menu."""
    dialog = Visit.of(request).get_dialog()
    specs = specs_of(request.registry)
    form = dialog.open_form(specs)
    for press in (form and replace(form, is_effect=True), dialog.place(specs), routes.menu()):
        if not press:
            continue
        Visit.of(request).forget_provider()
        try:
            screen = run(request, press)
        except (NotAvailable, HTTPForbidden, HTTPNotFound):
            continue
        return screen.replace(notice=notice)
    raise NotAvailable


def _route(request: Request, visit: Visit) -> Screen:
    arrival, dialog = visit.arrival, visit.get_dialog()
    if visit.account.blocked_at is not None:
        return Screen(request.text(_("account-blocked")))
    if arrival.command is not None:
        return _command(request, arrival)
    replied_to = None if arrival.is_press else find_replied(request, visit)
    if replied_to is not None:
        return _received(request, visit, replied_to)
    is_expired = dialog.form_expires_at is not None and dialog.form_expires_at < request.clock.now()
    if is_expired:
        dialog.end_form()
    if not arrival.is_press:
        if is_expired:
            return current(request, Notice(request.label(_("step-expired"))))
        return _typed(request, visit)
    if arrival.press is None:
        return current(request, Notice(request.label(_("menu-out-of-date"))))
    spec = specs_of(request.registry).get(arrival.press.screen)
    if spec is not None and spec.route.is_step and (is_expired or arrival.version != dialog.version):
        return current(request, Notice(request.label(_("step-expired") if is_expired else _("step-over"))))
    return run(request, arrival.press)


def find_replied(request: Request, visit: Visit) -> Press | None:
    """Return the screen of the message that was replied to or edited; None where it takes no messages."""
    number = visit.arrival.reply_to if visit.arrival.edits is None else visit.arrival.edits
    if number is None:
        return None
    trace = find_trace(request.dbsession, visit.account, visit.channel, number)
    specs = specs_of(request.registry)
    press = None if trace is None else find_press(specs, trace.screen, trace.args)
    return press if press is not None and specs[press.screen].route.accepts_messages else None


def _command(request: Request, arrival: Arrival) -> Screen:
    if arrival.command == "start":
        return run(request, routes.start(payload=arrival.payload or "-"))
    command = commands_of(request.registry).get(arrival.command or "")
    return run(request, routes.menu() if command is None else command.press)


def _typed(request: Request, visit: Visit) -> Screen:
    """Answer the open question; else follow a start link, or give what was sent to the screen on show."""
    specs, dialog = specs_of(request.registry), visit.get_dialog()
    form, place = dialog.open_form(specs), dialog.place(specs)
    if form is not None:
        return run(request, replace(form, is_effect=True), SentAnswer())
    linked = open_pasted_link(request, visit.arrival.text)
    if linked is not None:
        return linked
    if place is not None and specs[place.screen].receives(visit.arrival):
        return _received(request, visit, place)
    return current(request, Notice(request.label(_("use-the-buttons"))))


def open_pasted_link(request: Request, text: str | None) -> Screen | None:
    """Return what the start link within a text leads to; None where there is none that a plugin knows."""
    payload = start_payload(text or "")
    return None if payload is None else open_link(request, payload)


def open_link(request: Request, payload: str) -> Screen | None:
    """Return what the plugin behind a start link's payload shows; None where no plugin knows it."""
    press = find_start(request.registry, payload)
    return None if press is None else run(request, press)


def _received(request: Request, visit: Visit, place: Press) -> Screen:
    """Give what was sent to the screen on show, or open the form that is on show and answer that."""
    try:
        if specs_of(request.registry)[place.screen].form is not None:
            run(request, place)
        screen = run(request, replace(place, is_effect=True), SentAnswer())
    except AnswerRefused as refusal:
        visit.arrival = replace(visit.arrival, has_more=False)  # shown now, not with the album's last message
        reason = request.text(refusal.reason, **refusal.values)
        return show(request, place, notice=Notice(request.text(_("form-refused"), reason=reason)))
    spec = specs_of(request.registry)[place.screen]
    if spec.receive is not None and visit.arrival.text and not spec.route.accepts_messages:
        visit.get_dialog().note_taken(visit.arrival.message, place, "")
    return screen


def _guarded(request: Request, visit: Visit, work: Callable[[], Screen]) -> Screen:
    try:
        with SessionFence(request.dbsession)():
            return work()
    except (NotAvailable, HTTPForbidden, HTTPNotFound):
        notice = Notice(request.label(_("not-available")), is_alert=True)
    except Exception as error:
        if is_retryable(error):
            raise
        code = secrets.token_hex(2).upper()
        log.exception("fault %s on %s", code, _subject(visit))
        notice = Notice(request.label(_("fault"), code=code), is_alert=True)
        visit.get_dialog().fault = code
    visit.arrival = replace(visit.arrival, has_more=False)  # shown now, not with the album's last message
    visit.forget_provider()
    return _after_fault(request, notice)


def _subject(visit: Visit) -> object:
    """Say what was being done: the press, the command, or the form that was answered."""
    arrival, dialog = visit.arrival, visit.get_dialog()
    return arrival.press or arrival.command or f"an answer to {dialog.form or 'nothing'}"


def _after_fault(request: Request, notice: Notice) -> Screen:
    """Show again where the person is; where that is what fails, the menu."""
    for show_screen in (
        partial(current, request, notice),
        partial(show, request, routes.menu(), notice=notice),
    ):
        try:
            with SessionFence(request.dbsession)():
                return show_screen()
        except Exception as error:
            if is_retryable(error):
                raise
            log.exception("the screen after a fault failed too")
    return Screen(request.text(notice.text), is_card=True, notice=notice)
