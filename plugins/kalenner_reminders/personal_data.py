"""What reminders hold about people, and what becomes of it when an account is erased."""

from kalenner.hooks.privacy import Erasure, PersonalTable
from kalenner.privacy import of_account, of_practice
from kalenner_reminders import _
from kalenner_reminders.models import Reminder, ReminderChoice, ReminderSetting
from kalenner_scheduling.api import appointments_of

TABLES = [
    PersonalTable(
        ReminderSetting, of_practice(ReminderSetting.provider_id), Erasure.DELETE, title=_("held-setting")
    ),
    PersonalTable(
        ReminderChoice, of_account(ReminderChoice.account_id), Erasure.DELETE, title=_("held-choice")
    ),
    PersonalTable(
        Reminder,
        lambda person: Reminder.appointment_id.in_(appointments_of(person)),
        Erasure.DELETE,
        title=_("held-reminders"),
    ),
]
