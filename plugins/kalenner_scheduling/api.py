"""What other plugins may import of scheduling; all else of it may change without notice.

What hooks hand over as an ``AppointmentFact`` needs none of this.
"""

from kalenner_scheduling.answers import Day
from kalenner_scheduling.appointments.lists import Line, list_coming_of_client
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.queries import IS_ACTIVE, IS_LISTED, find_successor, list_appointments
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.routes import (
    book_services,
    clients_appointments,
    mine_cancel,
    mine_card,
)
from kalenner_scheduling.appointments.routes import card as appointments_card
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.routes import services_edit
from kalenner_scheduling.catalogue.services import CatalogueService, PreferencesService
from kalenner_scheduling.catalogue.translations import name_for_reader
from kalenner_scheduling.contexts import (
    AppointmentContext,
    BookableContext,
    MyAppointmentContext,
    PresentAppointmentContext,
    ServiceContext,
)
from kalenner_scheduling.personal_data import appointments_of
from kalenner_scheduling.team_time import BusyTime, DayOfOne, team_day
from kalenner_scheduling.words import (
    booked,
    info_lines,
    location_line,
    location_row,
    marked_line,
    status_text,
    when,
)
from kalenner_scheduling.working_hours.errors import NotHours
from kalenner_scheduling.working_hours.hours_text import minute_of, span_text
from kalenner_scheduling.working_time import working_minutes

__all__ = [
    "IS_ACTIVE",
    "IS_LISTED",
    "Appointment",
    "AppointmentContext",
    "AppointmentService",
    "BookableContext",
    "BusyTime",
    "CatalogueService",
    "Day",
    "DayOfOne",
    "Line",
    "MyAppointmentContext",
    "NotHours",
    "PreferencesService",
    "PresentAppointmentContext",
    "Service",
    "ServiceContext",
    "StatusChange",
    "appointments_card",
    "appointments_of",
    "book_services",
    "booked",
    "clients_appointments",
    "fact_of",
    "find_successor",
    "info_lines",
    "list_appointments",
    "list_coming_of_client",
    "list_services",
    "location_line",
    "location_row",
    "marked_line",
    "mine_cancel",
    "mine_card",
    "minute_of",
    "name_for_reader",
    "services_edit",
    "span_text",
    "status_text",
    "team_day",
    "when",
    "working_minutes",
]
