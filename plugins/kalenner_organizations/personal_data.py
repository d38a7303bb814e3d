"""What organizations hold about people, and what becomes of it when an account is erased."""

from sqlalchemy import or_

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_organizations import _
from kalenner_organizations.models import Member, OwnershipOffer

TABLES = [
    PersonalTable(
        OwnershipOffer,
        lambda person: or_(
            OwnershipOffer.account_id == person.account_id, OwnershipOffer.offered_by_id == person.account_id
        ),
        Erasure.DELETE,
        title=_("held-offers"),
        hidden=frozenset({"account_id", "offered_by_id"}),
    ),
    PersonalTable(Member, of_practice(Member.provider_id), Erasure.DELETE, title=_("held-memberships")),
]
