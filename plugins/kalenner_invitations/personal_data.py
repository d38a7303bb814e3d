"""What invitations hold about people, and what becomes of it when an account is erased."""

from sqlalchemy import or_, select

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_invitations import _
from kalenner_invitations.models import Invitation, Opening

TABLES = [
    PersonalTable(
        Invitation,
        of_practice(Invitation.provider_id),
        Erasure.DELETE,
        title=_("held-invitations"),
        hidden=frozenset({"token_hash", "token_sealed", "name_folded"}),
    ),
    PersonalTable(
        Opening,
        lambda person: Opening.account_id == person.account_id,
        Erasure.DELETE,
        title=_("held-openings"),
        # Those of one's own links go with them.
        erased=lambda person: or_(
            Opening.account_id == person.account_id,
            Opening.invitation_id.in_(
                select(Invitation.id).where(Invitation.provider_id == person.provider_id)
            ),
        ),
    ),
]
