"""Whose things a screen shows: every object is loaded through the person, else it is not available."""

from pyramid.request import Request

from kalenner.people import Client, ClientService, Provider
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner_scheduling.appointments import queries
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange
from kalenner_scheduling.appointments.queries import find_successor
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.working_hours.models import WorkingPeriod


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
