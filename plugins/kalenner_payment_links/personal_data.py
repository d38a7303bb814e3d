"""What payment links hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_payment_links import _
from kalenner_payment_links.models import ServicePayment

TABLES = [
    PersonalTable(
        ServicePayment, of_practice(ServicePayment.provider_id), Erasure.DELETE, title=_("held-links")
    ),
]
