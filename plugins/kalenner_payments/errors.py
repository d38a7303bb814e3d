"""What payments refuse, in the words of the field; screens say it in the reader's language."""


class AmountOutOfRange(Exception):
    """An amount is less than `low` or more than `high`, in the minor unit."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__(f"{low} to {high}")
        self.low = low
        self.high = high


class MoreThanDue(Exception):
    """A payment is `over_minor` more than what is due, and the professional has not confirmed it."""

    def __init__(self, over_minor: int) -> None:
        super().__init__(str(over_minor))
        self.over_minor = over_minor


class BelowRefunded(Exception):
    """A payment cannot be corrected to less than the `refunded_minor` that was given back of it."""

    def __init__(self, refunded_minor: int) -> None:
        super().__init__(str(refunded_minor))
        self.refunded_minor = refunded_minor


class NothingToCorrect(Exception):
    """The right amount is the one that the payment has."""


class MoreThanLeft(Exception):
    """No more can be given back than the `left_minor` that is left of the payment."""

    def __init__(self, left_minor: int) -> None:
        super().__init__(str(left_minor))
        self.left_minor = left_minor
