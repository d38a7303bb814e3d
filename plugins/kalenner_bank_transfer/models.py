"""Tables of bank transfers: own bank details, and which transfers of statements were entered."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base
from kalenner.people import Provider


class BankDetails(Base):
    """The bank details of a provider; there is no row until some are entered."""

    __tablename__ = "bank_transfer_details"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    takes_euros: Mapped[bool] = mapped_column(default=False)
    takes_rubles: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The accounts by currency, as JSON; bound to the provider."""
    reference_key: Mapped[bytes] = mapped_column(LargeBinary)
    """The sealed key of references, for good: they stay what they are when an account is changed."""


class EnteredTransfer(Base):
    """A transfer of a statement that the professional has confirmed: it is never entered again.

    `mark` is a keyed hash of what the statement says of it; of other transfers nothing is kept.
    """

    __tablename__ = "bank_transfer_entered"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("payments_entry.id"), index=True)
