"""The service of invitations: create, change, revoke, open and count them."""

import datetime as dt
import re
import secrets
from typing import Any

from pyramid.request import Request
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from kalenner.characters import fold_case
from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Account, Client, ClientService, OwnerService, Provider
from kalenner.security import CIPHER, KEYS, Binding, Cipher, KeyRing
from kalenner_invitations import queries
from kalenner_invitations.models import PROFILE, Invitation, LinkKind, Opening, is_profile
from kalenner_invitations.outcomes import Opened, Outcome

PREFIX = "i_"
ORGANIZATION_PREFIX = "c_"
"""Of the links of organizations for clients."""
TEAM_PREFIX = "t_"
"""Of the links of organizations for their team."""
SERVICE_PREFIX = "b_"
"""Of the links that lead to one service: the token, a hyphen, the service's number."""
NAME_LENGTH = (1, 32)
DAYS = (1, 730)
MOST_LINKS = 1_000
"""So many links of a provider can be open at a time; expired ones count until they are revoked."""
TOKEN_BYTES, TOKEN_LENGTH = 16, 22  # 128 bits

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_SERVICE = re.compile(r"[1-9][0-9]{0,17}")
_PURPOSE = "invitations"
_link = Invitation.__table__.c
_ANY_LINK = select(_link.id).where(_link.provider_id == bindparam("provider_id")).limit(1)


class NameTaken(Exception):
    """The provider has another link of this name, compared without case."""


class TooManyLinks(Exception):
    """The provider has as many links as anybody can have."""


