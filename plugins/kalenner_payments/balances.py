"""What follows from prices and entries: one payment as it stands, and an appointment's balance."""

from collections.abc import Iterable
from dataclasses import dataclass

from kalenner_payments.models import Entry, Kind


@dataclass(frozen=True)
class Balance:
    """Price and payments of one appointment, in the minor unit of its `currency`.

    Where `price_minor` is None nothing is asked, so nothing is due and nothing can be too much.
    """

    currency: str
    price_minor: int | None
    paid_minor: int

    @property
    def due_minor(self) -> int | None:
        """What is still to be paid, 0 or more; None without a price."""
        return None if self.price_minor is None else max(self.price_minor - self.paid_minor, 0)

    @property
    def over_minor(self) -> int:
        """What was paid beyond the price."""
        return 0 if self.price_minor is None else max(self.paid_minor - self.price_minor, 0)

    @property
    def is_unpaid(self) -> bool:
        """Tell whether something is to be paid; without a price that is so as long as nothing was."""
        return self.paid_minor <= 0 if self.due_minor is None else self.due_minor > 0

    @property
    def is_overpaid(self) -> bool:
        """Tell whether more was paid than asked."""
        return self.over_minor > 0


@dataclass(frozen=True)
class Payment:
    """One payment with its corrections and refunds, in the order they were entered."""

    entry: Entry
    later: tuple[Entry, ...] = ()

    @property
    def amount_minor(self) -> int:
        """What was received, as corrected."""
        return self.entry.amount_minor + self._sum(Kind.CORRECTION)

    @property
    def refunded_minor(self) -> int:
        """What was given back, 0 or more."""
        return -self._sum(Kind.REFUND)

    @property
    def left_minor(self) -> int:
        """What is left of it."""
        return self.amount_minor - self.refunded_minor

    def _sum(self, kind: Kind) -> int:
        return sum(entry.amount_minor for entry in self.later if entry.kind == kind)


def group_payments(entries: Iterable[Entry]) -> list[Payment]:
    """Return the payments of a statement, each with what was entered to it."""
    entries = list(entries)
    return [
        Payment(entry, tuple(later for later in entries if later.payment_id == entry.id))
        for entry in entries
        if entry.kind == Kind.PAYMENT
    ]
