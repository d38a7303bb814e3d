"""The table of the plugin."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Client


class Pin(Base):
    """A client wants to see the specialist's time in the menu."""

    __tablename__ = "example_pin"

    client_id: Mapped[int] = mapped_column(ForeignKey(Client.id), primary_key=True, autoincrement=False)
