"""What scheduling refuses, in the words of the field; screens say it in the reader's language."""

import datetime as dt

from kalenner.hooks.scheduling import Status


class SlotTaken(Exception):
    """The time is not free, or no longer."""


class TimePassed(Exception):
    """The time of what was asked for has passed."""


class ServiceGone(Exception):
    """The service is another provider's, or deleted."""


class NotAccepting(Exception):
    """The provider takes no requests of this client, who was blocked or removed."""


class TooManyRequests(Exception):
    """The client has as many unanswered requests as the provider allows: `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


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


class MixedStatuses(Exception):
    """Several appointments can be changed together only when all have one status."""


class PeriodsOverlap(Exception):
    """A working period overlaps `start_minute` to `end_minute` of the same day."""

    def __init__(self, start_minute: int, end_minute: int) -> None:
        super().__init__(f"{start_minute}-{end_minute}")
        self.start_minute = start_minute
        self.end_minute = end_minute


class ClosureOverlaps(Exception):
    """A holiday or vacation is there already, from `first_day` to `last_day`."""

    def __init__(self, first_day: dt.date, last_day: dt.date) -> None:
        super().__init__(f"{first_day} to {last_day}")
        self.first_day = first_day
        self.last_day = last_day
