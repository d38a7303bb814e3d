"""The professional's links: the list, the card of each, and changes."""

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.setup import is_finish_due, setup_row
from kalenner.i18n import Reader
from kalenner.people import Provider
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.route import Press
from kalenner.screens import (
    AnswerRefused,
    Button,
    CopyText,
    Notice,
    Screen,
    form_of,
    lines,
    paragraphs,
    saved,
    screen,
)
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, confirm_rows, page_of, pager
from kalenner_invitations import _, queries, questions, routes
from kalenner_invitations.booking_links import code_of
from kalenner_invitations.models import Invitation, LinkKind
from kalenner_invitations.queries import InvitationCounts
from kalenner_invitations.services import MOST_LINKS, InvitationService, NameTaken, TooManyLinks


class InvitationContext(ProviderContext):
    """One of the professional's links that are not revoked, named by the argument ``invitation``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        invitation = request.dbsession.get(Invitation, request.args["invitation"])
        if invitation is None or invitation.revoked_at is not None:
            raise NotAvailable
        self.take(invitation.provider_id)
        self.invitation: Invitation = invitation


class UnexpiredContext(InvitationContext):
    """A link that has not expired, so that it can still be changed."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.invitation.is_expired(request.clock.now()):
            raise NotAvailable


@screen(routes.invitations_list, context=ProviderContext)
@screen(routes.page, context=ProviderContext)
def show_list(context: ProviderContext, request: Request) -> Screen:
    """Show all links of the professional."""
    return list_screen(context, request, LinkKind.CLIENT)


def list_screen(context: ProviderContext, request: Request, kind: LinkKind) -> Screen:
    """Show the links of a kind."""
    provider, is_team = context.provider, kind is LinkKind.TEAM
    total = queries.count_links(request.dbsession, provider.id, kind)
    places, page, pages = page_of(range(total), request.args.get("page", 0))
    start = page * PAGE_SIZE
    links = (
        queries.list_links(request.dbsession, provider.id, start=start, limit=PAGE_SIZE, kind=kind)
        if places
        else []
    )
    counts = queries.counts_of(request.dbsession, [link.id for link in links])
    rows: list[Row] = [
        (
            Button(
                _summary(request, link, counts.get(link.id, InvitationCounts())),
                routes.card(invitation=link.id),
            ),
        )
        for link in links
    ]
    turn = routes.team_links if is_team else routes.page
    rows += pager(page, pages, lambda number: turn(page=number))
    if total < MOST_LINKS:
        add_one = routes.team_add() if is_team else routes.add()
        rows.append((Button(request.label(_("button-add-link")), add_one),))
    rows += setup_row(request)
    empty = _("team-links-empty") if is_team else _("links-empty")
    text = paragraphs(
        request.text(_("links-heading") if links else empty),
        request.text(_("links-full"), **_most(request)) if total >= MOST_LINKS else None,
    )
    return Screen(text, rows=tuple(rows), back=_menu_of(provider))


def _menu_of(provider: Provider) -> Press:
    """Return where a list of links is opened from."""
    return screen_routes.menu() if provider.is_organization else home_routes.settings_general()


def _list_of(invitation: Invitation) -> Press:
    """Return the list that a link stands in."""
    return routes.team_links(page=0) if invitation.is_team else routes.invitations_list()


def _most(request: Request) -> dict[str, str]:
    return {"most": request.reader.number(MOST_LINKS)}


def _summary(request: Request, invitation: Invitation, counts: InvitationCounts) -> str:
    values = {
        "name": invitation.name,
        "count": counts.registered,
        "day": request.reader.day(request.reader.local(invitation.expires_at).date()),
    }
    if invitation.is_expired(request.clock.now()):
        return request.label(_("link-row-expired"), **values)
    return request.label(_("link-row"), **values)


@screen(routes.card, context=InvitationContext)
def card(context: InvitationContext, request: Request) -> Screen:
    """Show one link, its counts, and the buttons that change it."""
    invitation = context.invitation
    is_expired = invitation.is_expired(request.clock.now())
    counts = queries.counts_of(request.dbsession, [invitation.id]).get(invitation.id, InvitationCounts())
    text = paragraphs(
        request.text(_("link-heading"), name=invitation.name),
        lines(_validity(request, invitation), _usage(request, invitation)),
        lines(
            request.text(_("link-opened"), number=counts.opened),
            *_came(request, invitation, counts),
        ),
        request.text(_("link-profile-hint")) if invitation.is_profile else None,
    )
    revoke = Button(request.label(_("button-revoke")), routes.revoke(invitation=invitation.id))
    if is_expired:
        return Screen(text, rows=((revoke,), *setup_row(request)), back=_list_of(invitation))
    return Screen(
        text,
        rows=(
            (Button(request.label(_("button-get-link")), routes.link(invitation=invitation.id)),),
            (
                Button(request.label(_("button-edit-validity")), routes.validity(invitation=invitation.id)),
                Button(request.label(_("button-edit-usage")), routes.usage(invitation=invitation.id)),
            ),
            (Button(request.label(_("button-rename")), routes.rename(invitation=invitation.id)), revoke),
            *setup_row(request),
        ),
        back=_list_of(invitation),
    )


def _came(request: Request, invitation: Invitation, counts: InvitationCounts) -> list[Markup]:
    """Say how many came by a link: members of a team book nothing."""
    if invitation.is_team:
        return [request.text(_("link-joined"), number=counts.registered)]
    return [
        request.text(_("link-registered"), number=counts.registered),
        request.text(_("link-booked"), number=counts.booked),
    ]


