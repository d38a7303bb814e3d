"""``/start`` with or without a link's payload, and links that were pasted instead."""

import colander
from pyramid.request import Request

from kalenner.home import routes
from kalenner.i18n import _
from kalenner.people.policy import PersonContext
from kalenner.screens import AnswerRefused, Ask, Notice, Screen, form_of, question, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.answers import Text
from kalenner.screens.dispatch import open_link
from kalenner.typed_values import start_payload

NO_PAYLOAD = "-"
PLATFORM_PREFIX = "p_"
LONGEST_LINK = 500

_AROUND_A_CODE = " .,;:!?<>()[]«»“”„\"'"


@screen(screen_routes.start)
def start(context: PersonContext, request: Request) -> Screen:
    """Answer ``/start``: with the menu, the question for a role, or the screen of a link."""
    del context
    payload = request.args["payload"]
    if payload == NO_PAYLOAD or payload.startswith(PLATFORM_PREFIX):
        return request.show(screen_routes.menu())
    target = open_link(request, payload)
    if target is None:
        return request.show(
            screen_routes.menu(), notice=Notice(request.label(_("link-unknown")), is_alert=True)
        )
    return target


def code_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask a client without an invitation for the link they were given."""
    del context, request
    return form_of(question("link", Text(1, LONGEST_LINK), Ask(_("ask-link"))))


@screen(routes.client_code, form=code_form)
def code(context: PersonContext, request: Request) -> Screen:
    """Open a link that was pasted, or the code at its end."""
    del context
    pasted = request.values["link"]
    target = open_link(request, start_payload(pasted) or pasted.strip(_AROUND_A_CODE))
    if target is None:
        raise AnswerRefused("link", _("not-an-invitation"))
    return target
