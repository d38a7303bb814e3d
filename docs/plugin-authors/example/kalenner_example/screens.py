"""The screens of the plugin."""

from kalenner.home import routes as home_routes
from kalenner.people.policy import SpecialistContext
from kalenner.requests import Request
from kalenner.screens import Button, Screen, saved, screen
from kalenner_example import _, routes
from kalenner_example.models import Pin


@screen(routes.time, context=SpecialistContext)
def show_time(context: SpecialistContext, request: Request) -> Screen:
    """Tell the time on both clocks: the client's, and the specialist's where it differs."""
    moment = request.reader.moment_for_both(request.clock.now(), context.provider.zone)
    provider = context.provider.id
    return Screen(
        request.text(_("local-time"), moment=moment),
        rows=((Button(request.label(_("button-pin")), routes.pin(provider=provider)),),),
        back=home_routes.specialists_card(provider=provider),
    )


@screen(routes.pin, context=SpecialistContext)
def pin(context: SpecialistContext, request: Request) -> Screen:
    """Show the time in the client's menu from now on."""
    if request.dbsession.get(Pin, context.client.id) is None:
        request.dbsession.add(Pin(client_id=context.client.id))
    shown: Screen = request.show(routes.time(provider=context.provider.id), notice=saved(request))
    return shown
