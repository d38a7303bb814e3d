"""Why a time cannot be had."""


class SlotTaken(Exception):
    """The time is not free, or no longer."""


class TimePassed(Exception):
    """The time of what was asked for has passed."""
