"""The notification to a sender that a message could not be delivered."""

from pyramid.request import Request

from kalenner.delivery import routes
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.i18n import _
from kalenner.people import AccountService, ClientService
from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Screen, screen

_REASONS = {
    OutboxState.REFUSED: _("undeliverable-refused"),
    OutboxState.DEAD: _("undeliverable-given-up"),
}


class UndeliverableContext(PersonContext):
    """A message that this person caused, ``message``, and how they know whom it was for."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        message = request.dbsession.get(Outbox, request.args["message"])
        if message is None or message.origin_id != self.account.id or message.account_id is None:
            raise NotAvailable
        self.state = message.state
        self.recipient = self._name_of(request, message.account_id)

    def _name_of(self, request: Request, account_id: int) -> str:
        """Return the client's name or the specialist's nickname, never the channel's name for them."""
        clients: ClientService = request.find_service(ClientService)
        if self.account.practice is not None:
            client = clients.find(self.account.practice.id, account_id, even_removed=True)
            if client is not None:
                return client.name
        accounts: AccountService = request.find_service(AccountService)
        provider = accounts.get(account_id).practice
        if provider is None or clients.find(provider.id, self.account.id, even_removed=True) is None:
            raise NotAvailable
        return provider.nickname


@screen(routes.undeliverable, context=UndeliverableContext)
def show_undeliverable(context: UndeliverableContext, request: Request) -> Screen:
    """Say who did not get the message, and why."""
    reason = _REASONS.get(context.state, _("undeliverable"))
    return Screen(request.text(reason, name=context.recipient), is_card=True)
