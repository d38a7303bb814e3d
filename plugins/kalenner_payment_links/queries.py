"""What is read of payment links; nothing here changes anything. The statements are built once."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kalenner_payment_links.models import ServicePayment
from kalenner_scheduling.api import Service

_payment, _service = ServicePayment.__table__.c, Service.__table__.c
_URL = select(_payment.url).where(_payment.service_id == bindparam("service_id"))
_PACKAGES = select(_payment.service_id).where(
    _payment.provider_id == bindparam("provider_id"), _payment.is_package.is_(True)
)
_OF_PROVIDER = (
    select(Service, _payment.is_package)
    .join(ServicePayment.__table__, _payment.service_id == Service.id)
    .where(
        _payment.provider_id == bindparam("provider_id"),
        _payment.url.is_not(None),
        Service.deleted_at.is_(None),
    )
    .order_by(Service.position, Service.id)
)
_HAS_LINKS = (
    select(_payment.service_id)
    .join(Service.__table__, _payment.service_id == _service.id)
    .where(
        _payment.provider_id == bindparam("provider_id"),
        _payment.url.is_not(None),
        _service.deleted_at.is_(None),
    )
    .limit(1)
)


def find_url(dbsession: Session, service_id: int) -> str | None:
    """Return the payment link of a service; None where it has none."""
    url: str | None = dbsession.scalar(_URL, {"service_id": service_id})
    return url


def list_packages(dbsession: Session, provider_id: int) -> list[int]:
    """Return the ids of a provider's services that are packages."""
    return list(dbsession.scalars(_PACKAGES, {"provider_id": provider_id}))


def has_links(dbsession: Session, provider_id: int) -> bool:
    """Tell whether anything of a provider can be paid by a link."""
    return dbsession.execute(_HAS_LINKS, {"provider_id": provider_id}).first() is not None


def list_payable(dbsession: Session, provider_id: int) -> list[tuple[Service, bool]]:
    """Return what can be paid by a link, in the provider's order, and of each whether it is a package."""
    rows = dbsession.execute(_OF_PROVIDER, {"provider_id": provider_id})
    return [(service, is_package) for service, is_package in rows]
