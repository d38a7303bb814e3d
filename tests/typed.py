"""A module of somebody else: mypy --strict accepts it only where the installed packages bring their types."""

import kalenner_bank_transfer
import kalenner_chat
import kalenner_design_templates
import kalenner_documents
import kalenner_help
import kalenner_invitations
import kalenner_maps
import kalenner_payment_links
import kalenner_payments
import kalenner_playground
import kalenner_profiles
import kalenner_reminders
import kalenner_scheduling
import kalenner_social_links
import kalenner_support
import kalenner_telegram
from kalenner.zones import find_zones, is_zone

PACKAGES = [
    kalenner_bank_transfer,
    kalenner_chat,
    kalenner_design_templates,
    kalenner_documents,
    kalenner_help,
    kalenner_invitations,
    kalenner_maps,
    kalenner_payment_links,
    kalenner_payments,
    kalenner_playground,
    kalenner_profiles,
    kalenner_reminders,
    kalenner_scheduling,
    kalenner_social_links,
    kalenner_support,
    kalenner_telegram,
]

known: bool = is_zone("Europe/Berlin")
cities: list[str] = [match.city for match in find_zones("Berlin", "en")]
wrong: int = find_zones("Berlin", "en")  # type: ignore[assignment]  # unused, and so an error, without types
