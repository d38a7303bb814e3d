"""What is needed less often: muting, deleting, taking a chat along, and how long messages are kept."""

import datetime as dt
from functools import partial

from markupsafe import Markup
from pyramid.request import Request

from kalenner.delivery import Notification
from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import Button, Screen, Style, lines, paragraphs, saved, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner.transfers import TransferLink, link_screen
from kalenner_chat import _, routes
from kalenner_chat.downloads import HTML, JSON
from kalenner_chat.models import Period
from kalenner_chat.queries import list_threads_of
from kalenner_chat.relations import Relation
from kalenner_chat.retention_service import Kept, RetentionService, is_shorter
from kalenner_chat.screens.contexts import ThreadContext
from kalenner_chat.screens.intake import browser_rows, place_of
from kalenner_chat.thread_service import ThreadService
from kalenner_chat.words import other_name

PERIODS = {
    Period.KEEP: _("period-keep"),
    Period.YEAR: _("period-year"),
    Period.THREE_YEARS: _("period-three-years"),
    Period.RELATION: _("period-relation"),
}
EXPORTS = {HTML: _("button-export-html"), JSON: _("button-export-json")}


@screen(routes.more, context=ThreadContext)
def show_more(context: ThreadContext, request: Request) -> Screen:
    """Show how a chat is kept, and what can be done with it besides writing."""
    relation, label, thread = context.relation, request.label, context.thread.id
    is_muted = request.find_service(ThreadService).is_muted(relation)
    mute = Button(label(_("button-unmute") if is_muted else _("button-mute")), routes.mute(thread=thread))
    delete = Button(label(_("button-delete-message")), routes.own(thread=thread))
    rows: list[Row] = [
        (mute, delete),
        (Button(label(_("button-export")), routes.export(thread=thread)),),
    ]
    if relation.is_writable:
        rows.append((Button(label(_("button-browser")), routes.browser(thread=thread)),))
    if relation.is_professional:
        rows.append((Button(label(_("button-chat-settings")), routes.settings()),))
    return Screen(
        paragraphs(
            request.text(_("more-heading"), name=other_name(request, relation)),
            request.text(_("chat-security")),
            kept_text(request, kept_of(request, relation)),
        ),
        rows=tuple(rows),
        back=place_of(relation),
    )


@screen(routes.browser, context=ThreadContext)
def show_browser(context: ThreadContext, request: Request) -> Screen:
    """Give the address at which the browser sends files."""
    if not context.relation.is_writable:
        raise NotAvailable
    obstacle = request.transfer_obstacle()
    if obstacle is not None:
        return Screen(request.text(obstacle), back=place_of(context.relation))
    name = other_name(request, context.relation)
    return Screen(
        request.text(_("browser-ready"), name=name),
        rows=tuple(browser_rows(request, context.relation)),
        back=place_of(context.relation),
    )


@screen(routes.export, context=ThreadContext)
def show_export(context: ThreadContext, request: Request) -> Screen:
    """Give the addresses at which a chat is taken along, for five minutes."""
    back, thread = routes.more(thread=context.thread.id), context.thread.id
    address = partial(request.download_url, context.account)
    links = [
        TransferLink(request.label(message), partial(address, kind, thread, 0), Style.PRIMARY)
        for kind, message in EXPORTS.items()
    ]
    text = request.text(_("export-ready"), name=other_name(request, context.relation))
    return link_screen(request, text, links, back)


@screen(routes.settings, context=ProfessionalContext)
def show_settings(context: ProfessionalContext, request: Request) -> Screen:
    """Show how long messages are kept, and the way to the quick answers."""
    kept = request.find_service(RetentionService).kept_of(context.account.id)
    label = request.label
    return Screen(
        paragraphs(request.text(_("settings-heading")), kept_text(request, kept)),
        rows=(
            (Button(label(_("button-quick-answers")), routes.answers()),),
            (Button(label(_("button-retention")), routes.retention()),),
        ),
        back=home_routes.settings(),
    )


