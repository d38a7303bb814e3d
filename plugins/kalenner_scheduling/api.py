"""What other plugins may import of scheduling; all else of it may change without notice.

What hooks hand over as an ``AppointmentFact`` needs none of this.
"""

from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import IS_ACTIVE, find_successor, list_appointments
from kalenner_scheduling.appointments.routes import card as appointments_card
from kalenner_scheduling.appointments.routes import mine_cancel, mine_card
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.contexts import AppointmentContext, MyAppointmentContext, PresentAppointmentContext
from kalenner_scheduling.words import booked, info_lines, location_line, location_row, status_text, when
from kalenner_scheduling.working_hours.errors import NotHours
from kalenner_scheduling.working_hours.hours_text import minute_of, span_text

__all__ = [
    "IS_ACTIVE",
    "Appointment",
    "AppointmentContext",
    "AppointmentService",
    "MyAppointmentContext",
    "NotHours",
    "PresentAppointmentContext",
    "appointments_card",
    "booked",
    "find_successor",
    "info_lines",
    "list_appointments",
    "location_line",
    "location_row",
    "mine_cancel",
    "mine_card",
    "minute_of",
    "span_text",
    "status_text",
    "when",
]
