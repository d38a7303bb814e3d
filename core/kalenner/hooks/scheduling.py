"""Hooks of scheduling: what others may know of appointments."""

import enum
from dataclasses import dataclass
from datetime import datetime

from pyramid.request import Request

from kalenner.hooks import hookspec


class Status(enum.StrEnum):
    """The status of an appointment (SPEC 6.1)."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    MISSED = "missed"

    @property
    def symbol(self) -> str:
        """The sign that stands before the word."""
        return SYMBOLS[self]


SYMBOLS = {
    Status.PENDING: "🟡",
    Status.ACCEPTED: "🟢",
    Status.DECLINED: "🔴",
    Status.CANCELLED: "❌",
    Status.COMPLETED: "✅",
    Status.MISSED: "⭕",
}


@dataclass(frozen=True)
class AppointmentFact:
    """An appointment as other plugins see it; `price_minor` is in the minor unit of `currency`."""

    id: int
    provider_id: int
    client_id: int
    client_account_id: int
    service_name: str
    starts_at: datetime
    ends_at: datetime
    price_minor: int | None
    currency: str


@hookspec
def scheduling_appointment_changed(
    request: Request, appointment: AppointmentFact, before: Status | None, after: Status
) -> None:
    """An appointment was made, or its status changed.

    Called when: after every stored change of status, the first included (`before` is None).
    In transaction? yes – write rows, never send or enqueue.
    Return: nothing.
    If it raises: what the plugin wrote is undone, the appointment stays changed, and the log names it.
    """
