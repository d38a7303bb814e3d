"""Hooks of scheduling: what others may know of appointments."""

import enum
from dataclasses import dataclass
from datetime import datetime

from kalenner.hooks import hookspec
from kalenner.hooks.contribution import Contribution
from kalenner.hooks.objects import ClientLike
from kalenner.hooks.request import HookRequest
from kalenner.route import Press


class Status(enum.StrEnum):
    """The status of an appointment.

    OFFERED is that of a time which the professional has offered and the client has not taken: it is held, and
    nobody sees it as an appointment. Hooks hear of it once it is taken, as of a new one that is accepted.
    """

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    MISSED = "missed"
    OFFERED = "offered"

    @property
    def is_off(self) -> bool:
        """Whether what has it does not take place: it was declined or cancelled."""
        return self in {Status.DECLINED, Status.CANCELLED}

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
    Status.OFFERED: "🔷",
}


@dataclass(frozen=True)
class AppointmentFact:
    """An appointment as other plugins see it.

    `price_minor` is the price at booking, in the minor unit of `currency`, or None; `account_id` is the
    professional's, `client_account_id` the client's. `replaces_id` names the appointment that this one
    would take, or has taken, the place of.
    """

    id: int
    provider_id: int
    account_id: int
    client_id: int
    client_account_id: int
    service_id: int
    service_name: str
    minutes: int
    starts_at: datetime
    ends_at: datetime
    status: Status
    price_minor: int | None
    currency: str
    replaces_id: int | None = None


@dataclass(frozen=True)
class ServiceFact:
    """A service as other plugins see it: what its provider offers at this moment.

    `price_minor` is in the minor unit of `currency`, or None; `account_id` is the professional's.
    """

    id: int
    provider_id: int
    account_id: int
    name: str
    minutes: int
    price_minor: int | None
    currency: str


@dataclass(frozen=True)
class ClosedTime:
    """A span in which nothing can be booked, and why.

    `code` is the reason for programs, such as ``calendar``; `text` says it to the professional in the
    reader's language. Raises ValueError for times without a zone, and for an end before the start.
    """

    starts_at: datetime
    ends_at: datetime
    code: str
    text: str

    def __post_init__(self) -> None:
        """Refuse times that would close the wrong hours."""
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError(
                f"a closed time needs datetimes with a zone, not {self.starts_at!r}, {self.ends_at!r}"
            )
        if self.ends_at < self.starts_at:
            raise ValueError(f"a closed time ends at {self.ends_at}, before it starts at {self.starts_at}")


@dataclass(frozen=True)
class Refusal:
    """Why a client cannot book a service, whatever the time; refusals go by weight, then key.

    `text` says it to the professional in the reader's language. `press` leads to what the client is shown
    instead of the times: the screen where it can be put right, or one that says why not.
    """

    key: str
    text: str
    press: Press
    weight: int = 50


@hookspec(firstresult=True)
def scheduling_find_next(request: HookRequest, client: ClientLike) -> datetime | None:
    """Say when a client's next accepted appointment with this provider begins.

    Called when: a text is filled in that names it, such as a quick answer of the chat.
    In transaction? yes – but only read.
    Return: its start, or None where there is none; the first answer counts.
    If it raises: the text says that there is none, and the log names it.
    """


@hookspec
def scheduling_appointment_changed(
    request: HookRequest, appointment: AppointmentFact, before: Status | None, after: Status
) -> None:
    """An appointment was made, or its status changed.

    Called when: after every stored change of status, the first included (`before` is None).
    In transaction? yes – write rows, and promise notifications with ``request.notify``.
    Return: nothing.
    If it raises: what the plugin wrote is undone, the appointment stays changed, and the log names it.
    """


@hookspec
def scheduling_appointment_amended(
    request: HookRequest, appointment: AppointmentFact, before: AppointmentFact
) -> None:
    """The service, length or time of an appointment was changed, its status was not.

    Called when: after the change was stored; `before` is the appointment as it was.
    In transaction? yes – write rows, and promise notifications with ``request.notify``.
    Return: nothing.
    If it raises: what the plugin wrote is undone, the appointment stays changed, and the log names it.
    """


@hookspec
def scheduling_info_lines(request: HookRequest, appointment: AppointmentFact) -> list[Contribution]:  # type: ignore[empty-body]
    """Contribute to what is said of an appointment.

    Called when: Meeting info, a confirmation, a reminder or the message after an appointment is written.
    In transaction? yes – but only read.
    Return: a list of lines in the reader's language; the reader is the professional or the client.
    If it raises: its lines are left out, and the log names it.
    """


@hookspec
def scheduling_closed_times(  # type: ignore[empty-body]
    request: HookRequest, provider_id: int, client_id: int | None, starts_at: datetime, ends_at: datetime
) -> list[ClosedTime]:
    """Contribute times at which a provider cannot be booked, such as those of another calendar.

    Called when: free times are looked up, when one is booked, and when somebody asks why one is not offered;
    `client_id` is None where the professional books, and 0 stands for any client.
    In transaction? yes – but only read.
    Return: a list of the spans that touch `starts_at` to `ends_at`; they may overlap and reach beyond.
    If it raises: its spans are left out, and the log names it.
    """


@hookspec
def scheduling_refusals(  # type: ignore[empty-body]
    request: HookRequest, client: ClientLike, service_id: int
) -> list[Refusal]:
    """Contribute reasons why a client cannot book a service, whatever the time.

    Called when: a client looks at the times of a service or asks for one, the professional is about to book
    for the client, who is warned of it and can go on, or asks why a time is not offered to the client. What
    is booked already stays, and can be moved; a time that the professional has offered can be taken.
    In transaction? yes – but only read.
    Return: a list of refusals; an empty one lets the client book.
    If it raises: the client can book, and the log names it.
    """


@hookspec
def scheduling_packages(request: HookRequest, provider_id: int) -> list[int]:  # type: ignore[empty-body]
    """Contribute which services of a provider are packages: paid as a whole, and not booked themselves.

    Called when: services are listed to be booked, on a profile page too, and when one is about to be booked,
    by the client or the professional, or put in the place of another.
    In transaction? yes – but only read; where a service is booked, with the lock of the provider's calendar.
    Return: a list of the ids of services. What is booked already stays, and can be moved.
    If it raises: its packages can be booked like other services, and the log names it.
    """
