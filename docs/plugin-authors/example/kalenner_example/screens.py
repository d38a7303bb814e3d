"""The screens of the plugin."""

from kalenner.people.policy import SpecialistContext
from kalenner.requests import Request
from kalenner.screens import Button, Screen, act, go, saved
from kalenner_example import _
from kalenner_example.models import Pin


def show_time(context: SpecialistContext, request: Request) -> Screen:
    """Tell the time on both clocks: the client's, and the specialist's where it differs."""
    moment = request.reader.moment_for_both(request.clock.now(), context.provider.zone)
    provider = context.provider.id
    return Screen(
        request.text(_("local-time"), moment=moment),
        rows=((Button(request.label(_("button-pin")), act("example.pin", provider=provider)),),),
        back=go("specialists.card", provider=provider),
    )


def pin(context: SpecialistContext, request: Request) -> Screen:
    """Show the time in the client's menu from now on."""
    if request.dbsession.get(Pin, context.client.id) is None:
        request.dbsession.add(Pin(client_id=context.client.id))
    shown: Screen = request.show("example.time", provider=context.provider.id, notice=saved(request))
    return shown
