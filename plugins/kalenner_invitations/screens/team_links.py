"""The links of an organization that make members."""

import colander
from pyramid.request import Request

from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import Screen, form_of, saved, screen
from kalenner_invitations import questions, routes
from kalenner_invitations.models import LinkKind
from kalenner_invitations.screens.links import list_screen, make_link


class TeamLinksContext(ProviderContext):
    """The links of an organization that make members."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not self.provider.is_organization:
            raise NotAvailable


@screen(routes.team_links, context=TeamLinksContext)
def show_team_links(context: TeamLinksContext, request: Request) -> Screen:
    """Show all links of an organization that make members."""
    return list_screen(context, request, LinkKind.TEAM)


def team_form(context: TeamLinksContext, request: Request) -> colander.SchemaNode:
    """Ask for name, validity and use of a new link that makes members."""
    return form_of(
        questions.name_question(request, context.provider.id),
        questions.days_question(request),
        questions.usage_question(request),
    )


@screen(routes.team_add, context=TeamLinksContext, form=team_form)
def add_team_link(context: TeamLinksContext, request: Request) -> Screen:
    """Make a link that makes members."""
    invitation = make_link(context, request, request.values["days"], request.values["usage"], LinkKind.TEAM)
    return request.show(routes.card(invitation=invitation.id), notice=saved(request))
