"""What support refuses."""


class DraftFull(Exception):
    """A ticket takes no more messages before it is sent."""


class TicketFull(Exception):
    """A ticket takes no more messages before support has answered."""


class TooManyOpen(Exception):
    """A person has as many open tickets as one may have; `most` of them."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NothingWritten(Exception):
    """A ticket without any message cannot be sent."""


class NameTaken(Exception):
    """Another ready answer has this name."""