class InvitationService:
    """Invitations of providers."""

    def __init__(
        self,
        dbsession: Session,
        hooks: Any,
        clock: Clock,
        keys: KeyRing,
        cipher: Cipher,
        clients: ClientService,
        owners: OwnerService,
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._clock = clock
        self._keys = keys
        self._cipher = cipher
        self._clients = clients
        self._owners = owners

    def create(
        self,
        provider: Provider,
        name: str,
        *,
        days: int,
        is_single_use: bool,
        kind: LinkKind = LinkKind.CLIENT,
    ) -> Invitation:
        """Make a link that is valid for `days` days from now.

        Raises :class:`NameTaken`, or :class:`TooManyLinks` where the provider has :data:`MOST_LINKS`.
        """
        name = _canonical(name)
        self._refuse_taken(provider.id, name, but=None)
        if queries.count_links(self._dbsession, provider.id, kind) >= MOST_LINKS:
            raise TooManyLinks
        token = secrets.token_urlsafe(TOKEN_BYTES)
        now = self._clock.now()
        hashed = self._hash(token)
        invitation = Invitation(
            provider=provider,
            kind=kind,
            name=name,
            name_folded=fold_case(name),
            token_hash=hashed,
            token_sealed=self._cipher.seal(token.encode(), **_binding(provider.id, hashed)),
            expires_at=now + dt.timedelta(days=days),
            is_single_use=is_single_use,
            uses=0,
            created_at=now,
        )
        self._dbsession.add(invitation)
        self._dbsession.flush()
        self._notify_change(invitation)
        return invitation

    def rename(self, invitation: Invitation, name: str) -> None:
        """Give another name; raises :class:`NameTaken`."""
        name = _canonical(name)
        self._refuse_taken(invitation.provider_id, name, but=invitation.id)
        was_profile = invitation.is_profile
        invitation.name, invitation.name_folded = name, fold_case(name)
        self._dbsession.flush()
        self._notify_change(invitation, also_if=was_profile)

    def set_validity(self, invitation: Invitation, days: int) -> None:
        """Let the link be valid for `days` days from now."""
        invitation.expires_at = self._clock.now() + dt.timedelta(days=days)
        self._notify_change(invitation)

    def set_usage(self, invitation: Invitation, *, is_single_use: bool) -> None:
        """Let the link be for one person, or for any number."""
        invitation.is_single_use = is_single_use
        self._notify_change(invitation)

    def revoke(self, invitation: Invitation) -> None:
        """End the link for good; its counts stay."""
        if invitation.revoked_at is None:
            invitation.revoked_at = self._clock.now()
            self._notify_change(invitation)

    def is_taken(self, provider_id: int, name: str, *, but: int | None = None) -> bool:
        """Tell whether another link of the provider, not revoked, has this name."""
        others = select(Invitation.id).where(
            Invitation.provider_id == provider_id,
            Invitation.name_folded == fold_case(name),
            Invitation.revoked_at.is_(None),
            Invitation.id != (but or 0),
        )
        return self._dbsession.scalar(others) is not None

    def has_any(self, provider_id: int) -> bool:
        """Tell whether the provider has ever made a link."""
        return self._dbsession.scalar(_ANY_LINK, {"provider_id": provider_id}) is not None

    def payload(self, invitation: Invitation) -> str:
        """Return what a start link carries; raises Tampered where the row was changed by hand."""
        binding = token_binding(invitation)
        prefix = ORGANIZATION_PREFIX if invitation.provider.is_organization else PREFIX
        prefix = TEAM_PREFIX if invitation.is_team else prefix
        return prefix + self._cipher.open(invitation.token_sealed, **binding).decode()

    def find(self, token: str) -> Invitation | None:
        """Return the invitation of a token, revoked and expired ones too."""
        if not _TOKEN.fullmatch(token):
            return None
        return self._dbsession.scalar(select(Invitation).where(Invitation.token_hash == self._hash(token)))

    def find_profile(self, provider_id: int) -> Invitation | None:
        """Return the link that the provider's page invites with, where it lets somebody in now."""
        return queries.find_profile(self._dbsession, provider_id, self._clock.now())

    def find_usable(self, provider_id: int) -> Invitation | None:
        """Return a link of a provider that lets somebody in now, if there is one."""
        return queries.find_usable(self._dbsession, provider_id, self._clock.now())

    def open_service(self, token: str, account: Account) -> Opened:
        """Open the invitation of a link to one service, and remember what the person came for."""
        invitation, service = token[:TOKEN_LENGTH], token[TOKEN_LENGTH + 1 :]
        opened = self.open(invitation, account)
        if opened.client is not None and _SERVICE.fullmatch(service):
            opened.client.landing_id = int(service)
        return opened

    def open(self, token: str, account: Account) -> Opened:
        """Make the account a client by an invitation, or say why not."""
        invitation = self.find(token)
        if invitation is None or invitation.is_team or invitation.provider.closed_at is not None:
            return Opened(Outcome.UNKNOWN)
        if self._owners.acts_for(account, invitation.provider):
            return Opened(Outcome.OWN, invitation)
        # The same person on two devices at once must not use a link up without coming in by it.
        lock(self._dbsession, f"client:{invitation.provider_id}:{account.id}")
        client = self._clients.find(invitation.provider_id, account.id)
        if client is not None and client.blocked_at is not None:
            return Opened(Outcome.REFUSED, invitation)
        if client is not None:
            if invitation.revoked_at is None and not invitation.is_expired(self._clock.now()):
                self._note_opening(invitation, account)
            return Opened(Outcome.ALREADY_CONNECTED, invitation, client)
        if not self._use(invitation):
            return Opened(self._why_not(invitation), invitation)
        client = self._clients.connect(invitation.provider, account)
        self._note_opening(invitation, account).registered_at = self._clock.now()
        return Opened(Outcome.CONNECTED, invitation, client)

    def open_team(self, token: str, account: Account) -> Opened:
        """Note that somebody has opened a link to a team, and say whether it lets them join.

        CONNECTED says that it does: nobody is a member before they press so.
        """
        invitation = self.find(token)
        if invitation is None or not invitation.is_team or invitation.provider.closed_at is not None:
            return Opened(Outcome.UNKNOWN)
        if invitation.revoked_at is not None or invitation.is_expired(self._clock.now()):
            return Opened(self._why_not(invitation), invitation)
        if invitation.is_used_up:
            return Opened(Outcome.USED, invitation)
        self._note_opening(invitation, account)
        self._dbsession.flush()
        return Opened(Outcome.CONNECTED, invitation)

    def use_team(self, invitation: Invitation, account: Account) -> Outcome:
        """Count one more who joins by a link to a team, or say why nobody can."""
        if not self._use(invitation):
            return self._why_not(invitation)
        self._note_opening(invitation, account).registered_at = self._clock.now()
        self._dbsession.flush()
        return Outcome.CONNECTED

    def note_arrival(self, invitation: Invitation, client: Client) -> None:
        """Count a client of the provider as come by this link."""
        invitation.uses += 1
        self._note_opening(invitation, client.account).registered_at = client.created_at

    def note_request(self, provider_id: int, account_id: int) -> None:
        """Remember that a client asked for an appointment; only the first time counts."""
        invitation_ids = select(Invitation.id).where(Invitation.provider_id == provider_id)
        self._dbsession.execute(
            update(Opening)
            .where(
                Opening.account_id == account_id,
                Opening.invitation_id.in_(invitation_ids),
                Opening.registered_at.is_not(None),
                Opening.booked_at.is_(None),
            )
            .values(booked_at=self._clock.now())
            .execution_options(synchronize_session=False)
        )

    def _use(self, invitation: Invitation) -> bool:
        """Count one more use if the link still admits somebody; one conditional update, so races are safe."""
        counted = self._dbsession.execute(
            update(Invitation)
            .where(
                Invitation.id == invitation.id,
                Invitation.revoked_at.is_(None),
                Invitation.expires_at > self._clock.now(),
                or_(Invitation.is_single_use.is_(False), Invitation.uses < 1),
            )
            .values(uses=Invitation.uses + 1)
            .execution_options(synchronize_session=False)
        )
        self._dbsession.refresh(invitation)
        if invitation.is_used_up:
            self._notify_change(invitation)
        return bool(counted.rowcount == 1)  # type: ignore[attr-defined]

    def _notify_change(self, invitation: Invitation, *, also_if: bool = False) -> None:
        """Call `themes_invitation_changed` if the profile page shows this link."""
        if invitation.is_profile or also_if:
            self._dbsession.flush()
            self._hooks.themes_invitation_changed(provider=invitation.provider)

    def _why_not(self, invitation: Invitation) -> Outcome:
        if invitation.revoked_at is not None:
            return Outcome.REVOKED
        return Outcome.USED if invitation.is_used_up else Outcome.EXPIRED

    def _note_opening(self, invitation: Invitation, account: Account) -> Opening:
        opening = self._dbsession.scalar(
            select(Opening).where(Opening.invitation_id == invitation.id, Opening.account_id == account.id)
        )
        if opening is None:
            opening = Opening(invitation_id=invitation.id, account_id=account.id, opened_at=self._clock.now())
            self._dbsession.add(opening)
        return opening

    def _refuse_taken(self, provider_id: int, name: str, *, but: int | None) -> None:
        lock(self._dbsession, f"invitations:{provider_id}")
        if self.is_taken(provider_id, name, but=but):
            raise NameTaken(name)

    def _hash(self, token: str) -> bytes:
        return self._keys.keyed_hash(_PURPOSE, token.encode())


def _canonical(name: str) -> str:
    """Return PROFILE for any spelling of it, so that the profile page finds its link."""
    return PROFILE if is_profile(name) else name


def token_binding(invitation: Invitation) -> Binding:
    """Return what the token of a link is bound to."""
    return _binding(invitation.provider_id, invitation.token_hash)


def _binding(provider_id: int, token_hash: bytes) -> Binding:
    return {"table": Invitation.__tablename__, "row": token_hash.hex(), "tenant": str(provider_id)}


def invitation_service_factory(request: Request) -> InvitationService:
    """Make the service for a request."""
    registry = request.registry
    clients = request.find_service(ClientService)
    return InvitationService(
        request.dbsession,
        request.hooks,
        request.clock,
        KEYS.of(registry),
        CIPHER.of(registry),
        clients,
        request.find_service(OwnerService),
    )
