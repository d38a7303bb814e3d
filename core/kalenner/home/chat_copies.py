"""What a channel still keeps of files that came through it: said after storing, and removed by a press."""

import datetime as dt
from collections.abc import Sequence

from pyramid.request import Request

from kalenner.delivery import channels_of
from kalenner.home import routes
from kalenner.i18n import _
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Button, Notice, Screen, Upload, Visit, current, paragraphs, screen

WAITING = dt.timedelta(hours=1)
"""How long the removal itself may wait to be sent."""


def with_removal(request: Request, shown: Screen, uploads: Sequence[Upload]) -> Screen:
    """Say on a screen that the channel still keeps files that came through it, with a button to remove them.

    It is for the end of a view that has stored them; where none came so, the screen stays as it is.
    """
    sent = {upload.message: upload.sent_at for upload in uploads if upload.message and upload.sent_at}
    if not sent:
        return shown
    channel = channels_of(request.registry)[Visit.of(request).channel]
    messages = " ".join(str(message) for message in sorted(sent))
    press = routes.remove_messages(messages=messages, sent_at=min(sent.values()))
    text = request.text(_("channel-keeps"), channel=channel.title, count=len(sent))
    row = (Button(request.label(_("button-remove-here")), press),)
    return shown.replace(text=paragraphs(shown.text, text), rows=(*shown.rows, row))


@screen(routes.remove_messages)
def remove_messages(context: PersonContext, request: Request) -> Screen:
    """Remove messages of the person from the chat, while the channel lets the bot do so."""
    del context
    visit = Visit.of(request)
    channel, sent_at = channels_of(request.registry)[visit.channel], request.args["sent_at"]
    messages = [int(number) for number in request.args["messages"].split() if number.isdecimal()]
    if not messages:
        raise NotAvailable
    if request.clock.now() - sent_at > dt.timedelta(hours=channel.removable_hours) - WAITING:
        text = request.label(_("removal-too-late"), channel=channel.title, hours=channel.removable_hours)
        return current(request, Notice(text, is_alert=True))
    channel.remove(request, visit, messages)
    return current(request, Notice(request.label(_("being-removed"))))
