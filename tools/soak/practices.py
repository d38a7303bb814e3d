"""The practices that the day begins with: services, hours, clients and a link for strangers."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request

from kalenner.people import Account, AccountService, ClientService, ProviderService
from kalenner_invitations.services import InvitationService
from kalenner_profiles.content import ContentService
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.hours_text import spans_of
from kalenner_scheduling.working_hours.services import WorkingHoursService

ZONE = "Europe/Berlin"


def fill(request: Request, people: Sequence[dict[str, Any]]) -> list[str]:
    """Register professionals with their clients, by their numbers on Telegram.

    Return what follows /start in the links of each.
    """
    return [_open_practice(request, person["professional"], person["clients"]) for person in people]


def _open_practice(request: Request, professional: int, clients: Sequence[int]) -> str:
    owner = _account(request, professional, f"Professional {professional}")
    provider = request.find_service(ProviderService).open_practice(owner, f"Olga {professional}")
    for weekday in range(7):
        request.find_service(WorkingHoursService).add_periods(provider, weekday, spans_of("8:00-20:00"))
    catalogue: CatalogueService = request.find_service(CatalogueService)
    for name, minutes in (("Massage", 30), ("Talk", 15)):
        catalogue.add(provider, name=name, minutes=minutes, description=None, price_minor=5_000)
    request.find_service(ContentService).set_about(provider, "Somebody who is always busy.")
    invitations: InvitationService = request.find_service(InvitationService)
    invitation = invitations.create(provider, "PROFILE", days=730, is_single_use=False)
    for client in clients:
        account = _account(request, client, f"Client {client}")
        request.find_service(ClientService).connect(provider, account)
    return invitations.payload(invitation)


def _account(request: Request, number: int, name: str) -> Account:
    account: Account = request.find_service(AccountService).get_or_make("telegram", str(number), "en")
    account.client_name, account.timezone = name, ZONE
    return account
