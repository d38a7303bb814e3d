"""What organizations refuse."""

from kalenner_invitations.api import Outcome


class CannotJoin(Exception):
    """A link lets nobody in: it has expired, was revoked or is used up."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class OfferOver(Exception):
    """Nobody is asked any more to own an organization: it was answered, or who asked has no right to."""
