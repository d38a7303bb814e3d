"""The message that tells a professional by which link a client came (N14)."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.clients import name_shown
from kalenner.people.policy import ClientOfMineContext, NotAvailable
from kalenner.screens import Button, Screen, screen
from kalenner_invitations import _, routes
from kalenner_invitations.models import Invitation


class JoinedContext(ClientOfMineContext):
    """One client of the professional, and the link, also one that is over by now."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        invitation = request.dbsession.get(Invitation, request.args["invitation"])
        if invitation is None or invitation.provider_id != self.provider.id:
            raise NotAvailable
        self.invitation: Invitation = invitation


@screen(routes.joined, context=JoinedContext)
def show_joined(context: JoinedContext, request: Request) -> Screen:
    """Tell the professional of a new client; one who has said no name yet is shown as such."""
    name = name_shown(request, context.client.account.client_name)
    card = Button(request.label(_("button-client")), home_routes.clients_card(client=context.client.id))
    text = request.text(_("joined"), link=context.invitation.name, name=name)
    return Screen(text, rows=((card,),), is_card=True)