def _validity(request: Request, invitation: Invitation) -> Markup:
    reader: Reader = request.reader
    message = _("link-was-valid") if invitation.is_expired(request.clock.now()) else _("link-is-valid")
    return reader.text(message, moment=reader.moment(invitation.expires_at))


def _usage(request: Request, invitation: Invitation) -> Markup:
    reader: Reader = request.reader
    if not invitation.is_single_use:
        return reader.text(_("link-multiple-use"))
    return reader.text(_("link-one-time-used") if invitation.is_used_up else _("link-one-time"))


@screen(routes.link, context=InvitationContext)
def show_link(context: InvitationContext, request: Request) -> Screen:
    """Show the link and its QR code, with the professional's logo or photo inside."""
    invitation, back = context.invitation, routes.card(invitation=context.invitation.id)
    link = request.start_link(request.find_service(InvitationService).payload(invitation))
    if invitation.is_expired(request.clock.now()) or link is None:
        reason = _("no-bot-for-link") if link is None else _("link-cannot-be-shown")
        notice = Notice(request.label(reason), is_alert=True)
        return request.show(back, notice=notice)
    return Screen(
        paragraphs(request.text(_("link-share"), name=invitation.name), link),
        rows=((Button(request.label(_("button-copy-link")), CopyText(link)),),),
        picture=code_of(context.provider, link),
        back=back,
        is_kept=True,
    )


def add_form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for name, validity and use of a new link; for PROFILE, what is recommended is marked."""
    others, profile = questions.for_others, questions.for_profile
    return form_of(
        questions.name_question(request, context.provider.id),
        questions.days_question(request, applies=others),
        questions.profile_days_question(request, "profile_days", applies=profile),
        questions.usage_question(request, applies=others),
        questions.profile_usage_question(request, "profile_usage", applies=profile),
    )


@screen(routes.add, context=ProviderContext, form=add_form)
def add(context: ProviderContext, request: Request) -> Screen:
    """Make the link."""
    values = request.values
    usage = values["usage"] or values["profile_usage"]
    invitation = make_link(context, request, values["days"] or values["profile_days"], usage, LinkKind.CLIENT)
    done = home_routes.setup() if is_finish_due(request, context.provider) else None
    return request.show(done or routes.card(invitation=invitation.id), notice=saved(request))


def make_link(
    context: ProviderContext, request: Request, days: int, usage: str, kind: LinkKind
) -> Invitation:
    """Make a link of the name that was answered; a name that is taken is asked for again."""
    service: InvitationService = request.find_service(InvitationService)
    try:
        return service.create(
            context.provider,
            request.values["name"],
            days=days,
            is_single_use=usage == questions.ONE_TIME,
            kind=kind,
        )
    except NameTaken as error:
        raise AnswerRefused("name", _("name-taken")) from error
    except TooManyLinks as error:
        raise AnswerRefused("name", _("links-full"), **_most(request)) from error


def rename_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for another name."""
    return form_of(questions.name_question(request, context.provider.id, context.invitation))


@screen(routes.rename, context=UnexpiredContext, form=rename_form)
def rename(context: InvitationContext, request: Request) -> Screen:
    """Give the link another name."""
    try:
        request.find_service(InvitationService).rename(context.invitation, request.values["name"])
    except NameTaken as error:
        raise AnswerRefused("name", _("name-taken")) from error
    return _card_again(context, request)


def validity_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for how many days from now the link is valid."""
    ask = questions.profile_days_question if context.invitation.is_profile else questions.days_question
    return form_of(ask(request))


@screen(routes.validity, context=UnexpiredContext, form=validity_form)
def set_validity(context: InvitationContext, request: Request) -> Screen:
    """Let the link be valid for so many days from now."""
    request.find_service(InvitationService).set_validity(context.invitation, request.values["days"])
    return _card_again(context, request)


def usage_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for whom the link is."""
    ask = questions.profile_usage_question if context.invitation.is_profile else questions.usage_question
    return form_of(ask(request))


@screen(routes.usage, context=UnexpiredContext, form=usage_form)
def set_usage(context: InvitationContext, request: Request) -> Screen:
    """Let the link be for one person or for many."""
    is_single_use = request.values["usage"] == questions.ONE_TIME
    request.find_service(InvitationService).set_usage(context.invitation, is_single_use=is_single_use)
    return _card_again(context, request)


@screen(routes.revoke, context=InvitationContext)
def ask_revoke(context: InvitationContext, request: Request) -> Screen:
    """Ask before a link is ended."""
    back = routes.card(invitation=context.invitation.id)
    return Screen(
        request.text(_("link-revoke-question"), name=context.invitation.name),
        rows=tuple(
            confirm_rows(
                request, _("button-yes-revoke"), routes.revoke_now(invitation=context.invitation.id), back
            )
        ),
        back=back,
    )


@screen(routes.revoke_now, context=InvitationContext)
def revoke(context: InvitationContext, request: Request) -> Screen:
    """End a link."""
    request.find_service(InvitationService).revoke(context.invitation)
    notice = Notice(request.label(_("link-is-revoked"), name=context.invitation.name))
    return request.show(_list_of(context.invitation), notice=notice)


def _card_again(context: InvitationContext, request: Request) -> Screen:
    return request.show(routes.card(invitation=context.invitation.id), notice=saved(request))
