"""Labels of designs and their options, and buttons that several screens share."""

from pyramid.request import Request

from kalenner.i18n import Translatable
from kalenner.screens import Button
from kalenner.screens.model import Row
from kalenner.themes import Theme
from kalenner_design_templates import _, routes
from kalenner_design_templates.names import name_of
from kalenner_profiles import api as profiles

NAMES: dict[str, Translatable] = {
    "banner": _("option-banner"),
    "header": _("option-header"),
    "gallery": _("option-gallery"),
    "services": _("option-services"),
    "buttons": _("option-buttons"),
    "accent": _("option-accent"),
}
"""The options with their whole names."""

EXPLANATIONS: dict[str, Translatable] = {
    "banner": _("explain-banner"),
    "header": _("explain-header"),
    "gallery": _("explain-gallery"),
    "services": _("explain-services"),
    "buttons": _("explain-buttons"),
    "accent": _("explain-accent"),
}
"""What each is for."""

_YES_NO: dict[str, Translatable] = {"yes": _("button-yes"), "no": _("button-no")}
VALUES: dict[str, dict[str, Translatable]] = {
    "banner": _YES_NO,
    "header": {"wide": _("button-wide"), "narrow": _("button-narrow")},
    "gallery": {"slider": _("button-slider"), "2x": _("button-2x"), "3x": _("button-3x")},
    "services": {"cards": _("button-cards"), "list": _("button-fold-out")},
    "buttons": _YES_NO,
    "accent": {
        "own": _("accent-own"),
        "red": _("accent-red"),
        "orange": _("accent-orange"),
        "gold": _("accent-gold"),
        "green": _("accent-green"),
        "blue": _("accent-blue"),
        "violet": _("accent-violet"),
        "brown": _("accent-brown"),
        "graphite": _("accent-graphite"),
    },
}
"""The values of each option in the order in which they are offered."""


def theme_name(request: Request, theme: Theme) -> str:
    """Return what a theme is called in the reader's language."""
    return name_of(theme, request.reader.language)


def next_rows(request: Request) -> tuple[Row, ...]:
    """Return what follows a change of the design: publishing it, or configuring it."""
    return (
        (Button(request.label(_("button-create-page")), profiles.profile_publish()),),
        (Button(request.label(_("button-configuration")), routes.design_configuration()),),
    )
