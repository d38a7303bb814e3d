"""The platform's labels on profile pages: what a template reads as ``text.NAME``."""

from kalenner.i18n import Reader, _

LABELS = {
    "book": _("profile-book"),
    "book_service": _("profile-book-service"),
    "opens": _("profile-opens-telegram"),
    "services": _("profile-services"),
    "gallery": _("profile-gallery"),
    "about": _("profile-about"),
    "hours": _("profile-hours"),
    "contact": _("profile-contact"),
    "card": _("profile-contact-card"),
    "website": _("profile-website"),
    "email": _("profile-email"),
    "phone": _("profile-phone"),
    "address": _("profile-address"),
    "social": _("profile-social"),
    "maps": _("profile-maps"),
    "languages": _("profile-languages"),
    "skip": _("profile-skip"),
    "previous": _("profile-previous"),
    "next": _("profile-next"),
    "package": _("profile-package"),
    "platform": _("profile-platform"),
}


def labels(reader: Reader) -> dict[str, str]:
    """Return the platform's labels in the reader's language."""
    return {name: reader.label(message) for name, message in LABELS.items()}
