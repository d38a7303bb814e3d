"""What other plugins may import of payments; all else of it may change without notice."""

from kalenner_payments.balances import Balance
from kalenner_payments.errors import MoreThanDue
from kalenner_payments.queries import find_balance, is_unpaid, list_due, list_unpaid
from kalenner_payments.screens.words import info_text
from kalenner_payments.services import PaymentService

__all__ = [
    "Balance",
    "MoreThanDue",
    "PaymentService",
    "find_balance",
    "info_text",
    "is_unpaid",
    "list_due",
    "list_unpaid",
]
