"""How times of day are written: one way for opening hours, appointments and everything else."""


def clock_text(hour: int, minute: int) -> str:
    """Return a time of day as all our languages write it, on 24 hours and without a zero ahead: "9:00"."""
    return f"{hour}:{minute:02d}"


def range_text(start: str, end: str) -> str:
    """Return two times of day as a range: "9:00–12:00", with an en dash."""
    return f"{start}\N{EN DASH}{end}"
