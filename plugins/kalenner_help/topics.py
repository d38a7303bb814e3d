"""The chapters of the help, in their order."""

from dataclasses import dataclass

from kalenner.i18n import Translatable
from kalenner_help import _


@dataclass(frozen=True)
class Topic:
    """One chapter; `id` is its word in the addresses of pages."""

    id: str
    title: Translatable


TOPICS = (
    Topic("first-steps", _("topic-first-steps")),
    Topic("services", _("topic-services")),
    Topic("working-time", _("topic-working-time")),
    Topic("profile-page", _("topic-profile-page")),
    Topic("clients", _("topic-clients")),
    Topic("appointments", _("topic-appointments")),
    Topic("payments", _("topic-payments")),
    Topic("documents", _("topic-documents")),
    Topic("organizations", _("topic-organizations")),
    Topic("chat", _("topic-chat")),
    Topic("for-clients", _("topic-for-clients")),
    Topic("for-clients-appointments", _("topic-for-clients-appointments")),
    Topic("for-clients-documents", _("topic-for-clients-documents")),
)
"""One without any answer is not shown."""

TOPICS_BY_ID = {topic.id: topic for topic in TOPICS}
