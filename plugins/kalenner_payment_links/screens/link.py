"""The professional enters, changes or removes the payment link of a service."""

from typing import Any

import colander
from pyramid.request import Request

from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Link,
    Notice,
    Screen,
    Style,
    form_of,
    question,
    screen,
    show,
)
from kalenner.screens.answers import WebLink
from kalenner.settings import SETTINGS
from kalenner_payment_links import _, routes
from kalenner_payment_links.links import host_of
from kalenner_payment_links.queries import find_url
from kalenner_payment_links.services import ServicePaymentService
from kalenner_payment_links.settings import PaymentLinksSettings
from kalenner_scheduling.api import ServiceContext, services_edit

NONE = "-"
"""The answer that takes the link away."""


class PaymentAddress(WebLink):
    """A payment link; "-" is none."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the link in the form it is kept, or "-"; raises Invalid."""
        if isinstance(cstruct, str) and cstruct.strip() == NONE:
            return NONE
        return super().deserialize(node, cstruct)


def form(context: ServiceContext, request: Request) -> colander.SchemaNode:
    """Ask for the link; the present one can be kept or removed."""
    service, url = context.service, find_url(request.dbsession, context.service.id)
    choices = [Choice(request.label(_("button-remove")), NONE, Style.DANGER)] if url else []
    values = {"service": service.name, "host": host_of(url) if url else ""}
    prompt = _("ask-link-again") if url else _("ask-link")
    ask = Ask(prompt, choices, values=values, shown=url or "", links=_ways_to_a_link(request))
    return form_of(question("link", PaymentAddress(), ask, current=url or colander.null))


def _ways_to_a_link(request: Request) -> list[Button]:
    """Return where a link is made, and where it can be; each as far as a setting says so."""
    settings = SETTINGS.of(request.registry).of(PaymentLinksSettings)
    ways = (
        (_("button-create-link"), settings.create_url),
        (_("button-countries"), settings.countries_url),
    )
    return [Button(request.label(label), Link(url)) for label, url in ways if url]


@screen(routes.link, context=ServiceContext, form=form)
def change(context: ServiceContext, request: Request) -> Screen:
    """Keep the link, or remove it."""
    service, url = request.find_service(ServicePaymentService), request.values["link"]
    edit = services_edit(service=context.service.id)
    if url == NONE:
        service.remove_link(context.service)
        return show(request, edit, notice=Notice(request.label(_("link-removed"))))
    service.set_link(context.service, url)
    return show(request, edit, notice=Notice(request.label(_("link-saved"), host=host_of(url))))
