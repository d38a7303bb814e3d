"""The screens that publish the page, and those of a page that is online."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_entries
from kalenner.home.pictures import ensure_sizes
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Button,
    CopyText,
    Link,
    Notice,
    Screen,
    paragraphs,
    screen,
)
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner.themes import ThemeFault
from kalenner_profiles import _, routes
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.publication_state import State, state_of, state_text
from kalenner_profiles.publications import Publication
from kalenner_profiles.slugs import SlugService
from kalenner_profiles.targets import reason_against_writing


class PageContext(ProviderContext):
    """The professional with the page that is online."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        publication = request.find_service(PublicationService).find(self.provider.id)
        if publication is None:
            raise NotAvailable
        self.publication: Publication = publication
        self.slug: str = request.find_service(SlugService).find(self.provider.id)
        self.url = PageAddresses(request, self.slug).page(request.reader.language)


@screen(routes.profile_publish, context=ProviderContext)
def publish(context: ProviderContext, request: Request) -> Screen:
    """Publish what the page says now, or tell why the last one stays."""
    if reason_against_writing(request):
        notice = Notice(request.label(_("page-not-from-playground")), is_alert=True)
        return request.show(home_routes.settings_general(), notice=notice)
    ensure_sizes(request, context.provider)
    try:
        request.find_service(PublicationService).publish(context.provider)
    except ThemeFault:
        notice = Notice(request.label(_("page-design-broken")), is_alert=True)
        return request.show(home_routes.settings_general(), notice=notice)
    return request.show(routes.profile_page())


@screen(routes.profile_page, context=PageContext)
def show(context: PageContext, request: Request) -> Screen:
    """Say where the page is, and what it lacks."""
    service: PublicationService = request.find_service(PublicationService)
    is_changed = service.is_changed(context.provider)
    has_link = request.hooks.themes_find_invitation(provider=context.provider) is not None
    has_services = bool(context.publication.content["services"])
    state = state_of(context.publication)
    text = paragraphs(
        state_text(request, context.publication, context.slug),
        request.text(_("page-changed")) if is_changed else None,
        None if has_services else request.text(_("page-without-services")),
        None if has_link else request.text(_("page-without-link")),
        request.text(_("page-takes-a-while")) if context.publication.online_since else None,
    )
    label = request.label
    rows: list[Row] = []
    if state in {State.FAILED, State.OUTDATED}:
        rows.append((Button(label(_("button-try-again")), routes.profile_publish()),))
    elif is_changed:
        rows.append((Button(label(_("button-publish")), routes.profile_publish()),))
    if not has_link:
        rows += _invitation_row(request)
    if context.publication.online_since is not None:
        rows.append(_view_row(request, context.url))
    rows.append(
        (
            Button(label(_("button-card")), routes.profile_card()),
            Button(label(_("button-page-address")), routes.profile_address()),
        )
    )
    return Screen(text, rows=tuple(rows), back=home_routes.settings_general())


def _view_row(request: Request, url: str) -> Row:
    """Return how the page is looked at, and how its address is passed on."""
    copy = Button(request.label(_("button-copy-link")), CopyText(url))
    if not request.can_open(url):
        return (copy,)
    return (Button(request.label(_("button-view-page")), Link(url)), copy)


class OutcomeContext(ProviderContext):
    """The professional with what was published, or taken down."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        publication = request.find_service(PublicationService).find_row(self.provider.id)
        if publication is None:
            raise NotAvailable
        self.publication: Publication = publication
        self.slug: str = request.find_service(SlugService).find(self.provider.id)


@screen(routes.profile_outcome, context=OutcomeContext)
def tell_outcome(context: OutcomeContext, request: Request) -> Screen:
    """Tell, as a message of its own, that the page is online, or why not."""
    publication, state = context.publication, state_of(context.publication)
    rows: list[Row] = []
    if state in {State.FAILED, State.OUTDATED}:
        rows.append((Button(request.label(_("button-try-again")), routes.profile_publish()),))
    if publication.is_online and publication.online_since is not None:
        rows.append(_view_row(request, PageAddresses(request, context.slug).page(request.reader.language)))
        rows.append((Button(request.label(_("button-card")), routes.profile_card()),))
    text = state_text(request, publication, context.slug)
    return Screen(text, rows=tuple(rows), is_card=True)


def _invitation_row(request: Request) -> list[Row]:
    """Return where links are made, if there is a plugin for that."""
    entries = menu_entries(request, "settings.general")
    return [(Button(entry.label, entry.press),) for entry in entries if entry.key == "invitations"]


@screen(routes.profile_unpublish, context=PageContext)
def ask_unpublish(context: PageContext, request: Request) -> Screen:
    """Ask before the page is taken down."""
    text: Markup = request.text(_("ask-unpublish"), url=context.url)
    rows = confirm_rows(
        request, _("button-yes-unpublish"), routes.profile_unpublish_now(), home_routes.settings_general()
    )
    return Screen(text, rows=tuple(rows), back=home_routes.settings_general())


@screen(routes.profile_unpublish_now, context=PageContext)
def unpublish(context: PageContext, request: Request) -> Screen:
    """Take the page down."""
    request.find_service(PublicationService).unpublish(context.provider)
    return request.show(home_routes.settings_general(), notice=Notice(request.label(_("page-leaving"))))
