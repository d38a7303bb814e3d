"""What analytics hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_analytics import _
from kalenner_analytics.models import MonthlySummary

TABLES = [
    PersonalTable(
        MonthlySummary, of_practice(MonthlySummary.provider_id), Erasure.DELETE, title=_("held-monthly")
    )
]
