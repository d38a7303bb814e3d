"""What becomes of clients who came to a member through the organization, once the member has left it.

Their relation to the member lasts until their coming appointments are over, or for good where they press so.
"""

from typing import Any

from pyramid.request import Request
from sqlalchemy import exists, select

from kalenner.hooks.scheduling import Status
from kalenner.people import Client, ClientService
from kalenner_organizations import routes
from kalenner_organizations.models import Member
from kalenner_scheduling.api import IS_ACTIVE, Appointment, AppointmentService

AT_ONCE = 200
"""Relations that one unit of work ends."""


class PartingService:
    """Clients of the organization at a member who has left."""

    def __init__(self, request: Request) -> None:
        self._request: Any = request
        self._dbsession = request.dbsession
        self._clients: ClientService = request.find_service(ClientService)

    def begin(self, member: Member, *, tells_owners: bool) -> None:
        """Tell the clients, end what nothing is left of, and show owners and member what is still to come."""
        for client in self._relations(member):
            self._request.notify(
                client.account_id,
                routes.parted(client=client.id),
                dedupe=f"organizations:parted:{member.id}:{client.id}",
            )
        self._close(self._relations(member))
        if not self.coming(member):
            return
        press, key = routes.coming(member=member.id), f"organizations:coming:{member.id}"
        self._request.notify_provider(member.provider, press, dedupe=f"{key}:own")
        if tells_owners:
            self._request.notify_provider(member.organization, press, dedupe=key)

    def coming(self, member: Member) -> list[Appointment]:
        """Return the coming appointments of clients who came to the member through the organization."""
        query = (
            select(Appointment)
            .join(Appointment.client)
            .where(
                Appointment.provider_id == member.provider_id,
                Client.organization_id == member.organization_id,
                Appointment.starts_at > self._request.clock.now(),
                IS_ACTIVE,
            )
            .order_by(Appointment.starts_at)
        )
        return list(self._dbsession.scalars(query))

    def cancel(self, member: Member) -> int:
        """Cancel or decline all of them, on behalf of the member; return how many."""
        service: AppointmentService = self._request.find_service(AppointmentService)
        coming = self.coming(member)
        for state, after in ((Status.PENDING, Status.DECLINED), (Status.ACCEPTED, Status.CANCELLED)):
            chosen = [appointment for appointment in coming if appointment.state is state]
            if chosen:
                service.answer_many(chosen, after, by=member.provider.professional)
        self._close(self._relations(member))
        return len(coming)

    def stay(self, client: Client) -> None:
        """Make it the member's own relation; raises ClientBlocked."""
        self._clients.connect(client.provider, client.account)
        client.organization_id = None
        self._dbsession.flush()

    def close_ended(self) -> int:
        """End the relations whose last appointment is over; return how many."""
        is_member = exists().where(
            Member.organization_id == Client.organization_id,
            Member.provider_id == Client.provider_id,
            Member.left_at.is_(None),
        )
        was_member = exists().where(
            Member.organization_id == Client.organization_id, Member.provider_id == Client.provider_id
        )
        query = (
            select(Client)
            .where(
                Client.organization_id.is_not(None),
                Client.removed_at.is_(None),
                Client.blocked_at.is_(None),
                was_member,
                ~is_member,
                ~self._has_coming(),
            )
            .limit(AT_ONCE)
        )
        return self._close(list(self._dbsession.scalars(query)))

    def _relations(self, member: Member) -> list[Client]:
        query = select(Client).where(
            Client.provider_id == member.provider_id,
            Client.organization_id == member.organization_id,
            Client.removed_at.is_(None),
            Client.blocked_at.is_(None),
        )
        return list(self._dbsession.scalars(query.order_by(Client.id)))

    def _close(self, clients: list[Client]) -> int:
        ids = [client.id for client in clients]
        kept = set(self._dbsession.scalars(select(Client.id).where(Client.id.in_(ids), self._has_coming())))
        closed = [client for client in clients if client.id not in kept]
        for client in closed:
            self._clients.remove(client)
        return len(closed)

    def _has_coming(self) -> Any:
        return exists().where(
            Appointment.client_id == Client.id, IS_ACTIVE, Appointment.ends_at > self._request.clock.now()
        )


def parting_service_factory(request: Request) -> PartingService:
    """Make the service for a request."""
    return PartingService(request)
