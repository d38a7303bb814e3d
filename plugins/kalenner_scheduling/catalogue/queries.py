"""What is read of the catalogue; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from kalenner.people import Account, Provider
from kalenner_scheduling.catalogue.models import DEFAULT_CURRENCY, CataloguePreferences, Service

# What every request asks is read from the tables, not as entities: that takes half the time.
_account, _provider = Account.__table__.c, Provider.__table__.c
_service, _preferences = Service.__table__.c, CataloguePreferences.__table__.c
OFFER = (
    select(
        _service.name,
        _service.minutes,
        _service.price_minor,
        func.coalesce(_preferences.currency, DEFAULT_CURRENCY),
        _provider.account_id,
        func.coalesce(_account.timezone, "UTC"),
        func.coalesce(_service.place_kind, _preferences.place_kind),
        case((_service.place_kind.is_not(None), _service.place), else_=_preferences.place),
    )
    .join(Provider.__table__, _provider.id == _service.provider_id)
    .join(Account.__table__, _account.id == _provider.account_id)
    .join(CataloguePreferences.__table__, _preferences.provider_id == _service.provider_id, isouter=True)
    .where(
        _service.id == bindparam("service_id"),
        _service.provider_id == bindparam("provider_id"),
        _service.deleted_at.is_(None),
    )
)


@dataclass(frozen=True)
class Offer:
    """What a service is at this moment, and who offers it."""

    name: str
    minutes: int
    price_minor: int | None
    currency: str
    account_id: int
    timezone: str
    place_kind: str | None
    """A ``PlaceKind``: the service's own, else the provider's; None is none."""
    place: str | None


def find_offer(dbsession: Session, service_id: int, provider_id: int) -> Offer | None:
    """Return a service that the provider offers; None for somebody else's and for a deleted one."""
    row = dbsession.execute(OFFER, {"service_id": service_id, "provider_id": provider_id}).first()
    return None if row is None else Offer(*row)


def list_services(dbsession: Session, provider_id: int) -> list[Service]:
    """Return what a provider offers, in the provider's order."""
    statement = select(Service).where(Service.provider_id == provider_id, Service.deleted_at.is_(None))
    return list(dbsession.scalars(statement.order_by(Service.position, Service.id)))
