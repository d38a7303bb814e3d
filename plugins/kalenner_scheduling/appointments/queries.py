"""What is read of appointments, one by one; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import and_, bindparam, func, literal_column, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from kalenner.clock import Clock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Provider
from kalenner_scheduling.appointments.models import ACTIVE, Appointment, StatusChange
from kalenner_scheduling.catalogue.queries import OFFER, Offer

_appointment = Appointment.__table__.c
# A literal, not a parameter: only then the database can use the partial index.
IS_ACTIVE = _appointment.status.in_([literal_column(f"'{status.value}'") for status in ACTIVE])
IS_PENDING = _appointment.status == literal_column(f"'{Status.PENDING.value}'")
IS_OFFERED = _appointment.status == literal_column(f"'{Status.OFFERED.value}'")
IS_APPOINTMENT = _appointment.status != literal_column(f"'{Status.OFFERED.value}'")
"""Says that it is no time which was offered and not taken: nobody sees these as appointments."""
_successor = Appointment.__table__.alias("successor").c
_WAS_MOVED = (
    select(_successor.id)
    .where(
        _appointment.status == literal_column(f"'{Status.CANCELLED.value}'"),
        _successor.replaces_id == _appointment.id,
        _successor.replaces_id.is_not(None),  # said, so that the partial index is all that is read
        _successor.uid == _appointment.uid,
    )
    .correlate(Appointment.__table__)
    .exists()
)
IS_LISTED = IS_APPOINTMENT & not_(_WAS_MOVED)
"""Says that lists show it: what was moved stands there once, at the time that it has now."""
_BOTH_SIDES = (
    joinedload(Appointment.client).joinedload(Client.account),
    joinedload(Appointment.provider).joinedload(Provider.account),
)
_OPEN_REQUESTS = (
    select(func.count())
    .where(Appointment.client_id == bindparam("client_id"), IS_PENDING, Appointment.replaces_id.is_(None))
    .scalar_subquery()
)
_IS_EXCLUDED = Client.removed_at.is_not(None) | Client.blocked_at.is_not(None)
_STANDING = select(_IS_EXCLUDED, _OPEN_REQUESTS).where(Client.id == bindparam("client_id"))
_OFFER_AND_STANDING = OFFER.add_columns(
    select(_IS_EXCLUDED).where(Client.id == bindparam("client_id")).scalar_subquery(), _OPEN_REQUESTS
)


def find_appointment(dbsession: Session, appointment_id: int) -> Appointment | None:
    """Return an appointment with both sides' people; whose it is, the caller has to ask."""
    statement = select(Appointment).where(Appointment.id == appointment_id, IS_APPOINTMENT)
    return dbsession.scalar(statement.options(*_BOTH_SIDES))


def find_change(dbsession: Session, change_id: int) -> StatusChange | None:
    """Return a change of status with its appointment and both sides' people."""
    whole = joinedload(StatusChange.appointment)
    statement = select(StatusChange).where(StatusChange.id == change_id)
    return dbsession.scalar(
        statement.options(
            whole.joinedload(Appointment.client).joinedload(Client.account),
            whole.joinedload(Appointment.provider).joinedload(Provider.account),
        )
    )


def find_last_change(dbsession: Session, appointment_id: int) -> StatusChange | None:
    """Return the last change of an appointment's status."""
    statement = select(StatusChange).where(StatusChange.appointment_id == appointment_id)
    return dbsession.scalar(statement.order_by(StatusChange.id.desc()).limit(1))


_LAST_CHANGES = (
    select(func.max(StatusChange.id))
    .where(StatusChange.appointment_id.in_(bindparam("ids", expanding=True)))
    .group_by(StatusChange.appointment_id)
)
_UNEXPLAINED = select(StatusChange.id).where(
    StatusChange.id.in_(_LAST_CHANGES),
    StatusChange.before == Status.PENDING.value,
    StatusChange.after == Status.DECLINED.value,
    StatusChange.reason.is_(None),
)


def lacks_reason(dbsession: Session, appointment_ids: Sequence[int]) -> bool:
    """Tell whether one of these is a request that was declined without a reason, and not changed since."""
    return dbsession.scalar(_UNEXPLAINED.limit(1), {"ids": appointment_ids}) is not None


