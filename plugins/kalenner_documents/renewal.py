"""For how long a consent holds: months on the calendar, the same in the database and out of it.

A month that ends early moves what falls behind its end to the first of the next one, midnight in UTC.
"""

import calendar
import datetime as dt
from collections.abc import Mapping

from sqlalchemy import ColumnElement, bindparam, case, false, func

from kalenner.database import Instant
from kalenner_documents.models import Consent, Decision, Document

MONTHS = (1, 3, 6, 12, 24, 36)
"""After how many months clients can be asked again."""

_CUTOFF = case(
    *(
        (Document.renewal_months == months, bindparam(f"cutoff_{months}", type_=Instant()))
        for months in MONTHS
    )
)
HAS_ENDED: ColumnElement[bool] = func.coalesce(
    (Consent.decision == Decision.AGREED.value) & (Consent.at <= _CUTOFF), false()
)
"""Says of an entry and its document that it is a consent whose months are over."""


def cutoffs(now: dt.datetime) -> Mapping[str, dt.datetime]:
    """Return the values that a statement with :data:`HAS_ENDED` needs."""
    return {f"cutoff_{months}": months_before(now, months) for months in MONTHS}


def has_ended(document: Document, entry: Consent, now: dt.datetime) -> bool:
    """Tell the same as :data:`HAS_ENDED`."""
    months = document.renewal_months
    if months is None or entry.decision != Decision.AGREED.value:
        return False
    return entry.at <= months_before(now, months)


def months_before(instant: dt.datetime, months: int) -> dt.datetime:
    """Return the last instant from which so many months have passed."""
    year, month = divmod(instant.year * 12 + instant.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if instant.day > last:  # the whole of that month has passed
        return dt.datetime(year, month + 1, last, 23, 59, 59, tzinfo=instant.tzinfo)
    return instant.replace(year=year, month=month + 1)


def months_after(instant: dt.datetime, months: int) -> dt.datetime:
    """Return the first instant at which so many months have passed."""
    year, month = divmod(instant.year * 12 + instant.month - 1 + months, 12)
    if instant.day > calendar.monthrange(year, month + 1)[1]:
        year, month = divmod(year * 12 + month + 1, 12)
        return dt.datetime(year, month + 1, 1, tzinfo=instant.tzinfo)
    return instant.replace(year=year, month=month + 1)
