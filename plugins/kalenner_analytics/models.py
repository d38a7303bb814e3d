"""The table of analytics: who wants a summary each month."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Provider


class MonthlySummary(Base):
    """A practice that is told its figures at the beginning of each month; without a row it is not."""

    __tablename__ = "analytics_monthly"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    told_month: Mapped[dt.date]
    """The first day of the last month that was told, or of the one in which it was switched on."""
