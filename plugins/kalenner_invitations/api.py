"""What other plugins may use of invitations: links by which people join a team."""

from kalenner_invitations.models import Invitation, LinkKind, Opening
from kalenner_invitations.outcomes import Outcome
from kalenner_invitations.queries import has_opened
from kalenner_invitations.routes import team_links
from kalenner_invitations.screens.start_links import REFUSALS
from kalenner_invitations.services import TEAM_PREFIX, InvitationService

__all__ = [
    "REFUSALS",
    "TEAM_PREFIX",
    "Invitation",
    "InvitationService",
    "LinkKind",
    "Opening",
    "Outcome",
    "has_opened",
    "team_links",
]
