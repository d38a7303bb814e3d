"""What designs hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_design_templates import _
from kalenner_design_templates.models import Background, DesignChoice

TABLES = [
    PersonalTable(
        DesignChoice, of_practice(DesignChoice.provider_id), Erasure.DELETE, title=_("held-design")
    ),
    PersonalTable(
        Background,
        of_practice(Background.provider_id),
        Erasure.DELETE,
        title=_("held-backgrounds"),
        pictures=("picture",),
    ),
]
