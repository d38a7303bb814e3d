"""What profile pages hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_profiles import _
from kalenner_profiles.models import Photo, Profile
from kalenner_profiles.publications import Publication, Slug

TABLES = [
    PersonalTable(Profile, of_practice(Profile.provider_id), Erasure.DELETE, title=_("held-profile")),
    PersonalTable(
        Photo, of_practice(Photo.provider_id), Erasure.DELETE, title=_("held-photos"), pictures=("picture",)
    ),
    PersonalTable(Slug, of_practice(Slug.provider_id), Erasure.DELETE, title=_("held-addresses")),
    PersonalTable(
        Publication,
        of_practice(Publication.provider_id),
        Erasure.BLANK,
        # The next version is the one that takes the page down.
        blanks={"content": {}, "digest": "", "is_online": False, "version": Publication.version + 1},
        reason="It names the files that are still to be removed from where pages are served.",
    ),
]
