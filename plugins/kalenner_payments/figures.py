"""What payments contribute to the figures of a practice.

- Income: payments, corrections and refunds that were entered within the time, by currency.
- Outstanding: what clients owe now for completed appointments, by currency.
"""

import datetime as dt

from pyramid.request import Request
from sqlalchemy import bindparam, cast, func, select
from sqlalchemy.orm import Session

from kalenner.database import BigId, Instant, table_of
from kalenner.hooks.analytics import Debt, Figure
from kalenner.people import Account, Client
from kalenner.people.clients import WITHOUT_NAME
from kalenner_payments import _
from kalenner_payments.models import Entry
from kalenner_payments.queries import owed_by_client
from kalenner_scheduling.api import Appointment

_entry, _appointment = table_of(Entry).c, table_of(Appointment).c
_INCOME = (
    select(_appointment.currency, cast(func.sum(_entry.amount_minor), BigId))
    .select_from(Entry)
    .join(Appointment, _entry.appointment_id == _appointment.id)
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _entry.at >= bindparam("start", type_=Instant),
        _entry.at < bindparam("end", type_=Instant),
    )
    .group_by(_appointment.currency)
    .order_by(_appointment.currency)
)


def list_figures(request: Request, provider_id: int, start: dt.datetime, end: dt.datetime) -> list[Figure]:
    """Return the income of a time, a figure for each currency."""
    values = {"provider_id": provider_id, "start": start, "end": end}
    return [
        Figure(f"payments.income.{currency}", _("figure-income"), amount, "money", currency, 10)
        for currency, amount in request.dbsession.execute(_INCOME, values)
    ]


def list_debts(dbsession: Session, provider_id: int) -> list[Debt]:
    """Return what each client owes, the highest amount of each currency first."""
    owed = owed_by_client(dbsession, provider_id)
    named = (
        select(Client.id, Account.client_name)
        .join(Client.account)
        .where(Client.id.in_({client_id for client_id, _currency, _amount in owed}))
    )
    names = {row.id: row.client_name for row in dbsession.execute(named)} if owed else {}
    debts = [
        Debt(client_id, names.get(client_id) or WITHOUT_NAME, currency, amount)
        for client_id, currency, amount in owed
    ]
    return sorted(debts, key=lambda debt: (debt.currency, -debt.amount_minor, debt.name))
