"""What organizations hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_organizations import _
from kalenner_organizations.models import Member

TABLES = [
    PersonalTable(Member, of_practice(Member.provider_id), Erasure.DELETE, title=_("held-memberships")),
]
