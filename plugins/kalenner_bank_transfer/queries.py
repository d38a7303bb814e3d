"""What is read of bank transfers; nothing here changes anything. The statements are built once."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kalenner_bank_transfer.models import BankDetails, EnteredTransfer

_details, _entered = BankDetails.__table__.c, EnteredTransfer.__table__.c
_TAKEN = select(_details.takes_euros, _details.takes_rubles).where(
    _details.provider_id == bindparam("provider_id")
)
_MARKS = select(_entered.mark).where(_entered.provider_id == bindparam("provider_id"))


def takes(dbsession: Session, provider_id: int, currency: str) -> bool:
    """Tell whether a provider has an account for transfers in a currency."""
    if currency not in {"EUR", "RUB"}:
        return False
    row = dbsession.execute(_TAKEN, {"provider_id": provider_id}).one_or_none()
    return row is not None and (row.takes_euros if currency == "EUR" else row.takes_rubles)


def entered_marks(dbsession: Session, provider_id: int, marks: list[bytes]) -> set[bytes]:
    """Return which of some transfers were entered already."""
    statement = _MARKS.where(_entered.mark.in_(marks))
    return set(dbsession.scalars(statement, {"provider_id": provider_id}))
