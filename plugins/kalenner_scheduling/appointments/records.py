"""What follows from every change of an appointment: its history, the other side's message, the plugins."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange

Notify = Callable[..., None]
"""``request.notify``: promises a message that a person gets as a screen of its own."""

_CHANGES = cast("Table", StatusChange.__table__)
_NEW_CHANGE = insert(_CHANGES).returning(_CHANGES.c.id)


class History:
    """Keeps changes and tells of them, all in the caller's transaction."""

    def __init__(self, dbsession: Session, hooks: Any, notify: Notify) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._notify = notify

    def keep_change(
        self,
        appointment: Appointment,
        before: Status | None,
        after: Status,
        at: dt.datetime,
        account_id: int | None,
        reason: str | None = None,
    ) -> int:
        """Keep a change of status, tell the plugins, and return the row's id."""
        row = {
            "appointment_id": appointment.id,
            "at": at,
            "account_id": account_id,
            "before": before and before.value,
            "after": after.value,
            "reason": reason,
        }
        change_id: int = self._dbsession.execute(_NEW_CHANGE, row).scalar_one()
        fact = fact_of(appointment, after)
        self._hooks.scheduling_appointment_changed(appointment=fact, before=before, after=after)
        return change_id

    def keep_amendment(self, amendment: Amendment, before: AppointmentFact) -> None:
        """Keep a change of service, length or time, and tell the plugins."""
        self._dbsession.add(amendment)
        self._dbsession.flush()
        fact = fact_of(amendment.appointment)
        self._hooks.scheduling_appointment_amended(appointment=fact, before=before)

    def tell_change(
        self, reader_id: int, origin_id: int | None, appointment_id: int, change_id: int, screen: str
    ) -> None:
        """Promise a person the card of a change of status."""
        key = f"appointment:{appointment_id}:{change_id}"
        self._notify(reader_id, screen, origin_id=origin_id, dedupe=key, change=change_id)

    def tell(self, reader_id: int, origin_id: int | None, screen: str, key: str, **args: int) -> None:
        """Promise a person another card; `key` names the occasion, which is told once."""
        self._notify(reader_id, screen, origin_id=origin_id, dedupe=key, **args)


def fact_of(appointment: Appointment, status: Status | None = None) -> AppointmentFact:
    """Return an appointment as plugins see it; `status` is the new one while the row is not read again."""
    return AppointmentFact(
        id=appointment.id,
        provider_id=appointment.provider_id,
        account_id=appointment.provider.account_id,
        client_id=appointment.client_id,
        client_account_id=appointment.client.account_id,
        service_id=appointment.service_id,
        service_name=appointment.service_name,
        minutes=appointment.minutes,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        status=status or appointment.state,
        price_minor=appointment.price_minor,
        currency=appointment.currency,
        replaces_id=appointment.replaces_id,
    )
