"""Whose things a screen shows: every object is loaded through the person, else it is not available."""

import datetime as dt

from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people import Client, ClientService, Provider
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner_scheduling.appointments import queries
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange
from kalenner_scheduling.appointments.queries import find_successor
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.time_off.models import Away, Closure, ClosureKind
from kalenner_scheduling.time_off.services import LONGEST_AWAY, LONGEST_VACATION, TimeOffService
from kalenner_scheduling.working_hours.models import WorkingPeriod

KINDS = (ClosureKind.HOLIDAY, ClosureKind.VACATION)
"""By the number that stands for them in buttons."""
AHEAD = dt.timedelta(days=731)
"""How far ahead a block may begin."""
_ONE_DAY = dt.timedelta(days=1)


class ServiceContext(ProfessionalContext):
    """One service that the professional offers, named by the argument ``service``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        service = request.dbsession.get(Service, request.args["service"])
        if service is None or service.provider_id != self.provider.id or service.deleted_at is not None:
            raise NotAvailable
        self.service: Service = service


class BookForContext(ServiceContext):
    """One service, and a client of the professional's to book it for, named by the argument ``client``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        client = request.dbsession.get(Client, request.args["client"])
        if client is None or client.provider_id != self.provider.id:
            raise NotAvailable
        if client.removed_at is not None or client.blocked_at is not None:
            raise NotAvailable
        self.client: Client = client


class WeekdayContext(ProfessionalContext):
    """One day of the professional's week, named by the argument ``weekday``; Monday is 0."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.weekday: int = request.args["weekday"]
        if not 0 <= self.weekday <= 6:
            raise NotAvailable


class PeriodContext(ProfessionalContext):
    """One working period of the professional, named by the argument ``period``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        period = request.dbsession.get(WorkingPeriod, request.args["period"])
        if period is None or period.provider_id != self.provider.id:
            raise NotAvailable
        self.period: WorkingPeriod = period


class AppointmentContext(ProfessionalContext):
    """One appointment of the professional, named by the argument ``appointment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        appointment = queries.find_appointment(request.dbsession, request.args["appointment"])
        if appointment is None or appointment.provider_id != self.provider.id:
            raise NotAvailable
        self.appointment: Appointment = appointment


class PresentAppointmentContext(AppointmentContext):
    """One appointment of the professional, or what it was moved to, named by the argument ``appointment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.appointment = find_successor(request.dbsession, self.appointment)


class OtherServiceContext(AppointmentContext):
    """One appointment of the professional and, named by the argument ``service``, what it could become."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.service: Service = ServiceContext(request).service


class ChangeContext(ProfessionalContext):
    """One change of status of the professional's appointments, named by the argument ``change``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        change = queries.find_change(request.dbsession, request.args["change"])
        if change is None or change.appointment.provider_id != self.provider.id:
            raise NotAvailable
        self.change: StatusChange = change
        self.appointment: Appointment = change.appointment


class BookableContext(PersonContext):
    """One service of a specialist of the client, named by the argument ``service``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        service = request.dbsession.get(Service, request.args["service"])
        if service is None or service.deleted_at is not None:
            raise NotAvailable
        client = request.find_service(ClientService).find(service.provider_id, self.account.id)
        if client is None:
            raise NotAvailable
        self.service: Service = service
        self.client: Client = client
        self.provider: Provider = client.provider


class MyAppointmentContext(PersonContext):
    """One appointment of the client, named by the argument ``appointment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        appointment = queries.find_appointment(request.dbsession, request.args["appointment"])
        if appointment is None or appointment.client.account_id != self.account.id:
            raise NotAvailable
        self.appointment: Appointment = appointment


class MyMoveContext(MyAppointmentContext):
    """What the client would move: the appointment or, where it asks to move another one, that one."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        replaced = self.appointment.replaces
        if replaced is not None and self.appointment.state is Status.PENDING:
            self.appointment: Appointment = replaced


class MyChangeContext(PersonContext):
    """One change of status of the client's appointments, named by the argument ``change``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        change = queries.find_change(request.dbsession, request.args["change"])
        if change is None or change.appointment.client.account_id != self.account.id:
            raise NotAvailable
        self.change: StatusChange = change
        self.appointment: Appointment = change.appointment


class MyAmendmentContext(PersonContext):
    """One change within the client's appointments, named by the argument ``amendment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        amendment = request.dbsession.get(Amendment, request.args["amendment"])
        appointment = amendment and queries.find_appointment(request.dbsession, amendment.appointment_id)
        if amendment is None or appointment is None or appointment.client.account_id != self.account.id:
            raise NotAvailable
        self.amendment: Amendment = amendment
        self.appointment: Appointment = appointment


class KindContext(ProfessionalContext):
    """One of the two kinds of days off, by its number, the argument ``kind``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.number: int = request.args["kind"]
        if not 0 <= self.number < len(KINDS):
            raise NotAvailable
        self.kind = KINDS[self.number]


class DaysContext(KindContext):
    """Days off that were chosen: a kind, ``first_day`` and ``last_day``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.first: dt.date = request.args["first_day"]
        self.last: dt.date = request.args["last_day"]
        if not 1 <= (self.last - self.first).days + 1 <= self.longest:
            raise NotAvailable

    @property
    def longest(self) -> int:
        """How many days there may be: each holiday is a single one."""
        return 1 if self.kind is ClosureKind.HOLIDAY else LONGEST_VACATION


class ClosureContext(ProfessionalContext):
    """Days off of the professional, named by the argument ``closure``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        closure = request.dbsession.get(Closure, request.args["closure"])
        if closure is None or closure.provider_id != self.provider.id:
            raise NotAvailable
        self.closure: Closure = closure
        self.number = KINDS.index(ClosureKind(closure.kind))


class StartContext(ProfessionalContext):
    """The first day of a time away that is being added, the argument ``day``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.day = check_day(request.args["day"], *choosable(self, request))


class FromContext(ProfessionalContext):
    """The start of a time away that is being added, the argument ``starts_at``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.starts_at: dt.datetime = request.args["starts_at"]
        self.first = check_day(
            self.starts_at.astimezone(self.provider.zone).date(), *choosable(self, request)
        )
        self.last = self.first + LONGEST_AWAY - 2 * _ONE_DAY  # its end, too, is near enough


class EndContext(FromContext):
    """The last day of a time away, the argument ``day``, after its start."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.day = check_day(request.args["day"], self.first, self.last)


class TimesContext(ProfessionalContext):
    """A time away that was chosen: ``starts_at`` and ``ends_at``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.starts_at: dt.datetime = request.args["starts_at"]
        self.ends_at: dt.datetime = request.args["ends_at"]
        if not dt.timedelta() < self.ends_at - self.starts_at <= LONGEST_AWAY:
            raise NotAvailable


class AwayContext(ProfessionalContext):
    """A time away of the professional, named by the argument ``away``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        away = request.dbsession.get(Away, request.args["away"])
        if away is None or away.provider_id != self.provider.id:
            raise NotAvailable
        self.away: Away = away


def check_day(day: dt.date, first: dt.date, last: dt.date) -> dt.date:
    """Return a day that came with a press, if it could be chosen there; raises NotAvailable."""
    if not first <= day <= last:
        raise NotAvailable
    return day


def choosable(context: ProfessionalContext, request: Request) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which a block may begin."""
    today = request.find_service(TimeOffService).today(context.provider)
    return today, today + AHEAD
