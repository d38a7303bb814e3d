"""The table of payment links: how a service is paid."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Provider
from kalenner_scheduling.api import Service


class ServicePayment(Base):
    """How one service is paid; there is no row as long as it has no link and is no package."""

    __tablename__ = "payment_links_service"

    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id), primary_key=True, autoincrement=False)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), index=True)
    url: Mapped[str | None]
    """Where it is paid, as ``check_link`` returns it; nothing here ever calls it."""
    is_package: Mapped[bool] = mapped_column(default=False)
    """Whether it is paid as a whole and booked by its parts."""
