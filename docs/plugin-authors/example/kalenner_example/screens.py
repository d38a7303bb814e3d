"""The one screen of the plugin."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import SpecialistContext
from kalenner.screens import Screen, screen
from kalenner_example import _, routes


@screen(routes.time, context=SpecialistContext)
def show_time(context: SpecialistContext, request: Request) -> Screen:
    """Tell the time on both clocks: the client's, and the specialist's where it differs."""
    moment = request.reader.moment_for_both(request.clock.now(), context.provider.zone)
    return Screen(
        request.text(_("local-time"), moment=moment),
        back=home_routes.specialists_card(provider=context.provider.id),
    )
