"""What scheduling adds to menus and to their headlines."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks import Contribution
from kalenner.hooks.platform import MenuEntry
from kalenner.people import Account, Provider
from kalenner.zones.instants import span_of_days, to_instants
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes as appointments_routes
from kalenner_scheduling.appointments.lists import find_next_of_client
from kalenner_scheduling.appointments.open_requests import MenuCounts, MenuCountService
from kalenner_scheduling.availability import routes as availability_routes
from kalenner_scheduling.availability.screens.rules import ALL
from kalenner_scheduling.catalogue import routes as catalogue_routes
from kalenner_scheduling.catalogue.screens.places import place_label
from kalenner_scheduling.catalogue.screens.preferences import currency_label, step_label
from kalenner_scheduling.catalogue.services import PreferencesService
from kalenner_scheduling.contexts import KINDS
from kalenner_scheduling.time_off import routes as time_off_routes
from kalenner_scheduling.working_hours import routes as working_hours_routes


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu == "professional":
        return _open_requests(request)
    if menu == "office":
        return _office(request)
    if menu == "client":
        return [
            MenuEntry(
                "mine",
                request.label(_("button-my-appointments")),
                appointments_routes.mine(),
                weight=20,
                row=10,
            )
        ]
    if menu == "settings.service":
        return _service_settings(request)
    if menu == "settings.schedule":
        return _schedule_settings(request)
    if menu == "client_card":
        press = appointments_routes.clients_appointments(client=subject.id, page=0)
        card = [MenuEntry("appointments", request.label(_("button-appointments")), press, weight=10, row=10)]
        if subject.blocked_at is None:
            book = appointments_routes.clients_book(client=subject.id, page=0)
            card.append(MenuEntry("book", request.label(_("button-book")), book, weight=10, row=30))
        return card
    if menu == "calendar_day":
        label = request.label(_("button-why-not"))
        return [MenuEntry("why-not", label, availability_routes.explain_ask(day=subject), weight=90, row=90)]
    if menu == "specialist_card":
        return [
            MenuEntry(
                "book",
                request.label(_("button-book")),
                appointments_routes.book_services(provider=subject.provider_id),
                weight=10,
                row=10,
            ),
            MenuEntry(
                "appointments",
                request.label(_("button-appointments")),
                appointments_routes.mine_list(provider=subject.provider_id, page=0),
                weight=10,
                row=30,
            ),
        ]
    return []


def _open_requests(request: Request) -> list[MenuEntry]:
    """Return the way to the requests that wait for an answer, while there are any."""
    number = _counts(request, request.provider).requests
    if not number:
        return []
    label = request.label(_("button-requests"), number=number)
    return [MenuEntry("requests", label, appointments_routes.requests_queue(number=0), weight=5, row=5)]


def _office(request: Request) -> list[MenuEntry]:
    label = request.label
    return [
        MenuEntry("today", label(_("button-today")), appointments_routes.today(), weight=10, row=10),
        MenuEntry(
            "calendar",
            label(_("button-calendar")),
            appointments_routes.calendar_month(
                month=request.reader.local(request.clock.now()).date().replace(day=1)
            ),
            weight=20,
            row=10,
        ),
        MenuEntry(
            "appointments",
            label(_("button-appointments")),
            appointments_routes.appointments(),
            weight=30,
            row=20,
        ),
    ]


def _service_settings(request: Request) -> list[MenuEntry]:
    preferences = request.find_service(PreferencesService).get(request.provider)
    return [
        MenuEntry(
            "services",
            request.label(_("button-services")),
            catalogue_routes.services_list(),
            weight=10,
            row=10,
        ),
        MenuEntry(
            "step", step_label(request, preferences), catalogue_routes.calendar_step(), weight=20, row=20
        ),
        MenuEntry(
            "rules",
            request.label(_("button-booking-rules")),
            availability_routes.rules(service=ALL),
            weight=40,
            row=40,
        ),
        MenuEntry(
            "place", place_label(request, preferences), catalogue_routes.calendar_place(), weight=45, row=45
        ),
        MenuEntry(
            "currency",
            currency_label(request, preferences),
            catalogue_routes.calendar_currency(),
            weight=30,
            row=30,
        ),
    ]


def _schedule_settings(request: Request) -> list[MenuEntry]:
    holidays, vacation = (time_off_routes.closures_list(kind=number, page=0) for number in range(len(KINDS)))
    return [
        MenuEntry(
            "hours",
            request.label(_("button-working-hours")),
            working_hours_routes.hours_week(),
            weight=10,
            row=10,
        ),
        MenuEntry("holidays", request.label(_("button-holidays")), holidays, weight=20, row=20),
        MenuEntry("vacation", request.label(_("button-vacation")), vacation, weight=30, row=20),
        MenuEntry(
            "away", request.label(_("button-away")), time_off_routes.away_list(page=0), weight=40, row=30
        ),
    ]


def headline(request: Request, menu: str) -> list[Contribution]:
    """Return what the headline of a main menu says of appointments."""
    account: Account = request.account
    if menu == "professional" and account.practice is not None:
        return _todays_work(request, account.practice)
    if menu == "client":
        following = find_next_of_client(request.dbsession, account.id, request.clock.now())
        if following is not None:
            moment = request.reader.short_moment(following.starts_at)
            return [Contribution("next", request.label(_("line-next"), moment=moment, name=following.name))]
    return []


def _todays_work(request: Request, provider: Provider) -> list[Contribution]:
    counts = _counts(request, provider)
    return [
        Contribution("today", request.label(_("line-today"), number=counts.today), weight=10),
        Contribution("requests", request.label(_("line-requests"), number=counts.requests), weight=20),
    ]


def _counts(request: Request, provider: Provider) -> MenuCounts:
    now = request.clock.now()
    day = request.reader.local(now).date()
    start, end = to_instants(span_of_days(provider.zone, day, day))
    counts: MenuCountService = request.find_service(MenuCountService)
    return counts.get(provider.id, now, (start, end))
