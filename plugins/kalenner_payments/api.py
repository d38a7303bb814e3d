"""What other plugins may import of payments; all else of it may change without notice."""

from kalenner_payments.balances import Balance
from kalenner_payments.errors import AmountOutOfRange, MoreThanDue, MoreThanLeft
from kalenner_payments.models import Entry
from kalenner_payments.queries import find_balance, is_unpaid, list_due, list_unpaid
from kalenner_payments.routes import card as payments_card
from kalenner_payments.screens.words import info_text
from kalenner_payments.services import PaymentService

__all__ = [
    "AmountOutOfRange",
    "Balance",
    "Entry",
    "MoreThanDue",
    "MoreThanLeft",
    "PaymentService",
    "find_balance",
    "info_text",
    "is_unpaid",
    "list_due",
    "list_unpaid",
    "payments_card",
]
