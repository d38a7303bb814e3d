"""The menu of the profile: what is filled in, and the way to each part."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_rows
from kalenner.home.setup import setup_row
from kalenner.people.policy import ProviderContext
from kalenner.screens import Screen, lines, paragraphs, saved, screen
from kalenner_profiles import _, routes
from kalenner_profiles.content import MOST_PHOTOS, ContentService
from kalenner_profiles.screens.contact import address_button, contact_lines, find_proposed_address


@screen(routes.profile, context=ProviderContext)
def show_profile(context: ProviderContext, request: Request) -> Screen:
    """Show what is filled in, and lead to each part."""
    content, provider = request.find_service(ContentService), context.provider
    contact = content.contact(provider.id)
    link_labels = [link.label for link in content.links(provider, contact.address)]
    field_lines = contact_lines(request, contact)
    proposed = find_proposed_address(request, provider, contact)
    hides_hours = not content.shows_hours(provider.id) and request.hooks.themes_page_hours(provider=provider)
    return Screen(
        paragraphs(
            request.text(_("profile-heading")),
            lines(
                _photos(request, content.count_photos(provider.id)),
                request.text(_("profile-links"), names=", ".join(link_labels)) if link_labels else None,
                *(field_lines or [request.text(_("profile-no-contact"))]),
            ),
            lines(
                request.text(_("profile-propose-address"), address=proposed) if proposed else None,
                request.text(_("profile-propose-hours")) if hides_hours else None,
            ),
            request.text(_("profile-hint")),
        ),
        rows=(
            (address_button(request, proposed),) if proposed else (),
            *menu_rows(request, "profile"),
            *setup_row(request),
        ),
        back=home_routes.settings_general(),
    )


def _photos(request: Request, count: int) -> Markup:
    text: Markup = request.text(_("profile-photos"), count=count, most=MOST_PHOTOS)
    return text if count else request.text(_("profile-no-photos"))


@screen(routes.profile_hours_show, context=ProviderContext)
def show_hours(context: ProviderContext, request: Request) -> Screen:
    """Show the working hours on the page."""
    request.find_service(ContentService).show_hours(context.provider, shows=True)
    return request.show(routes.profile(), notice=saved(request))


@screen(routes.profile_hours_hide, context=ProviderContext)
def hide_hours(context: ProviderContext, request: Request) -> Screen:
    """Hide the working hours from the page."""
    request.find_service(ContentService).show_hours(context.provider, shows=False)
    return request.show(routes.profile(), notice=saved(request))
