"""What scheduling refuses, in the words of the field; screens say it in the reader's language."""

from kalenner.hooks.scheduling import Status


class SlotTaken(Exception):
    """The time is not free, or no longer."""


class TimePassed(Exception):
    """The time of what was asked for has passed."""


class ServiceGone(Exception):
    """The service is another provider's, or deleted."""


class ChangeRefused(Exception):
    """The appointment's `status` does not allow the change, or not for this person, or not yet."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


class MixedStatuses(Exception):
    """Several appointments can be changed together only when all have one status."""


class PeriodsOverlap(Exception):
    """A working period overlaps `start_minute` to `end_minute` of the same day."""

    def __init__(self, start_minute: int, end_minute: int) -> None:
        super().__init__(f"{start_minute}-{end_minute}")
        self.start_minute = start_minute
        self.end_minute = end_minute
