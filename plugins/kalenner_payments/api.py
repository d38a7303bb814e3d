"""What other plugins may import of payments; all else of it may change without notice."""

from kalenner_payments.balances import Balance
from kalenner_payments.queries import find_balance, is_unpaid, list_unpaid
from kalenner_payments.screens.words import info_text

__all__ = ["Balance", "find_balance", "info_text", "is_unpaid", "list_unpaid"]
