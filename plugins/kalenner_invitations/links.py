"""The professional's links: the list, a card each, and what can be changed."""

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.setup import setup_row
from kalenner.i18n import Reader
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Button,
    CopyText,
    Notice,
    Screen,
    act,
    form_of,
    go,
    lines,
    paragraphs,
    saved,
)
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_invitations import _, questions
from kalenner_invitations.models import Invitation
from kalenner_invitations.pictures import qr_picture
from kalenner_invitations.services import Counts, InvitationService, NameTaken


class InvitationContext(ProfessionalContext):
    """One of the professional's links that are not revoked, named by the argument ``invitation``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        found = request.dbsession.get(Invitation, request.args["invitation"])
        if found is None or found.provider_id != self.provider.id or found.revoked_at is not None:
            raise NotAvailable
        self.invitation: Invitation = found


class UnexpiredContext(InvitationContext):
    """One whose time is not over, so that it can still be changed."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.invitation.is_expired(request.clock.now()):
            raise NotAvailable


def show_list(context: ProfessionalContext, request: Request) -> Screen:
    """Show all links of the professional."""
    service = request.find_service(InvitationService)
    found, page, pages = page_of(service.list_of(context.provider.id), request.args.get("page", 0))
    counts = service.counts(context.provider.id)
    rows: list[Row] = [
        (
            Button(
                _summary(request, one, counts.get(one.id, Counts())),
                go("invitations.card", invitation=one.id),
            ),
        )
        for one in found
    ]
    rows += pager(page, pages, lambda number: go("invitations.page", page=number))
    rows += [(Button(request.label(_("button-add-link")), go("invitations.add")),), *setup_row(request)]
    text = _("links-heading") if found else _("links-empty")
    return Screen(request.text(text), rows=tuple(rows), back=go("settings.general"))


def _summary(request: Request, invitation: Invitation, counts: Counts) -> str:
    values = {
        "name": invitation.name,
        "count": counts.registered,
        "day": request.reader.day(request.reader.local(invitation.expires_at).date()),
    }
    if invitation.is_expired(request.clock.now()):
        return request.label(_("link-row-expired"), **values)
    return request.label(_("link-row"), **values)


def card(context: InvitationContext, request: Request) -> Screen:
    """Show one link, what came of it, and what can be changed."""
    invitation, one = context.invitation, {"invitation": context.invitation.id}
    is_expired = invitation.is_expired(request.clock.now())
    counts = request.find_service(InvitationService).counts(context.provider.id).get(invitation.id, Counts())
    text = paragraphs(
        request.text(_("link-heading"), name=invitation.name),
        lines(_validity(request, invitation), _usage(request, invitation)),
        lines(
            request.text(_("link-opened"), number=counts.opened),
            request.text(_("link-registered"), number=counts.registered),
            request.text(_("link-booked"), number=counts.booked),
        ),
        request.text(_("link-profile-hint")) if invitation.is_profile else None,
    )
    revoke = Button(request.label(_("button-revoke")), go("invitations.revoke", **one))
    if is_expired:
        return Screen(text, rows=((revoke,), *setup_row(request)), back=go("invitations.list"))
    return Screen(
        text,
        rows=(
            (Button(request.label(_("button-get-link")), go("invitations.link", **one)),),
            (
                Button(request.label(_("button-edit-validity")), go("invitations.validity", **one)),
                Button(request.label(_("button-edit-usage")), go("invitations.usage", **one)),
            ),
            (Button(request.label(_("button-rename")), go("invitations.rename", **one)), revoke),
            *setup_row(request),
        ),
        back=go("invitations.list"),
    )


def _validity(request: Request, invitation: Invitation) -> Markup:
    reader: Reader = request.reader
    message = _("link-was-valid") if invitation.is_expired(request.clock.now()) else _("link-is-valid")
    return reader.text(message, moment=reader.moment(invitation.expires_at))


def _usage(request: Request, invitation: Invitation) -> Markup:
    reader: Reader = request.reader
    if not invitation.is_single_use:
        return reader.text(_("link-multiple-use"))
    return reader.text(_("link-one-time-used") if invitation.is_used_up else _("link-one-time"))


def show_link(context: InvitationContext, request: Request) -> Screen:
    """Show the link and its QR code, with the professional's logo or photo inside."""
    invitation, back = context.invitation, go("invitations.card", invitation=context.invitation.id)
    link = request.start_link(request.find_service(InvitationService).payload(invitation))
    if invitation.is_expired(request.clock.now()) or link is None:
        reason = _("no-bot-for-link") if link is None else _("link-cannot-be-shown")
        notice = Notice(request.label(reason), is_alert=True)
        return request.show(back.screen, notice=notice, **back.args)
    return Screen(
        paragraphs(request.text(_("link-share"), name=invitation.name), link),
        rows=((Button(request.label(_("button-copy-link")), CopyText(link)),),),
        picture=qr_picture(link, _logo(context, request)),
        back=back,
    )


def _logo(context: ProfessionalContext, request: Request) -> bytes | None:
    key = context.provider.picture
    return None if key is None else request.registry["kalenner.files"].get(key)


def add_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for name, validity and use of a new link; for PROFILE, what is recommended is marked."""
    others, profile = questions.for_others, questions.for_profile
    return form_of(
        questions.name_question(request, context.provider.id),
        questions.days_question(request, applies=others),
        questions.profile_days_question(request, "profile_days", applies=profile),
        questions.usage_question(request, applies=others),
        questions.profile_usage_question(request, "profile_usage", applies=profile),
    )


def add(context: ProfessionalContext, request: Request) -> Screen:
    """Make the link."""
    values, service = request.values, request.find_service(InvitationService)
    usage = values["usage"] or values["profile_usage"]
    try:
        invitation = service.create(
            context.provider,
            values["name"],
            days=values["days"] or values["profile_days"],
            is_single_use=usage == questions.ONE_TIME,
        )
    except NameTaken as error:
        raise AnswerRefused("name", _("name-taken")) from error
    return request.show("invitations.card", notice=saved(request), invitation=invitation.id)


def rename_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for another name."""
    return form_of(questions.name_question(request, context.provider.id, context.invitation))


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


def set_validity(context: InvitationContext, request: Request) -> Screen:
    """Let the link be valid for so many days from now."""
    request.find_service(InvitationService).set_validity(context.invitation, request.values["days"])
    return _card_again(context, request)


def usage_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for whom the link is."""
    ask = questions.profile_usage_question if context.invitation.is_profile else questions.usage_question
    return form_of(ask(request))


def set_usage(context: InvitationContext, request: Request) -> Screen:
    """Let the link be for one person or for many."""
    is_single_use = request.values["usage"] == questions.ONE_TIME
    request.find_service(InvitationService).set_usage(context.invitation, is_single_use=is_single_use)
    return _card_again(context, request)


def ask_revoke(context: InvitationContext, request: Request) -> Screen:
    """Ask before a link is ended."""
    one = {"invitation": context.invitation.id}
    back = go("invitations.card", **one)
    return Screen(
        request.text(_("link-revoke-question"), name=context.invitation.name),
        rows=tuple(confirm_rows(request, _("button-yes-revoke"), act("invitations.revoke_now", **one), back)),
        back=back,
    )


def revoke(context: InvitationContext, request: Request) -> Screen:
    """End a link."""
    request.find_service(InvitationService).revoke(context.invitation)
    notice = Notice(request.label(_("link-is-revoked"), name=context.invitation.name))
    return request.show("invitations.list", notice=notice)


def _card_again(context: InvitationContext, request: Request) -> Screen:
    return request.show("invitations.card", notice=saved(request), invitation=context.invitation.id)