def list_expired(dbsession: Session, now: dt.datetime, limit: int) -> list[Appointment]:
    """Return pending appointments whose answer has come too late, the longest ago first."""
    statement = select(Appointment).where(IS_PENDING, Appointment.expires_at <= now)
    return list(
        dbsession.scalars(statement.order_by(Appointment.expires_at).limit(limit).options(*_BOTH_SIDES))
    )


def list_to_nudge(dbsession: Session, now: dt.datetime, limit: int) -> list[Appointment]:
    """Return pending appointments whose professional is to be reminded of them, the longest due first."""
    statement = select(Appointment).where(IS_PENDING, Appointment.nudge_at <= now)
    return list(
        dbsession.scalars(statement.order_by(Appointment.nudge_at).limit(limit).options(*_BOTH_SIDES))
    )


def list_pending_of(dbsession: Session, client_id: int) -> list[Appointment]:
    """Return what a client has asked for and nobody has answered."""
    statement = select(Appointment).where(Appointment.client_id == client_id, IS_PENDING)
    return list(dbsession.scalars(statement.order_by(Appointment.id).options(*_BOTH_SIDES)))


def list_ahead_of(dbsession: Session, client_id: int, now: dt.datetime) -> list[Appointment]:
    """Return a client's requests, and what is accepted and not over, the next first."""
    is_ahead = or_(IS_PENDING, and_(IS_ACTIVE, Appointment.ends_at > now))
    statement = select(Appointment).where(Appointment.client_id == client_id, is_ahead)
    ordered = statement.order_by(Appointment.starts_at, Appointment.id).options(*_BOTH_SIDES)
    return list(dbsession.scalars(ordered))


_OFFERS = (
    select(Appointment)
    .where(_appointment.offered_for_id == bindparam("declined_id"), _appointment.offered_for_id.is_not(None))
    .order_by(_appointment.starts_at)
    .options(*_BOTH_SIDES)
    .execution_options(populate_existing=True)  # as they are under the lock
)


def list_offers(dbsession: Session, appointment_id: int) -> list[Appointment]:
    """Return the times that are offered instead of what was declined, and those that were taken."""
    return list(dbsession.scalars(_OFFERS, {"declined_id": appointment_id}))


def list_all_offers(
    dbsession: Session, provider_id: int, client_id: int | None = None
) -> list[list[Appointment]]:
    """Return the times that a provider offers a client, or anybody, each list instead of one declined one."""
    statement = select(Appointment).where(Appointment.provider_id == provider_id, IS_OFFERED)
    if client_id is not None:
        statement = statement.where(Appointment.client_id == client_id)
    ordered = statement.order_by(Appointment.offered_for_id, Appointment.starts_at)
    return _by_decline(dbsession.scalars(ordered.options(*_BOTH_SIDES)))


def list_expired_offers(dbsession: Session, now: dt.datetime, limit: int) -> list[list[Appointment]]:
    """Return offered times that nobody took in time, each list instead of one declined appointment.

    At most `limit` of the declined are named.
    """
    declined = select(Appointment.offered_for_id).where(IS_OFFERED, Appointment.expires_at <= now)
    statement = select(Appointment).where(
        IS_OFFERED, Appointment.offered_for_id.in_(declined.distinct().limit(limit))
    )
    ordered = statement.order_by(Appointment.offered_for_id).options(*_BOTH_SIDES)
    return _by_decline(dbsession.scalars(ordered))


def _by_decline(offers: Iterable[Appointment]) -> list[list[Appointment]]:
    return [list(group) for _declined_id, group in groupby(offers, key=lambda offer: offer.offered_for_id)]


def list_appointments(dbsession: Session, provider_id: int, ids: Sequence[int]) -> list[Appointment]:
    """Return those of a provider's appointments that are named, the next first."""
    statement = select(Appointment).where(
        Appointment.provider_id == provider_id, Appointment.id.in_(ids), IS_APPOINTMENT
    )
    return list(dbsession.scalars(statement.order_by(Appointment.starts_at).options(*_BOTH_SIDES)))


@dataclass(frozen=True)
class Standing:
    """How a client stands with a provider at this moment: parted with, and how many requests are open."""

    is_excluded: bool
    open_requests: int


