"""The entries and lines about publishing in the menu of general settings."""

from pyramid.request import Request

from kalenner.hooks import Contribution
from kalenner.hooks.platform import MenuEntry
from kalenner_profiles import _, routes
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.publication_state import State, state_label, state_of
from kalenner_profiles.slugs import SlugService

MENU = "settings.general"


def entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return the buttons of publishing; those of a page that is online only where one is."""
    label = request.label
    if menu == "setup.finish":
        return [MenuEntry("page.publish", label(_("button-publish")), routes.profile_publish())]
    if menu != MENU:
        return []
    menu_entries = [
        MenuEntry("page.publish", label(_("button-publish")), routes.profile_publish(), row=40),
        MenuEntry(
            "page.address", label(_("button-page-address")), routes.profile_address(), weight=70, row=60
        ),
    ]
    if request.find_service(PublicationService).find(request.provider.id) is not None:
        menu_entries += [
            MenuEntry("page.view", label(_("button-view-page")), routes.profile_page(), weight=60, row=50),
            MenuEntry(
                "page.unpublish", label(_("button-unpublish")), routes.profile_unpublish(), weight=65, row=50
            ),
            MenuEntry("page.card", label(_("button-card")), routes.profile_card(), weight=68, row=60),
        ]
    return menu_entries


def lines(request: Request, menu: str) -> list[Contribution]:
    """Say where the page is online, and whether it would say something else now."""
    if menu != MENU:
        return []
    provider = request.provider
    service: PublicationService = request.find_service(PublicationService)
    publication = service.find_row(provider.id)
    if publication is None or state_of(publication) is State.OFFLINE:
        return []
    slug = request.find_service(SlugService).find(provider.id)
    menu_lines = [Contribution("page.1", state_label(request, publication, slug))]
    if service.is_changed(provider):
        menu_lines.append(Contribution("page.2", request.label(_("page-changed"))))
    return menu_lines
