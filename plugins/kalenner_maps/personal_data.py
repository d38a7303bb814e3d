"""What maps hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_maps import _
from kalenner_maps.models import MapChoice

TABLES = [
    PersonalTable(MapChoice, of_practice(MapChoice.provider_id), Erasure.DELETE, title=_("held-maps")),
]
