"""What documents refuse, in the words of the field; screens say it in the reader's language."""


class SpaceUsedUp(Exception):
    """There is no room for a file: all of them together may take `megabytes`."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(f"{megabytes} MB")
        self.megabytes = megabytes


class DocumentReplaced(Exception):
    """The version that the client has read is not the present one any more."""


class AlreadyDecided(Exception):
    """The decision is the one that holds, or none that can follow it."""


class AlreadyAsked(Exception):
    """All clients were asked to read this version before."""


class RemindedToday(Exception):
    """The client was reminded less than a day ago."""
