"""The list of networks with their links, and the question for one link."""

from typing import Any

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.links import LinkRefused
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Press,
    Screen,
    Style,
    form_of,
    in_rows,
    lines,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import link_of, link_refusal
from kalenner_social_links import _, routes
from kalenner_social_links.networks import NETWORKS, Network, NoPage, check_page
from kalenner_social_links.services import SocialLinkService

NONE = "-"
"""The answer that takes a link away."""


class NetworkContext(ProviderContext):
    """One network of the table, named by its place: the argument ``network``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        place = request.args["network"]
        if not 0 <= place < len(NETWORKS):
            raise NotAvailable
        self.network = NETWORKS[place]


class PageAnswer(colander.SchemaType):
    """A link to a page of a network, or its name there; "-" is none."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str | None:
        """Return the link, None for none; raises Invalid."""
        if not isinstance(cstruct, str) or not cstruct.strip():
            raise colander.Invalid(node, _("send-link"))
        if cstruct.strip() == NONE:
            return None
        try:
            return link_of(
                node,
                cstruct,
                lambda link: check_page(self.network, link),
                hosts=self.network.hosts,
                refusals=(LinkRefused, NoPage),
            )
        except LinkRefused as refused:
            raise colander.Invalid(node, link_refusal(refused)) from refused
        except NoPage as refused:
            values = {"network": self.network.label, "example": self.network.example}
            raise colander.Invalid(node, _("not-a-page", mapping=values)) from refused

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """Return the link."""
        del node
        return appstruct


@screen(routes.social_links_list, context=ProviderContext)
def show(context: ProviderContext, request: Request) -> Screen:
    """Show what is entered, and lead to each network."""
    links = request.find_service(SocialLinkService).list_links(context.provider.id)
    buttons = [
        Button(f"✔ {network.label}" if network.key in links else network.label, _question(place))
        for place, network in enumerate(NETWORKS)
    ]
    entered = [
        request.text(_("link-line"), network=network.label, link=links[network.key])
        for network in NETWORKS
        if network.key in links
    ]
    heading = _("social-media-heading") if entered else _("social-media-empty")
    return Screen(
        paragraphs(request.text(heading), lines(*entered)),
        rows=tuple(in_rows(buttons, 2)),
        back=request.hooks.platform_find_menu(menu="profile") or home_routes.settings_general(),
    )


def _question(place: int) -> Press:
    return routes.change(network=place)


def form(context: NetworkContext, request: Request) -> colander.SchemaNode:
    """Ask for one link; the present one can be kept or removed."""
    network = context.network
    link = request.find_service(SocialLinkService).list_links(context.provider.id).get(network.key)
    choices = [Choice(request.label(_("button-remove")), NONE, Style.DANGER)] if link else []
    ask = Ask(
        _("ask-link") if network.name is None else _("ask-link-or-name"),
        choices,
        values={"network": network.label, "example": network.example},
        shown=link or "",
    )
    return form_of(question("page", PageAnswer(network), ask, current=link or colander.null))


@screen(routes.change, context=NetworkContext, form=form)
def change(context: NetworkContext, request: Request) -> Screen:
    """Keep the link, or remove it."""
    service, page = request.find_service(SocialLinkService), request.values["page"]
    if page is None:
        service.remove_link(context.provider, context.network)
        return request.show(routes.social_links_list(), notice=Notice(request.label(_("removed"))))
    service.set_link(context.provider, context.network, page)
    return request.show(routes.social_links_list(), notice=saved(request))
