"""Whether a client wants automatic reminders."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Screen, saved, screen, show
from kalenner_reminders import _, routes
from kalenner_reminders.queries import wants_reminders
from kalenner_reminders.screens.words import choice_button
from kalenner_reminders.services import ReminderService

OFF, ON = 0, 1


@screen(routes.choice)
def show_choice(context: PersonContext, request: Request) -> Screen:
    """Show whether automatic reminders come."""
    is_on = wants_reminders(request.dbsession, context.account.id)
    row = (
        choice_button(request.label(_("button-on")), routes.choose(choice=ON), is_on),
        choice_button(request.label(_("button-off")), routes.choose(choice=OFF), not is_on),
    )
    message = _("reminders-are-on") if is_on else _("reminders-are-off")
    return Screen(request.text(message), rows=(row,), back=home_routes.settings())


@screen(routes.choose)
def choose(context: PersonContext, request: Request) -> Screen:
    """Switch them on or off."""
    if request.args["choice"] not in {OFF, ON}:
        raise NotAvailable
    request.find_service(ReminderService).choose(context.account, is_on=request.args["choice"] == ON)
    return show(request, routes.choice(), notice=saved(request))
