"""What is refused as time off."""

import datetime as dt


class ClosureOverlaps(Exception):
    """A holiday or vacation is there already, from `first_day` to `last_day`."""

    def __init__(self, first_day: dt.date, last_day: dt.date) -> None:
        super().__init__(f"{first_day} to {last_day}")
        self.first_day = first_day
        self.last_day = last_day
