"""What is read of payments; nothing here changes anything. The statements are built once."""

from typing import Any, Protocol

from sqlalchemy import bindparam, case, cast, func, literal_column, select
from sqlalchemy.orm import Session

from kalenner.database import BigId
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner_payments.balances import Balance, Payment
from kalenner_payments.models import Entry, Kind, Price, Terms
from kalenner_scheduling.api import Appointment

PAYABLE = {Status.ACCEPTED, Status.COMPLETED, Status.MISSED}
"""What appointments are paid for: requests are not yet, and what does not take place is not."""

_price, _entry, _terms = Price.__table__.c, Entry.__table__.c, Terms.__table__.c
_appointment = Appointment.__table__.c


def _set_price(appointment_id: Any) -> Any:
    """Select the price that was set last."""
    statement = select(_price.price_minor).where(_price.appointment_id == appointment_id)
    return statement.order_by(_price.id.desc()).limit(1).scalar_subquery()


def _paid(appointment_id: Any) -> Any:
    """Select the sum of the entries; PostgreSQL adds up to a decimal, which becomes an int again."""
    total = cast(func.coalesce(func.sum(_entry.amount_minor), 0), BigId)
    return select(total).where(_entry.appointment_id == appointment_id).scalar_subquery()


_BALANCE = select(
    _set_price(bindparam("appointment_id", type_=BigId)), _paid(bindparam("appointment_id", type_=BigId))
)

_asked = func.coalesce(_set_price(_appointment.id), _appointment.price_minor)
_owed = cast(func.sum(_asked - _paid(_appointment.id)), BigId)
_OWED = (
    select(_appointment.currency, _owed)
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.client_id == bindparam("client_id"),
        _appointment.status == literal_column(f"'{Status.COMPLETED.value}'"),
        _asked.is_not(None),
    )
    .group_by(_appointment.currency)
    .having(_owed > 0)
    .order_by(_appointment.currency)
)
_OWED_BY_CLIENT = (
    select(_appointment.client_id, _appointment.currency, _owed)
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.status == literal_column(f"'{Status.COMPLETED.value}'"),
        _asked.is_not(None),
    )
    .group_by(_appointment.client_id, _appointment.currency)
    .having(_owed > 0)
    .order_by(_appointment.client_id, _appointment.currency)
)
_is_open = case((_asked.is_(None), _paid(_appointment.id) <= 0), else_=_asked > _paid(_appointment.id))
_UNPAID = (
    select(Appointment)
    .where(
        Appointment.client_id == bindparam("client_id"),
        Appointment.service_id == bindparam("service_id"),
        Appointment.status.in_(sorted(PAYABLE)),
        _is_open,
    )
    .order_by(Appointment.starts_at, Appointment.id)
)
_UNPAID_OF_PROVIDER = (
    select(Appointment, _asked - _paid(_appointment.id))
    .where(
        Appointment.provider_id == bindparam("provider_id"),
        Appointment.currency == bindparam("currency"),
        Appointment.status.in_(sorted(PAYABLE)),
        _asked > _paid(_appointment.id),
    )
    .order_by(Appointment.starts_at.desc(), Appointment.id.desc())
    .limit(bindparam("most", type_=BigId))
)
_IS_STRICT = select(_terms.provider_id).where(
    _terms.provider_id == bindparam("provider_id"), _terms.owing_can_book.is_(False)
)


class Priced(Protocol):
    """What has a price: an appointment, or the fact of one."""

    @property
    def id(self) -> int:
        """The appointment's id."""
        ...

    @property
    def price_minor(self) -> int | None:
        """The price at booking."""
        ...

    @property
    def currency(self) -> str:
        """The currency of the price, for good."""
        ...


def find_balance(dbsession: Session, appointment: Priced) -> Balance:
    """Return how an appointment stands; its price is the one set last, else that at booking."""
    set_price, paid = dbsession.execute(_BALANCE, {"appointment_id": appointment.id}).one()
    price = appointment.price_minor if set_price is None else set_price
    return Balance(appointment.currency, price, paid)


def list_entries(dbsession: Session, appointment_id: int) -> list[Entry]:
    """Return the entries of an appointment in the order they were made."""
    statement = select(Entry).where(Entry.appointment_id == appointment_id).order_by(Entry.id)
    return list(dbsession.scalars(statement))


def find_payment(dbsession: Session, entry_id: int) -> Payment | None:
    """Return a payment with what was entered to it; None for what is no payment."""
    entry = dbsession.get(Entry, entry_id)
    if entry is None or entry.kind != Kind.PAYMENT:
        return None
    later = select(Entry).where(Entry.payment_id == entry_id).order_by(Entry.id)
    return Payment(entry, tuple(dbsession.scalars(later)))


def list_owed(dbsession: Session, provider_id: int, client_id: int) -> list[tuple[str, int]]:
    """Return what a client owes for completed appointments: each currency and its amount, above 0.

    What was paid too much for one appointment counts for the others of its currency.
    """
    parameters = {"provider_id": provider_id, "client_id": client_id}
    return [(currency, owed) for currency, owed in dbsession.execute(_OWED, parameters)]


def owed_by_client(dbsession: Session, provider_id: int) -> list[tuple[int, str, int]]:
    """Return what each client owes a provider, as :func:`list_owed` does: client, currency, amount."""
    rows = dbsession.execute(_OWED_BY_CLIENT, {"provider_id": provider_id})
    return [(client_id, currency, owed) for client_id, currency, owed in rows]


def is_unpaid(dbsession: Session, appointment: AppointmentFact) -> bool:
    """Tell whether something is to be paid for an appointment, which is accepted or over."""
    return appointment.status in PAYABLE and find_balance(dbsession, appointment).is_unpaid


def list_unpaid(dbsession: Session, client_id: int, service_id: int) -> list[Appointment]:
    """Return a client's appointments of a service for which something is to be paid, the earliest first.

    They are those for which :func:`is_unpaid` holds.
    """
    parameters = {"client_id": client_id, "service_id": service_id}
    return list(dbsession.scalars(_UNPAID, parameters))


def list_due(dbsession: Session, provider_id: int, currency: str, most: int) -> list[tuple[Appointment, int]]:
    """Return a provider's appointments with a price that is not covered, and what is due for each.

    They are those for which :func:`is_unpaid` holds and that have a price, the latest first, `most` of them.
    """
    parameters = {"provider_id": provider_id, "currency": currency, "most": most}
    return [(found, due) for found, due in dbsession.execute(_UNPAID_OF_PROVIDER, parameters)]


def is_strict(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a provider takes no requests of clients who owe."""
    return dbsession.execute(_IS_STRICT, {"provider_id": provider_id}).first() is not None
