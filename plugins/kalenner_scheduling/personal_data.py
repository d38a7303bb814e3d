"""What scheduling holds about people, and what becomes of it when an account is erased."""

from sqlalchemy import ColumnElement, Select, or_, select

from kalenner.hooks.privacy import Erasure, PersonalTable, PersonLike
from kalenner.privacy import of_practice
from kalenner.privacy.tables import ERASED_NAME
from kalenner_scheduling import _
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange
from kalenner_scheduling.availability.models import BookingRules
from kalenner_scheduling.catalogue.models import CataloguePreferences, Service
from kalenner_scheduling.time_off.models import Away, Closure
from kalenner_scheduling.working_hours.models import WorkingPeriod


def _is_theirs(person: PersonLike) -> ColumnElement[bool]:
    return or_(Appointment.client_id.in_(person.links), Appointment.provider_id == person.provider_id)


def appointments_of(person: PersonLike) -> Select[int]:
    """Return the ids of the appointments that a person has, on either side."""
    return select(Appointment.id).where(_is_theirs(person))


TABLES = [
    PersonalTable(
        CataloguePreferences,
        of_practice(CataloguePreferences.provider_id),
        Erasure.DELETE,
        title=_("held-preferences"),
    ),
    PersonalTable(
        Service,
        of_practice(Service.provider_id),
        Erasure.BLANK,
        title=_("held-services"),
        blanks={"name": ERASED_NAME, "description": None, "place_kind": None, "place": None},
        reason="Past appointments refer to it.",
    ),
    PersonalTable(
        WorkingPeriod, of_practice(WorkingPeriod.provider_id), Erasure.DELETE, title=_("held-working-hours")
    ),
    PersonalTable(Closure, of_practice(Closure.provider_id), Erasure.DELETE, title=_("held-closures")),
    PersonalTable(Away, of_practice(Away.provider_id), Erasure.DELETE, title=_("held-away")),
    PersonalTable(BookingRules, of_practice(BookingRules.provider_id), Erasure.DELETE, title=_("held-rules")),
    PersonalTable(
        Appointment,
        _is_theirs,
        Erasure.BLANK,
        title=_("held-appointments"),
        blanks={"note": None, "location": None, "latitude": None, "longitude": None},
        reason="It is the other side's history too; it names nobody any more, without note and place.",
        hidden=frozenset({"held_from", "held_until", "nudge_at", "revision"}),
    ),
    PersonalTable(
        StatusChange,
        lambda person: StatusChange.appointment_id.in_(appointments_of(person)),
        Erasure.BLANK,
        title=_("held-changes"),
        # What the other side has written stays theirs.
        erased=lambda person: StatusChange.account_id == person.account_id,
        blanks={"reason": None},
        reason="It is the history of an appointment.",
    ),
    PersonalTable(
        Amendment,
        lambda person: Amendment.appointment_id.in_(appointments_of(person)),
        Erasure.KEEP,
        title=_("held-amendments"),
        reason="It is the history of an appointment, and holds names of services and times alone.",
    ),
]
