"""The table of maps whose link is not made from the address."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Provider


class MapChoice(Base):
    """A provider's choice for one map, by its key in `maps.py`: a link of its own, or hidden."""

    __tablename__ = "maps_choice"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    map: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str | None]
    """None hides the map."""
