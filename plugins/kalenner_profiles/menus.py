"""The menu entries that lead to the content of the page."""

from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner.route import Press
from kalenner_profiles import _, routes


def content_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return what belongs into one menu."""

    def entry(key: str, label: TranslationString, press: Press, weight: int, row: int) -> MenuEntry:
        return MenuEntry(key, request.label(label), press, weight=weight, row=row)

    if menu == "about":
        return [entry("information", _("button-information"), routes.profile_about(), 10, 10)]
    if menu == "settings.general":
        return [entry("profile", _("button-profile"), routes.profile(), 20, 10)]
    if menu == "profile":
        return [
            entry("gallery", _("button-gallery"), routes.profile_gallery(), 10, 10),
            entry("contact", _("button-contact"), routes.profile_contact(), 30, 30),
        ]
    return []
