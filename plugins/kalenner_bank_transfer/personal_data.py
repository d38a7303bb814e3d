"""What bank transfers hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_bank_transfer import _
from kalenner_bank_transfer.models import BankDetails, EnteredTransfer

TABLES = [
    PersonalTable(EnteredTransfer, of_practice(EnteredTransfer.provider_id), Erasure.DELETE),
    PersonalTable(
        BankDetails,
        of_practice(BankDetails.provider_id),
        Erasure.DELETE,
        title=_("held-details"),
        hidden=frozenset({"reference_key"}),
    ),
]
