"""The names of fields as a person reads them in an export; a field without one has that of the column."""

from kalenner.i18n import Reader, Translatable, _

_FIELDS: dict[str, Translatable] = {
    "name": _("field-name"),
    "client_name": _("field-name"),
    "nickname": _("field-name"),
    "text": _("field-text"),
    "sealed": _("field-text"),
    "about": _("field-text"),
    "line": _("field-text"),
    "note": _("field-note"),
    "reason": _("field-reason"),
    "language": _("field-language"),
    "channel_language": _("field-language"),
    "timezone": _("field-time-zone"),
    "channel": _("field-channel"),
    "subject": _("field-address-there"),
    "created_at": _("field-made"),
    "at": _("field-at"),
    "sent_at": _("field-sent"),
    "opened_at": _("field-opened"),
    "registered_at": _("field-registered"),
    "starts_at": _("field-starts"),
    "ends_at": _("field-ends"),
    "expires_at": _("field-expires"),
    "status": _("field-status"),
    "state": _("field-status"),
    "service_name": _("field-service"),
    "minutes": _("field-minutes"),
    "currency": _("field-currency"),
    "location": _("field-place"),
    "address": _("field-address"),
    "phone": _("field-phone"),
    "email": _("field-email"),
    "website": _("field-website"),
    "url": _("field-link"),
    "decision": _("field-decision"),
    "kind": _("field-kind"),
    "removed_at": _("field-removed"),
    "blocked_at": _("field-blocked"),
}


def field_name(reader: Reader, name: str) -> str:
    """Return what a field is called."""
    message = _FIELDS.get(name)
    return name if message is None else reader.label(message)
