"""What links to social media hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_social_links import _
from kalenner_social_links.models import SocialLink

TABLES = [
    PersonalTable(SocialLink, of_practice(SocialLink.provider_id), Erasure.DELETE, title=_("held-links")),
]