@screen(routes.retention, context=ProfessionalContext)
def show_retention(context: ProfessionalContext, request: Request) -> Screen:
    """Let the period be chosen."""
    kept = request.find_service(RetentionService).kept_of(context.account.id)
    chosen = kept.next_period or kept.period
    rows: list[Row] = []
    for number, (period, message) in enumerate(PERIODS.items()):
        text = request.label(message)
        rows.append(
            (Button(f"• {text}" if period is chosen else text, routes.retention_choose(number=number)),)
        )
    text = paragraphs(request.text(_("ask-retention")), kept_text(request, kept))
    return Screen(text, rows=tuple(rows), back=routes.settings())


@screen(routes.retention_choose, context=ProfessionalContext)
def choose(context: ProfessionalContext, request: Request) -> Screen:
    """Say what a shorter period would bring about, before it is set; another one is kept at once."""
    period, service = _period(request), request.find_service(RetentionService)
    if not is_shorter(period, service.kept_of(context.account.id).period):
        text = request.text(_("ask-keep-longer"), period=request.label(PERIODS[period]))
    else:
        count = service.count_outlived(context.account, period)
        text = lines(
            request.text(_("ask-keep-shorter"), period=request.label(PERIODS[period])),
            request.text(_("would-go"), count=count),
            request.text(_("export-before")),
        )
    yes, back = routes.retention_set(number=request.args["number"]), routes.retention()
    return Screen(text, rows=tuple(confirm_rows(request, _("button-confirm"), yes, back)), back=back)


@screen(routes.retention_set, context=ProfessionalContext)
def set_retention(context: ProfessionalContext, request: Request) -> Screen:
    """Keep messages for another period, and let the other sides be told of a shorter one."""
    kept = request.find_service(RetentionService).choose(context.account, _period(request))
    if kept.next_at is not None:
        _tell_clients(context, request, kept.next_at)
    return show(request, routes.settings(), notice=saved(request))


@screen(routes.period_changed, context=ThreadContext)
def show_period_changed(context: ThreadContext, request: Request) -> Screen:
    """Tell a client that messages will be kept for a shorter time, and that they can be taken along."""
    relation = context.relation
    kept = kept_of(request, relation)
    if kept.next_period is None:
        raise NotAvailable
    export = Button(request.label(_("button-export")), routes.export(thread=context.thread.id))
    text = lines(
        request.text(_("period-changed"), name=other_name(request, relation)), kept_text(request, kept)
    )
    return Screen(text, rows=((export,),), is_card=True, is_silent=True)


def kept_of(request: Request, relation: Relation) -> Kept:
    """Return how long the messages of a thread are kept."""
    kept: Kept = request.find_service(RetentionService).kept_of(relation.client.provider.account_id)
    return kept


def kept_text(request: Request, kept: Kept) -> Markup:
    """Say how long messages are kept."""
    now = request.text(_("kept-for"), period=request.label(PERIODS[kept.period]))
    if kept.next_period is None or kept.next_at is None:
        return now
    day = request.reader.day(request.reader.local(kept.next_at).date())
    period = request.label(PERIODS[kept.next_period])
    return lines(now, request.text(_("kept-later"), day=day, period=period))


def _tell_clients(context: ProfessionalContext, request: Request, at: dt.datetime) -> None:
    threads = list_threads_of(request.dbsession, context.provider.id)
    request.notify_many(
        [
            Notification(
                thread.account_id,
                routes.period_changed(thread=thread.id),
                dedupe=f"chat:period:{thread.id}:{at.timestamp():.0f}",
            )
            for thread in threads
        ]
    )


def _period(request: Request) -> Period:
    """Return the period that a button's number stands for; numbers in old buttons keep their meaning."""
    number = request.args["number"]
    if not 0 <= number < len(PERIODS):
        raise NotAvailable
    return list(PERIODS)[number]
