"""Where the screens of what a page says are found."""

from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner_profiles import _


def content_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return what belongs into one menu."""

    def entry(key: str, label: TranslationString, screen: str, weight: int, row: int) -> MenuEntry:
        return MenuEntry(key, request.label(label), screen, weight=weight, row=row)

    if menu == "about":
        return [entry("information", _("button-information"), "profile.about", 10, 10)]
    if menu == "settings.general":
        return [entry("profile", _("button-profile"), "profile", 20, 10)]
    if menu == "profile":
        return [
            entry("gallery", _("button-gallery"), "profile.gallery", 10, 10),
            entry("contact", _("button-contact"), "profile.contact", 30, 30),
        ]
    return []
