"""What scheduling refuses, in the words of the field; screens say it in the reader's language."""

import datetime as dt
from collections.abc import Sequence

from kalenner.hooks.scheduling import Refusal, Status


class ServiceGone(Exception):
    """The service is another provider's, or deleted."""


class IsPackage(Exception):
    """The service is a package: paid as a whole, and booked by its parts."""


class NotAccepting(Exception):
    """The provider takes no requests of this client, who was blocked or removed."""


class TooManyRequests(Exception):
    """The client has as many unanswered requests as the provider allows: `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class BookingRefused(Exception):
    """Plugins do not let the client book: `refusals`, at least one."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(", ".join(refusal.key for refusal in refusals))
        self.refusals = tuple(refusals)


class ChangeRefused(Exception):
    """The appointment's `status` does not allow the change, or not for this person, or not yet."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


class TooLate(Exception):
    """A client could cancel or move what was accepted only until `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class MoveWaits(Exception):
    """The client has asked to move the appointment, which has to be answered first."""


class OfferRefused(Exception):
    """No other times can be offered: it was not declined, or they have been, or it is too late."""


class OfferOver(Exception):
    """The time is offered no longer, or the client has taken another one of the offer."""


class OfferImpossible(OfferOver):
    """The time was offered, and the professional does not work then any more."""


class MixedStatuses(Exception):
    """Several appointments can be changed together only when all have one status."""