def standing_of(dbsession: Session, client_id: int) -> Standing:
    """Return how a client stands; requests to move an appointment do not count as open ones."""
    is_excluded, open_requests = dbsession.execute(_STANDING, {"client_id": client_id}).one()
    return Standing(bool(is_excluded), open_requests)


def find_offer_and_standing(
    dbsession: Session, service_id: int, client_id: int, provider_id: int
) -> tuple[Offer, Standing] | None:
    """Return a service that the provider offers, and how a client stands; None where it is not offered."""
    parameters = {"service_id": service_id, "provider_id": provider_id, "client_id": client_id}
    row = dbsession.execute(_OFFER_AND_STANDING, parameters).first()
    return None if row is None else (Offer(*row[:-2]), Standing(bool(row[-2]), row[-1]))


def is_known(dbsession: Session, client_id: int) -> bool:
    """Tell whether a client has had an accepted appointment before."""
    statuses = (Status.ACCEPTED.value, Status.COMPLETED.value)
    statement = select(Appointment.id).where(
        Appointment.client_id == client_id, Appointment.status.in_(statuses)
    )
    return dbsession.scalar(statement.limit(1)) is not None


_IN_PLACE_OF = select(Appointment).where(
    _appointment.replaces_id == bindparam("appointment_id"),
    IS_PENDING | IS_OFFERED,
)


def find_move_and_offers(
    dbsession: Session, appointment: Appointment
) -> tuple[Appointment | None, list[Appointment]]:
    """Return what could take an appointment's place: the move that waits for an answer, and offered times."""
    rows = list(dbsession.scalars(_IN_PLACE_OF, {"appointment_id": appointment.id}))
    move = next((row for row in rows if row.state is Status.PENDING), None)
    return move, [row for row in rows if row is not move]


def find_move(dbsession: Session, appointment: Appointment) -> Appointment | None:
    """Return the request to move an appointment that waits for its answer."""
    return find_move_and_offers(dbsession, appointment)[0]


def find_successor(dbsession: Session, appointment: Appointment) -> Appointment:
    """Return what an appointment has become by its moves; itself where it was not moved."""
    while appointment.state is Status.CANCELLED:
        statement = select(Appointment).where(
            Appointment.replaces_id == appointment.id, Appointment.uid == appointment.uid
        )
        successor = dbsession.scalar(statement)
        if successor is None:
            break
        appointment = successor
    return appointment


def find_present(dbsession: Session, appointment: Appointment) -> Appointment:
    """Return what stands for an appointment now: what it became, or what a move would take the place of."""
    replaced = appointment.replaces
    if replaced is not None and replaced.uid != appointment.uid:  # the move is not accepted
        appointment = replaced
    return find_successor(dbsession, appointment)


def find_last_located(dbsession: Session, but: Appointment) -> Appointment | None:
    """Return the appointment of the same provider that was made last and has a location, but this one.

    The condition is that of the index ``ix_scheduling_appointment_located``.
    """
    statement = select(Appointment).where(
        Appointment.provider_id == but.provider_id,
        Appointment.id != but.id,
        Appointment.location.is_not(None) | Appointment.latitude.is_not(None),
    )
    return dbsession.scalar(statement.order_by(Appointment.id.desc()).limit(1))


def count_open(dbsession: Session, clock: Clock, client: Client) -> tuple[int, int]:
    """Count a client's unanswered requests, and the accepted appointments that have not ended."""
    is_pending = Appointment.status == Status.PENDING.value
    is_coming = (Appointment.status == Status.ACCEPTED.value) & (Appointment.ends_at > clock.now())
    statement = select(func.count().filter(is_pending), func.count().filter(is_coming))
    pending, accepted = dbsession.execute(statement.where(Appointment.client_id == client.id)).one()
    return pending, accepted


def count_ahead_of_account(dbsession: Session, account: Account, now: dt.datetime) -> int:
    """Count what an account has ahead, as a client and as a professional: requests, and what is accepted."""
    provider_id = account.practice.id if account.practice else 0
    links = select(Client.id).where(Client.account_id == account.id)
    is_theirs = or_(Appointment.client_id.in_(links), Appointment.provider_id == provider_id)
    is_ahead = or_(IS_PENDING, and_(IS_ACTIVE, Appointment.ends_at > now))
    return dbsession.scalar(select(func.count()).select_from(Appointment).where(is_theirs, is_ahead)) or 0
