"""The end of setting up a practice: the link that clients book by, and what comes next."""

from kalenner.home import routes
from kalenner.home.menus import menu_rows
from kalenner.home.setup import are_done, setup_steps
from kalenner.hooks.platform import BookingLink
from kalenner.i18n import _
from kalenner.people import ProviderService
from kalenner.people.policy import ProfessionalContext
from kalenner.requests import Request
from kalenner.screens import Button, CopyText, Screen, paragraphs, screen
from kalenner.screens import routes as screen_routes


@screen(routes.setup_finish, context=ProfessionalContext)
def show_finish(context: ProfessionalContext, request: Request) -> Screen:
    """Say that all is set, with the link that clients book by, and offer what comes next."""
    provider = context.provider
    steps = setup_steps(request, provider)
    if not are_done(steps):
        return request.show(routes.setup())
    request.find_service(ProviderService).note_finish_shown(provider)
    link: BookingLink | None = request.hooks.platform_find_booking_link(provider=provider)
    rows = [*menu_rows(request, "setup.finish")]
    if link is not None:
        rows.append((Button(request.label(_("button-copy-link")), CopyText(link.url)),))
    rows += [(Button(step.label, step.press),) for step in steps if not step.is_done]
    return Screen(
        paragraphs(
            request.text(_("setup-finish-heading")),
            request.text(_("setup-finish-link") if link is not None else _("setup-finish-without-link")),
            None if link is None else link.url,
        ),
        rows=tuple(rows),
        picture=None if link is None else link.code,
        back=screen_routes.menu(),
        is_kept=link is not None,
    )
