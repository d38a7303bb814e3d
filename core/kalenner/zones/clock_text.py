"""How times of day are written: one way for opening hours, appointments and everything else."""

MINUTES_OF_DAY = 1_440


def clock_text(hour: int, minute: int) -> str:
    """Return a time of day as all our languages write it, on 24 hours and without a zero ahead: "9:00"."""
    return f"{hour}:{minute:02d}"


def minute_text(minute: int) -> str:
    """Return a minute of the day so, the end of the day as "24:00", one of the next day as there."""
    return clock_text(*divmod(minute - MINUTES_OF_DAY if minute > MINUTES_OF_DAY else minute, 60))


def range_text(start: str, end: str) -> str:
    """Return two times of day as a range: "9:00–12:00", with an en dash."""
    return f"{start}\N{EN DASH}{end}"
