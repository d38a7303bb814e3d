"""How a professional's clients are reminded: how long before the start, and when it is quiet (P.notify)."""

from dataclasses import replace
from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Press,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner_reminders import _, routes
from kalenner_reminders.answers import Leads, Quiet
from kalenner_reminders.due_times import DEFAULT, Preferences, QuietHours
from kalenner_reminders.queries import preferences_of
from kalenner_reminders.screens.words import choice_button, lead_text, leads_text, quiet_text
from kalenner_reminders.services import ReminderService

LEADS_OFFERED: tuple[tuple[int, ...], ...] = ((), (1_440,), (120,), (1_440, 120))
QUIET_OFFERED: tuple[QuietHours | None, ...] = (None, DEFAULT.quiet)


@screen(routes.settings, context=ProfessionalContext)
def show_settings(context: ProfessionalContext, request: Request) -> Screen:
    """Show how clients are reminded."""
    now = _preferences(context, request)
    buttons = [
        choice_button(_leads_label(request, leads), routes.set_leads(choice=number), leads == now.leads)
        for number, leads in enumerate(LEADS_OFFERED)
    ]
    own = _own_button(request, routes.own_leads(), now.leads not in LEADS_OFFERED)
    quiet = request.label(_("button-quiet-hours"), hours=_quiet_label(request, now.quiet))
    return Screen(
        paragraphs(
            request.text(_("settings-title")),
            lines(_leads_line(request, now), _quiet_line(request, now) if now.leads else None),
        ),
        rows=(
            (buttons[0], buttons[1]),
            (buttons[2], buttons[3]),
            (own,),
            (Button(quiet, routes.quiet()),),
        ),
        back=home_routes.settings(),
    )


@screen(routes.set_leads, context=ProfessionalContext)
def set_leads(context: ProfessionalContext, request: Request) -> Screen:
    """Remind as offered."""
    leads = _chosen(request, LEADS_OFFERED)
    return _save(context, request, replace(_preferences(context, request), leads=leads), routes.settings())


def leads_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask how long before the start."""
    now = _preferences(context, request).leads
    ask = Ask(_("ask-leads"), shown=leads_text(request, now) if now else "")
    return form_of(question("leads", Leads(), ask))


@screen(routes.own_leads, context=ProfessionalContext, form=leads_form)
def set_own_leads(context: ProfessionalContext, request: Request) -> Screen:
    """Remind as typed."""
    now = replace(_preferences(context, request), leads=request.values["leads"])
    return _save(context, request, now, routes.settings())


@screen(routes.quiet, context=ProfessionalContext)
def show_quiet(context: ProfessionalContext, request: Request) -> Screen:
    """Show when it is quiet."""
    now = _preferences(context, request)
    buttons = tuple(
        choice_button(_quiet_label(request, quiet), routes.set_quiet(choice=number), quiet == now.quiet)
        for number, quiet in enumerate(QUIET_OFFERED)
    )
    own = _own_button(request, routes.own_quiet(), now.quiet not in QUIET_OFFERED)
    return Screen(
        paragraphs(request.text(_("quiet-title")), _quiet_line(request, now)),
        rows=(buttons, (own,)),
        back=routes.settings(),
    )


@screen(routes.set_quiet, context=ProfessionalContext)
def set_quiet(context: ProfessionalContext, request: Request) -> Screen:
    """Be quiet as offered."""
    quiet = _chosen(request, QUIET_OFFERED)
    return _save(context, request, replace(_preferences(context, request), quiet=quiet), routes.quiet())


def quiet_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask when it is quiet."""
    now = _preferences(context, request).quiet
    ask = Ask(_("ask-quiet"), shown=quiet_text(now) if now else "")
    return form_of(question("quiet", Quiet(), ask))


@screen(routes.own_quiet, context=ProfessionalContext, form=quiet_form)
def set_own_quiet(context: ProfessionalContext, request: Request) -> Screen:
    """Be quiet as typed."""
    now = replace(_preferences(context, request), quiet=request.values["quiet"])
    return _save(context, request, now, routes.quiet())


def _preferences(context: ProfessionalContext, request: Request) -> Preferences:
    return preferences_of(request.dbsession, context.provider.id)


def _chosen(request: Request, choices: tuple[Any, ...]) -> Any:
    choice = request.args["choice"]
    if not 0 <= choice < len(choices):
        raise NotAvailable
    return choices[choice]


def _save(context: ProfessionalContext, request: Request, preferences: Preferences, then: Press) -> Screen:
    request.find_service(ReminderService).set_preferences(context.provider, preferences)
    return show(request, then, notice=saved(request))


def _own_button(request: Request, press: Press, is_chosen: bool) -> Button:  # noqa: FBT001 -- a mark
    return choice_button(request.label(_("button-own")), press, is_chosen)


def _leads_label(request: Request, leads: tuple[int, ...]) -> str:
    return leads_text(request, leads) if leads else request.label(_("button-off"))


def _quiet_label(request: Request, quiet: QuietHours | None) -> str:
    return quiet_text(quiet) if quiet else request.label(_("button-off"))


def _leads_line(request: Request, now: Preferences) -> Any:
    if not now.leads:
        return request.text(_("nobody-is-reminded"))
    if len(now.leads) == 1:
        return request.text(_("reminded-once"), lead=lead_text(request, now.leads[0]))
    first, second = (lead_text(request, lead) for lead in now.leads)
    return request.text(_("reminded-twice"), first=first, second=second)


def _quiet_line(request: Request, now: Preferences) -> Any:
    if now.quiet is None:
        return request.text(_("no-quiet-hours"))
    return request.text(_("quiet-hours-are"), hours=quiet_text(now.quiet))
