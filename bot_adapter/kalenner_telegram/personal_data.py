"""What the adapter holds about people, and what becomes of it when an account is erased."""

from sqlalchemy import literal

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_account
from kalenner.privacy.tables import is_address_of
from kalenner_telegram.inlet import NAME
from kalenner_telegram.models import Chat, PressArgs

TABLES = [
    PersonalTable(
        Chat,
        lambda person: is_address_of(person, literal(NAME), Chat.address),
        Erasure.DELETE,
    ),
    PersonalTable(PressArgs, of_account(PressArgs.account_id), Erasure.DELETE),
]
