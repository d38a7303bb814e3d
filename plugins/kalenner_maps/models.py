"""The table of what professionals want instead of a link made from the address."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Provider


class MapChoice(Base):
    """What a provider wants of one map, by its key in `maps.py`: the link of its own, or none at all."""

    __tablename__ = "maps_choice"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    map: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str | None]
    """None hides the map."""
