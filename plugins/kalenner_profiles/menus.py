"""The menu entries that lead to the content of the page."""

from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.translations import languages_button
from kalenner.hooks import Contribution
from kalenner.hooks.platform import MenuEntry, TranslatableText
from kalenner.people import Provider
from kalenner.route import Press
from kalenner_profiles import _, routes
from kalenner_profiles.content import SUBJECT, ContentService
from kalenner_profiles.screens.about import MOST_CHARACTERS
from kalenner_profiles.screens.line import MOST_LINE


def content_entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return what belongs into one menu."""

    def entry(key: str, label: TranslationString, press: Press, weight: int, row: int) -> MenuEntry:
        return MenuEntry(key, request.label(label), press, weight=weight, row=row)

    if menu == "about":
        languages = languages_button(request, SUBJECT)
        return [
            entry("line", _("button-line"), routes.profile_line(), 10, 5),
            MenuEntry("languages", languages.label, home_routes.translations(subject=SUBJECT), row=7),
            entry("information", _("button-information"), routes.profile_about(), 10, 10),
        ]
    if menu == "settings.general":
        return [entry("profile", _("button-profile"), routes.profile(), 20, 10)]
    if menu == "profile":
        return [
            entry("gallery", _("button-gallery"), routes.profile_gallery(), 10, 10),
            entry("contact", _("button-contact"), routes.profile_contact(), 30, 30),
            _hours(request),
        ]
    return []


def lines(request: Request, menu: str) -> list[Contribution]:
    """Return the professional's line, which stands below the name."""
    if menu != "about":
        return []
    line = request.find_service(ContentService).line(request.provider.id)
    return [Contribution("line", line)] if line else []


def translatable_texts(request: Request, provider: Provider, subject: str) -> list[TranslatableText]:
    """Return what can be given in other languages of what the page says of the professional."""
    if subject != SUBJECT:
        return []
    content: ContentService = request.find_service(ContentService)
    label = request.label
    texts = [
        TranslatableText("line", label(_("button-line")), content.line(provider.id), MOST_LINE),
        TranslatableText(
            "about",
            label(_("button-information")),
            content.about(provider.id),
            MOST_CHARACTERS,
            "formatted",
        ),
    ]
    return [text for text in texts if text.text]


def _hours(request: Request) -> MenuEntry:
    """Return the switch of the opening hours; its label says how it stands."""
    is_shown = request.find_service(ContentService).shows_hours(request.provider.id)
    label = _("button-hours-shown") if is_shown else _("button-hours-hidden")
    press = routes.profile_hours_hide() if is_shown else routes.profile_hours_show()
    return MenuEntry("hours", request.label(label), press, weight=10, row=35)
