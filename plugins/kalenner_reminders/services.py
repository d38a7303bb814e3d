"""What is done with reminders: planned with the appointment, planned anew, dropped, and sent when due."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.delivery import Notification
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.people import Account, Provider, lock_of
from kalenner_reminders import queries, routes
from kalenner_reminders.due_times import Preferences, is_coming, is_useful, plan, postponed
from kalenner_reminders.models import Reminder, ReminderChoice, ReminderSetting, ReminderState
from kalenner_reminders.queries import IS_WAITING, Due
from kalenner_scheduling.api import Appointment

NotifyMany = Callable[[Sequence[Notification]], None]
"""``request.notify_many``: promises messages that people get as screens of their own."""

_REMINDERS = cast("Table", Reminder.__table__)
_POSTPONE = (
    update(_REMINDERS)
    .where(_REMINDERS.c.id == bindparam("reminder_id"))
    .values(due_at=bindparam("until", type_=_REMINDERS.c.due_at.type))
)


class NotComing(Exception):
    """Only of accepted appointments that have not begun can anybody be reminded."""


class ReminderService:
    """Reminders of the appointments of any provider."""

    def __init__(self, dbsession: Session, clock: Clock, notify_many: NotifyMany) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._notify_many = notify_many

    # Planning

    def plan(self, appointment: AppointmentFact) -> None:
        """Plan the reminders of an accepted appointment; those of another time are dropped."""
        self.drop(appointment.id)
        preferences = queries.preferences_of(self._dbsession, appointment.provider_id)
        if preferences.leads:
            zone = queries.zone_of(self._dbsession, appointment.client_account_id)
            self._store(self._rows(appointment.id, appointment.starts_at, zone, preferences))

    def plan_anew(self, appointment: AppointmentFact, before: AppointmentFact) -> None:
        """Plan again what was moved."""
        if appointment.status is Status.ACCEPTED and appointment.starts_at != before.starts_at:
            self.plan(appointment)

    def drop(self, appointment_id: int) -> None:
        """Drop what waits for an appointment."""
        self._drop(Reminder.appointment_id == appointment_id)

    # What people choose

    def set_preferences(self, provider: Provider, preferences: Preferences) -> None:
        """Change how a provider's clients are reminded, of what is booked already too."""
        lock(self._dbsession, lock_of(provider.id))
        setting = self._dbsession.get(ReminderSetting, provider.id)
        if setting is None:
            setting = ReminderSetting(provider_id=provider.id)
            self._dbsession.add(setting)
        setting.leads, quiet = list(preferences.leads), preferences.quiet
        setting.quiet_start, setting.quiet_end = (quiet.start, quiet.end) if quiet else (None, None)
        self._dbsession.flush()
        self._plan_all_anew(provider.id, preferences)

    def choose(self, account: Account, *, is_on: bool) -> None:
        """Let a client have automatic reminders, or none."""
        self._dbsession.merge(ReminderChoice(account_id=account.id, is_on=is_on))
        self._dbsession.flush()

    # Sending

    def remind(self, appointments: Iterable[Appointment], by: Account, occasion: str) -> set[int]:
        """Remind the clients of appointments at once; return the accounts that cannot be reached.

        The same `occasion` reminds once of an appointment, however often it comes. Raises :class:`NotComing`.
        """
        subjects = list(appointments)
        now = self._clock.now()
        if not subjects or not all(
            is_coming(appointment.state, appointment.starts_at, now) for appointment in subjects
        ):
            raise NotComing
        reachable = queries.reachable(
            self._dbsession, [appointment.client.account_id for appointment in subjects]
        )
        self._notify_many(
            [
                _promise(
                    appointment.client.account_id,
                    by.id,
                    appointment.id,
                    f"reminder-now:{appointment.id}:{by.id}:{occasion}",
                )
                for appointment in subjects
                if appointment.client.account_id in reachable
            ]
        )
        return {appointment.client.account_id for appointment in subjects} - reachable

    def send_due(self, limit: int) -> int:
        """Send at most so many reminders whose time has come; return how many were looked at.

        Each is marked and promised in the same transaction. What is of no use any more is dropped, and what
        comes late into quiet hours waits for their end.
        """
        now = self._clock.now()
        due = queries.take_due(self._dbsession, now, limit)
        useful = [reminder for reminder in due if reminder.is_wanted and is_useful(reminder.starts_at, now)]
        waits = {reminder.id: until for reminder in useful if (until := _until(reminder, now)) is not None}
        to_send = [reminder for reminder in useful if reminder.id not in waits]
        useful_ids = {reminder.id for reminder in useful}
        self._mark([reminder.id for reminder in to_send], ReminderState.SENT)
        self._mark([reminder.id for reminder in due if reminder.id not in useful_ids], ReminderState.DROPPED)
        if waits:
            rows = [{"reminder_id": id_, "until": until} for id_, until in waits.items()]
            self._dbsession.execute(_POSTPONE, rows)
        self._notify_many(
            [
                _promise(
                    reminder.reader_id, reminder.origin_id, reminder.appointment_id, f"reminder:{reminder.id}"
                )
                for reminder in to_send
            ]
        )
        return len(due)

    # Inside

    def _mark(self, ids: list[int], state: ReminderState) -> None:
        if ids:
            marked = update(Reminder).where(Reminder.id.in_(ids), IS_WAITING).values(state=state.value)
            self._dbsession.execute(marked.execution_options(synchronize_session=False))

    def _drop(self, *which: Any) -> None:
        dropped = update(Reminder).where(*which, IS_WAITING).values(state=ReminderState.DROPPED.value)
        self._dbsession.execute(dropped.execution_options(synchronize_session=False))

    def _plan_all_anew(self, provider_id: int, preferences: Preferences) -> None:
        now = self._clock.now()
        coming = queries.list_accepted(self._dbsession, provider_id, now)
        statement = select(Appointment.id).where(
            Appointment.provider_id == provider_id, Appointment.starts_at > now
        )
        # What is due and still wanted is on its way out, and would not be planned again.
        is_stale = (Reminder.due_at > now) | Reminder.lead_minutes.not_in(preferences.leads)
        self._drop(Reminder.appointment_id.in_(statement), is_stale)
        self._store(
            [row for line in coming for row in self._rows(line.id, line.starts_at, line.zone, preferences)]
        )

    def _rows(
        self, appointment_id: int, starts_at: dt.datetime, zone: ZoneInfo, preferences: Preferences
    ) -> list[dict[str, Any]]:
        return [
            {
                "appointment_id": appointment_id,
                "lead_minutes": lead,
                "starts_at": starts_at,
                "due_at": due,
                "state": ReminderState.WAITING.value,
            }
            for lead, due in plan(starts_at, preferences, zone, self._clock.now())
        ]

    def _store(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._dbsession.execute(_planned(self._dbsession.get_bind().dialect.name), rows)


def _promise(reader_id: int, origin_id: int, appointment_id: int, key: str) -> Notification:
    return Notification(reader_id, routes.reminder(appointment=appointment_id), origin_id, key)


def _until(due: Due, now: dt.datetime) -> dt.datetime | None:
    return postponed(now, due.starts_at, due.quiet, ZoneInfo(due.timezone))


@lru_cache(maxsize=2)
def _planned(dialect: str) -> Any:
    """Return the statement that plans a reminder: one that was dropped waits again, a sent one stays sent."""
    insertion = (postgresql if dialect == "postgresql" else sqlite).insert(_REMINDERS)
    return insertion.on_conflict_do_update(
        index_elements=["appointment_id", "starts_at", "lead_minutes"],
        set_={"state": insertion.excluded.state, "due_at": insertion.excluded.due_at},
        where=_REMINDERS.c.state != ReminderState.SENT.value,
    )


def reminder_service_factory(request: Request) -> ReminderService:
    """Make the service for a request."""
    return ReminderService(request.dbsession, request.clock, request.notify_many)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(reminder_service_factory, ReminderService)
