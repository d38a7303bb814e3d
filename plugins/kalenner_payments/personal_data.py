"""What payments hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_payments import _
from kalenner_payments.models import Entry, Price, Terms
from kalenner_scheduling.api import appointments_of

_LEDGER = "What was paid has to be kept as long as the law of the practice says; it names nobody any more."


TABLES = [
    PersonalTable(Terms, of_practice(Terms.provider_id), Erasure.DELETE, title=_("held-terms")),
    PersonalTable(
        Price,
        lambda person: Price.appointment_id.in_(appointments_of(person)),
        Erasure.KEEP,
        title=_("held-prices"),
        reason=_LEDGER,
    ),
    PersonalTable(
        Entry,
        lambda person: Entry.appointment_id.in_(appointments_of(person)),
        Erasure.KEEP,
        title=_("held-entries"),
        reason=_LEDGER,
    ),
]
