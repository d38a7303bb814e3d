"""What Stripe's part holds about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_practice
from kalenner_stripe import _
from kalenner_stripe.models import StripeAccount, StripeEvent, StripePayment

TABLES = [
    PersonalTable(
        StripeAccount,
        of_practice(StripeAccount.provider_id),
        Erasure.DELETE,
        title=_("held-account"),
        hidden=frozenset({"token", "secret", "previous"}),
    ),
    PersonalTable(
        StripeEvent,
        of_practice(StripeEvent.provider_id),
        Erasure.DELETE,
        title=_("held-events"),
    ),
    PersonalTable(
        StripePayment,
        of_practice(StripePayment.provider_id),
        Erasure.KEEP,
        title=_("held-payments"),
        reason="It says which entry of the ledger came from Stripe, by numbers alone.",
    ),
]
