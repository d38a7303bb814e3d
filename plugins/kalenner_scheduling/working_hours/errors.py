"""What is refused as working hours."""


class PeriodsOverlap(Exception):
    """A working period overlaps `start_minute` to `end_minute` of the same day, or of the `weekday` after."""

    def __init__(self, start_minute: int, end_minute: int, weekday: int | None = None) -> None:
        super().__init__(f"{start_minute}-{end_minute}")
        self.start_minute = start_minute
        self.end_minute = end_minute
        self.weekday = weekday


class NotHours(ValueError):
    """The text is not a time, or not hours."""


class EndBeforeStart(ValueError):
    """A period ends when it starts, or before."""
