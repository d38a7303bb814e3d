"""The one screen of the plugin."""

from pyramid.request import Request

from kalenner.people.policy import SpecialistContext
from kalenner.screens import Screen, go
from kalenner_example import _


def show_time(context: SpecialistContext, request: Request) -> Screen:
    """Tell the time on both clocks: the client's, and the specialist's where it differs."""
    moment = request.reader.moment_for_both(request.clock.now(), context.provider.zone)
    return Screen(
        request.text(_("local-time"), moment=moment),
        back=go("specialists.card", provider=context.provider.id),
    )
