"""Whether a client wants automatic reminders."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Screen, act, go, saved, show
from kalenner_reminders import _
from kalenner_reminders.queries import wants_reminders
from kalenner_reminders.screens.words import choice_button
from kalenner_reminders.services import ReminderService

OFF, ON = 0, 1


def show_choice(context: PersonContext, request: Request) -> Screen:
    """Show whether automatic reminders come."""
    is_on = wants_reminders(request.dbsession, context.account.id)
    row = (
        choice_button(request.label(_("button-on")), act("reminders.choose", choice=ON), is_on),
        choice_button(request.label(_("button-off")), act("reminders.choose", choice=OFF), not is_on),
    )
    message = _("reminders-are-on") if is_on else _("reminders-are-off")
    return Screen(request.text(message), rows=(row,), back=go("settings"))


def choose(context: PersonContext, request: Request) -> Screen:
    """Switch them on or off."""
    if request.args["choice"] not in {OFF, ON}:
        raise NotAvailable
    request.find_service(ReminderService).choose(context.account, is_on=request.args["choice"] == ON)
    return show(request, "reminders.choice", notice=saved(request))


def includeme(config: Configurator) -> None:
    """Add the screens."""
    config.add_screen(show_choice, name="reminders.choice", path="/reminders/choice", permission="use")
    config.add_screen(
        choose,
        name="reminders.choose",
        path="/reminders/choice/{choice}",
        args={"choice": int},
        permission="use",
        effect=True,
    )
