"""What documents refuse, in the words of the field; screens say it in the reader's language."""


class DocumentReplaced(Exception):
    """The version that the client has read is not the present one any more."""


class AlreadyDecided(Exception):
    """The decision is the one that holds, or none that can follow it."""


class AlreadyAsked(Exception):
    """All clients were asked to read this version before."""


class RemindedToday(Exception):
    """The client was reminded less than a day ago."""
