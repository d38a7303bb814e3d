"""What a provider offers, and how: services in their order, currency, prices, step."""

from collections.abc import Collection

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.hooks.themes import PageService
from kalenner.people import Provider, TranslationService
from kalenner_scheduling.catalogue.models import (
    DEFAULT_CURRENCY,
    DEFAULT_STEP,
    CataloguePreferences,
    PlaceKind,
    Service,
)
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.translations import (
    ServiceTextService,
    service_text_service_factory,
    subject_of,
)
from kalenner_scheduling.settings import SchedulingSettings

STEP_RANGE = (5, 480)
MINUTES_RANGE = (5, 1_440)


def currencies_for(settings: SchedulingSettings, language: str) -> tuple[str, ...]:
    """Return the currencies to choose from, by the account's language: first the one of every practice."""
    entries = [currency.partition(":") for currency in settings.currencies]
    codes = [code for code, _colon, only_for in entries if only_for in {"", language}]
    return tuple(dict.fromkeys((DEFAULT_CURRENCY, *codes)))


class CatalogueService:
    """The services a provider offers."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    def add(
        self, provider: Provider, *, name: str, minutes: int, description: str | None, price_minor: int | None
    ) -> Service:
        """Offer a new service, after the others; `price_minor` is in the provider's currency."""
        last = select(func.max(Service.position)).where(Service.provider_id == provider.id)
        service = Service(
            provider_id=provider.id,
            name=name,
            minutes=minutes,
            description=description,
            price_minor=price_minor,
            position=(self._dbsession.scalar(last) or 0) + 1,
        )
        self._dbsession.add(service)
        self._dbsession.flush()
        return service

    def list_for_page(self, provider: Provider, packages: Collection[int] = ()) -> list[PageService]:
        """Return the services as the provider's profile page shows them, with prices where they are shown.

        `packages` are the ids of those that are not booked themselves.
        """
        preferences = PreferencesService(self._dbsession).get(provider)
        services = list_services(self._dbsession, provider.id)
        subjects = [subject_of(service.id) for service in services]
        translations = TranslationService(self._dbsession).of_each(provider, subjects)
        return [
            PageService(
                id=service.id,
                name=service.name,
                minutes=service.minutes,
                description=service.description or "",
                price_minor=service.price_minor if preferences.shows_prices else None,
                currency=preferences.currency,
                is_package=service.id in packages,
                translations=translations.get(subject_of(service.id), {}),
            )
            for service in services
        ]

    def rename(self, service: Service, name: str) -> None:
        """Change the name; booked appointments keep theirs."""
        service.name = name

    def change_minutes(self, service: Service, minutes: int) -> None:
        """Change how long it takes; booked appointments keep their length."""
        service.minutes = minutes

    def describe(self, service: Service, description: str | None) -> None:
        """Change the description; None removes it."""
        service.description = description

    def change_price(self, service: Service, price_minor: int | None) -> None:
        """Change the price; None shows none. Booked appointments keep theirs."""
        service.price_minor = price_minor

    def change_place(self, service: Service, kind: PlaceKind | None, text: str | None = None) -> None:
        """Change where it takes place; None is where all do. Booked appointments keep theirs."""
        service.place_kind, service.place = kind, text

    def move(self, service: Service, places: int) -> None:
        """Move a service by so many places, up when negative; it stops at the ends of the list."""
        other_services = [
            other for other in list_services(self._dbsession, service.provider_id) if other.id != service.id
        ]
        before = sum(
            1 for other in other_services if (other.position, other.id) < (service.position, service.id)
        )
        other_services.insert(min(max(before + places, 0), len(other_services)), service)
        for position, other in enumerate(other_services, start=1):
            other.position = position

    def delete(self, service: Service) -> None:
        """Stop offering a service; its appointments stay as they are."""
        service.deleted_at = self._clock.now()


class PreferencesService:
    """How a provider's services are offered."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def get(self, provider: Provider) -> CataloguePreferences:
        """Return a provider's preferences; what that was never changed is not stored."""
        return self._dbsession.get(CataloguePreferences, provider.id) or CataloguePreferences(
            provider_id=provider.id, step_minutes=DEFAULT_STEP, currency=DEFAULT_CURRENCY, shows_prices=True
        )

    def change_step(self, provider: Provider, minutes: int) -> None:
        """Set how many minutes lie between possible starts."""
        self._stored(provider).step_minutes = minutes

    def change_currency(self, provider: Provider, currency: str) -> None:
        """Set the currency of the services' prices, whose numbers stay."""
        self._stored(provider).currency = currency

    def change_place(self, provider: Provider, kind: PlaceKind, text: str | None = None) -> None:
        """Set where appointments take place; those that are booked keep theirs."""
        preferences = self._stored(provider)
        preferences.place_kind, preferences.place = kind, text

    def choose_holidays(self, provider: Provider, country: str, region: str | None) -> None:
        """Remember whose public holidays are chosen from; both are known to the library."""
        preferences = self._stored(provider)
        preferences.holiday_country, preferences.holiday_region = country, region

    def show_prices(self, provider: Provider, *, shows: bool) -> None:
        """Show or hide prices on the profile page and where clients choose a service."""
        self._stored(provider).shows_prices = shows

    def _stored(self, provider: Provider) -> CataloguePreferences:
        preferences = self.get(provider)
        self._dbsession.add(preferences)
        return preferences


def catalogue_service_factory(request: Request) -> CatalogueService:
    """Make the service for a request."""
    return CatalogueService(request.dbsession, request.clock)


def preferences_service_factory(request: Request) -> PreferencesService:
    """Make the service for a request."""
    return PreferencesService(request.dbsession)


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.register_service_factory(catalogue_service_factory, CatalogueService)
    config.register_service_factory(preferences_service_factory, PreferencesService)
    config.register_service_factory(service_text_service_factory, ServiceTextService)
