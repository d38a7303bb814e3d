"""Services, working hours and appointments of the sample world, in the words of its professionals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from typing import Any, cast

from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.hooks.platform import SampleProfessional
from kalenner.hooks.scheduling import Status
from kalenner.people import Client, Provider
from kalenner.route import Press
from kalenner.zones.instants import to_instant
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.services import CatalogueService, PreferencesService
from kalenner_scheduling.working_hours.hours_text import spans_of
from kalenner_scheduling.working_hours.services import WorkingHoursService


@dataclass(frozen=True)
class SampleService:
    """One service; the price is in the minor unit."""

    name: str
    minutes: int
    price_minor: int | None
    description: str | None = None


@dataclass(frozen=True)
class SampleSchedule:
    """What a professional offers, and when; weekdays count from Monday, 0."""

    services: Sequence[SampleService]
    hours: Mapping[range, str]
    step_minutes: int
    currency: str = "EUR"


PRACTICES = {
    "physiotherapist": SampleSchedule(
        services=(
            SampleService(
                "Erstgespräch und Befund",
                60,
                7_900,
                "Anamnese, Untersuchung und ein Plan für die Behandlung.",
            ),
            SampleService("Krankengymnastik", 30, 3_800, "Übungen unter Anleitung, einzeln."),
            SampleService("Manuelle Therapie", 30, 4_200),
            SampleService("Klassische Massage", 45, 5_500, "Rücken, Schultern und Nacken."),
            SampleService("Hausbesuch", 90, None, "Im Umkreis von 10 km."),
        ),
        hours={range(4): "8:00-12:00, 13:00-18:00", range(4, 5): "8:00-14:00"},
        step_minutes=30,
    ),
    "tutor": SampleSchedule(
        services=(
            SampleService("Пробное занятие", 30, 50_000, "Знакомимся и определяем уровень."),
            SampleService("Математика, 8–9 класс", 60, 200_000, "Алгебра и геометрия, подготовка к ОГЭ."),
            SampleService("Математика, ЕГЭ", 90, 320_000, "Профильный уровень, разбор вариантов."),
            SampleService("Консультация для родителей", 20, None),
        ),
        hours={range(5): "14:00-21:00", range(5, 6): "10:00-15:00"},
        step_minutes=15,
        currency="RUB",
    ),
    "hairdresser": SampleSchedule(
        services=(
            SampleService("Coupe femme", 45, 3_800, "Shampoing, coupe et coiffage."),
            SampleService("Coupe homme", 30, 2_400),
            SampleService("Coupe enfant", 20, 1_600, "Jusqu’à 12 ans."),
            SampleService("Couleur et brushing", 120, 8_500, "Couleur végétale ou classique."),
            SampleService("Brushing", 30, 2_200),
        ),
        hours={range(1, 5): "9:00-12:30, 14:00-19:00", range(5, 6): "9:00-18:00"},
        step_minutes=15,
    ),
}

IN_ENGLISH: Mapping[str, Sequence[tuple[str, str | None]]] = {
    "physiotherapist": (
        ("First consultation", "Your history, an examination and a plan for the treatment."),
        ("Physiotherapy", "Guided exercises, one to one."),
        ("Manual therapy", None),
        ("Classic massage", "Back, shoulders and neck."),
        ("Home visit", "Within 10 km."),
    )
}
"""Names and descriptions of the services where the professional reads English."""

VISITS = (
    (-28, Status.COMPLETED),
    (-24, Status.COMPLETED),
    (-21, Status.MISSED),
    (-17, Status.COMPLETED),
    (-14, Status.COMPLETED),
    (-13, Status.CANCELLED),
    (-10, Status.COMPLETED),
    (-9, Status.DECLINED),
    (-7, Status.COMPLETED),
    (-4, Status.ACCEPTED),
    (1, Status.ACCEPTED),
    (1, Status.PENDING),
    (2, Status.ACCEPTED),
    (3, Status.PENDING),
    (4, Status.DECLINED),
    (5, Status.ACCEPTED),
    (8, Status.ACCEPTED),
    (9, Status.PENDING),
    (12, Status.ACCEPTED),
)
"""How many days from today each appointment is looked for, and how it stands."""

_NOTICE = dt.timedelta(days=2)
_LOOK = dt.timedelta(days=1)


def fill(request: Request, sample: SampleProfessional) -> None:
    """Give a professional of the sample services, working hours and appointments; others are left alone."""
    practice = PRACTICES.get(sample.key)
    if practice is None:
        return
    provider = cast("Provider", sample.provider)
    if provider.reading_language == "en":
        practice = _in_english(sample.key, practice)
    services = _open(request, provider, practice)
    turns = zip(VISITS, cycle(sample.clients), cycle(services), strict=False)
    for number, ((days, outcome), client, service) in enumerate(turns):
        _visit(request, cast("Client", client), service, days, outcome, number)


def _in_english(key: str, practice: SampleSchedule) -> SampleSchedule:
    words = IN_ENGLISH.get(key, [(service.name, service.description) for service in practice.services])
    services = [
        replace(service, name=name, description=description)
        for service, (name, description) in zip(practice.services, words, strict=True)
    ]
    return replace(practice, services=services)


def _open(request: Request, provider: Any, practice: SampleSchedule) -> list[Service]:
    preferences, hours = request.find_service(PreferencesService), request.find_service(WorkingHoursService)
    preferences.change_step(provider, practice.step_minutes)
    preferences.change_currency(provider, practice.currency)
    for weekdays, text in practice.hours.items():
        for weekday in weekdays:
            hours.add_periods(provider, weekday, spans_of(text))
    catalogue: CatalogueService = request.find_service(CatalogueService)
    return [
        catalogue.add(
            provider,
            name=service.name,
            minutes=service.minutes,
            description=service.description,
            price_minor=service.price_minor,
        )
        for service in practice.services
    ]


def _visit(
    request: Request, client: Client, service: Service, days: int, outcome: Status, number: int
) -> None:
    """Make one appointment as it would have come about: asked for, answered, and perhaps over."""
    now, slots = request.clock.now(), request.find_service(SlotService)
    target = now + dt.timedelta(days=days)
    clock = FixedClock(min(now, target - _NOTICE))
    provider = client.provider
    day = target.astimezone(provider.zone).date()
    query = slots.query(provider, service, client_id=client.id)
    free = slots.free_starts(query, day, day + _LOOK, clock.now())
    if not free:
        return  # a weekend
    starts_at = to_instant(free[7 * number % len(free)])
    appointments = AppointmentService(request.dbsession, request.hooks, clock, slots, _tell_nobody)
    appointment = appointments.request(client, service, starts_at)
    if outcome is Status.PENDING:
        return
    owner = provider.professional
    if outcome is Status.DECLINED:
        appointments.decline(appointment, owner)
        return
    appointments.accept(appointment, owner)
    if outcome is Status.CANCELLED:
        appointments.cancel(appointment, client.account)
    elif outcome in {Status.COMPLETED, Status.MISSED}:
        clock.set(appointment.ends_at)
        appointments.change_many([appointment], outcome, by=owner)


def _tell_nobody(reader_id: int, press: Press, **values: object) -> None:
    """The people of the sample are not sent what happened before anybody came."""
    del reader_id, press, values
