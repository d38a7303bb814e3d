"""``kalenner explain``: why a time is not offered, for whoever runs the system."""

import datetime as dt
from argparse import ArgumentParser, Namespace

from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kalenner.people import Client, Provider
from kalenner.zones.instants import instant_of, to_instant
from kalenner_scheduling.availability.explanation import Explainer, Reason
from kalenner_scheduling.availability.services import ANY_CLIENT, SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services

OFFERED, NOT_OFFERED, MISTAKE = 0, 1, 2


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("provider", help="the professional's nickname")
    parser.add_argument("service", help="the service's name")
    parser.add_argument("when", help="the start on the professional's clock, such as 2026-12-02T10:15")
    parser.add_argument("--client", default="", help="the client's name; without it, any client")


def run(request: Request, options: Namespace) -> int:
    """Print whether a start is offered, and if not each reason; return 0, 1 or, for a mistake, 2."""
    try:
        provider = _provider(request, options.provider)
        service = _service(request, provider, options.service)
        client = _client(request, provider, options.client) if options.client else None
        local = dt.datetime.fromisoformat(options.when)
    except LookupError as error:
        print(error.args[0])  # noqa: T201 -- what a command says
        return MISTAKE
    except ValueError:
        print(f"when: expected a time such as 2026-12-02T10:15, not {options.when!r}")  # noqa: T201
        return MISTAKE
    at = instant_of(provider.zone, local.date(), local.hour * 60 + local.minute)
    starts_at = to_instant(at)
    slots: SlotService = request.find_service(SlotService)
    explainer: Explainer = request.find_service(Explainer)
    query = slots.query(provider, service, client_id=client.id if client else ANY_CLIENT)
    reasons = [*(explainer.refusals(query, client) if client else ()), *explainer.reasons(query, starts_at)]
    print(f"{starts_at.astimezone(provider.zone).isoformat()} {'not offered' if reasons else 'offered'}")  # noqa: T201
    for reason in reasons:
        print(_line(reason))  # noqa: T201
    return NOT_OFFERED if reasons else OFFERED


def _line(reason: Reason) -> str:
    """Return a reason as ``code name=value …``; nothing of a client but what was typed is told."""
    values = {name: value for name, value in reason.values.items() if name not in {"name", "code"}}
    pairs = (
        f"{name}={value.isoformat() if hasattr(value, 'isoformat') else value}"
        for name, value in values.items()
    )
    return " ".join((f"- {reason.name}", *pairs))


def _provider(request: Request, nickname: str) -> Provider:
    folded = nickname.casefold()
    providers = request.dbsession.scalars(select(Provider)).all()
    match = next((provider for provider in providers if provider.nickname.casefold() == folded), None)
    if match is None:
        raise LookupError(f"provider: there is no professional called {nickname!r}")
    return match


def _service(request: Request, provider: Provider, name: str) -> Service:
    services = list_services(request.dbsession, provider.id)
    match = next((service for service in services if service.name.casefold() == name.casefold()), None)
    if match is None:
        names = ", ".join(service.name for service in services) or "none"
        raise LookupError(f"service: {provider.nickname} offers {names}, not {name!r}")
    return match


def _client(request: Request, provider: Provider, name: str) -> Client:
    """Return the client of that name, a blocked one too: that is why some are asked about."""
    statement = select(Client).join(Client.account).where(Client.provider_id == provider.id)
    statement = statement.where(Client.removed_at.is_(None)).options(joinedload(Client.account))
    clients = [
        client for client in request.dbsession.scalars(statement) if client.name.casefold() == name.casefold()
    ]
    if len(clients) != 1:
        number = len(clients)
        raise LookupError(
            f"client: expected one client of {provider.nickname} called {name!r}, there are {number}"
        )
    return clients[0]
