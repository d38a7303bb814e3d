"""What opening an invitation comes to."""

import enum
from dataclasses import dataclass

from kalenner.people import Client
from kalenner_invitations.models import Invitation


class Outcome(enum.Enum):
    """What opening an invitation came to."""

    CONNECTED = enum.auto()
    ALREADY_CONNECTED = enum.auto()
    OWN = enum.auto()
    EXPIRED = enum.auto()
    USED = enum.auto()
    REVOKED = enum.auto()
    UNKNOWN = enum.auto()
    REFUSED = enum.auto()
    """The provider has blocked this person, who is not told so."""


@dataclass(frozen=True)
class Opened:
    """An outcome, with the invitation if there is one and the client link if the person has one."""

    outcome: Outcome
    invitation: Invitation | None = None
    client: Client | None = None
