"""The table of links to social media."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Provider


class SocialLink(Base):
    """The link of a provider to a page of one network, by its key in `networks.py`."""

    __tablename__ = "social_links_link"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    network: Mapped[str] = mapped_column(primary_key=True)
    url: Mapped[str]
