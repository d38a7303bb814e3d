"""The professional's links: the list, a card each, and what can be changed."""

import colander
from pyramid.request import Request

from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    CopyText,
    Notice,
    Row,
    Screen,
    act,
    form_of,
    go,
    in_rows,
    lines,
    paragraphs,
    question,
    saved,
)
from kalenner.screens.answers import OneOf, Text, WholeNumber
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_invitations import _
from kalenner_invitations.models import PROFILE, Invitation
from kalenner_invitations.pictures import qr_picture
from kalenner_invitations.services import DAYS, NAME_LENGTH, Counts, InvitationService, NameTaken

OFFERED_DAYS = (7, 30, 90, 365)
PROFILE_DAYS = 365
ONE_TIME, MULTIPLE_USE = "one-time", "multiple-use"


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
        (Button(_summary(request, one, counts.get(one.id, Counts())), go("invitations.card", invitation=one.id)),)
        for one in found
    ]
    rows += pager(page, pages, lambda number: go("invitations.page", page=number))
    rows.append((Button(request.label(_("button-add-link")), go("invitations.add")),))
    text = _("links-heading") if found else _("links-empty")
    return Screen(request.text(text), rows=tuple(rows), back=go("settings.general"))


def _summary(request: Request, invitation: Invitation, counts: Counts) -> str:
    values = {
        "name": invitation.name,
        "count": counts.registered,
        "day": request.reader.short_day(request.reader.local(invitation.expires_at).date()),
    }
    if invitation.is_expired(request.clock.now()):
        return request.label(_("link-row-expired"), **values)  # type: ignore[no-any-return]
    return request.label(_("link-row"), **values)  # type: ignore[no-any-return]


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
        request.text(_("link-profile-hint")) if invitation.name == PROFILE else None,
    )
    revoke = Button(request.label(_("button-revoke")), go("invitations.revoke", **one))
    if is_expired:
        return Screen(text, rows=((revoke,),), back=go("invitations.list"))
    return Screen(
        text,
        rows=(
            (Button(request.label(_("button-get-link")), go("invitations.link", **one)),),
            (
                Button(request.label(_("button-edit-validity")), go("invitations.validity", **one)),
                Button(request.label(_("button-edit-usage")), go("invitations.usage", **one)),
            ),
            (Button(request.label(_("button-rename")), go("invitations.rename", **one)), revoke),
        ),
        back=go("invitations.list"),
    )


def _validity(request: Request, invitation: Invitation) -> object:
    message = _("link-was-valid") if invitation.is_expired(request.clock.now()) else _("link-is-valid")
    return request.text(message, moment=request.reader.moment(invitation.expires_at))


def _usage(request: Request, invitation: Invitation) -> object:
    if not invitation.is_single_use:
        return request.text(_("link-multiple-use"))
    return request.text(_("link-one-time-used") if invitation.is_used_up else _("link-one-time"))


def show_link(context: InvitationContext, request: Request) -> Screen:
    """Show the link and its QR code, with the professional's logo or photo inside."""
    invitation, back = context.invitation, go("invitations.card", invitation=context.invitation.id)
    link = request.start_link(request.find_service(InvitationService).payload(invitation))
    if invitation.is_expired(request.clock.now()) or link is None:
        notice = Notice(request.label(_("link-cannot-be-shown")), is_alert=True)
        return request.show(back.screen, notice=notice, **back.args)  # type: ignore[no-any-return]
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
    """Ask for the name, the validity and the use of a new link."""
    is_profile = str(request.dialog.answers.get("name", "")).casefold() == PROFILE.casefold()
    return form_of(
        _name_question(context, request, None),
        _days_question(request, is_profile=is_profile),
        _usage_question(request, is_profile=is_profile),
    )


def add(context: ProfessionalContext, request: Request) -> Screen:
    """Make the link."""
    values = request.values
    try:
        invitation = request.find_service(InvitationService).create(
            context.provider, values["name"], days=values["days"], is_single_use=values["usage"] == ONE_TIME
        )
    except NameTaken as error:
        raise AnswerRefused("name", _("name-taken")) from error
    return request.show("invitations.card", notice=saved(request), invitation=invitation.id)  # type: ignore[no-any-return]


def rename_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for another name."""
    return form_of(_name_question(context, request, context.invitation))


def rename(context: InvitationContext, request: Request) -> Screen:
    """Give the link another name."""
    try:
        request.find_service(InvitationService).rename(context.invitation, request.values["name"])
    except NameTaken as error:
        raise AnswerRefused("name", _("name-taken")) from error
    return _card_again(context, request)


def validity_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for how many days from now the link is valid."""
    return form_of(_days_question(request, is_profile=context.invitation.name == PROFILE))


def set_validity(context: InvitationContext, request: Request) -> Screen:
    """Let the link be valid for so many days from now."""
    request.find_service(InvitationService).set_validity(context.invitation, request.values["days"])
    return _card_again(context, request)


def usage_form(context: InvitationContext, request: Request) -> colander.SchemaNode:
    """Ask for whom the link is."""
    return form_of(_usage_question(request, is_profile=context.invitation.name == PROFILE))


def set_usage(context: InvitationContext, request: Request) -> Screen:
    """Let the link be for one person or for many."""
    is_single_use = request.values["usage"] == ONE_TIME
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
    return request.show("invitations.list", notice=notice)  # type: ignore[no-any-return]


def _card_again(context: InvitationContext, request: Request) -> Screen:
    return request.show("invitations.card", notice=saved(request), invitation=context.invitation.id)  # type: ignore[no-any-return]


def _name_question(
    context: ProfessionalContext, request: Request, invitation: Invitation | None
) -> colander.SchemaNode:
    service = request.find_service(InvitationService)
    but = None if invitation is None else invitation.id

    def is_free(node: colander.SchemaNode, name: str) -> None:
        if service.is_taken(context.provider.id, name, but=but):
            raise colander.Invalid(node, _("name-taken"))

    kept = {} if invitation is None else {"current": invitation.name}
    shown = "" if invitation is None else invitation.name
    return question("name", Text(*NAME_LENGTH), Ask(_("ask-link-name"), shown=shown), validator=is_free, **kept)


def _days_question(request: Request, *, is_profile: bool) -> colander.SchemaNode:
    choices = []
    for days in OFFERED_DAYS:
        recommended = is_profile and days == PROFILE_DAYS
        label = _("choice-days-recommended") if recommended else _("choice-days")
        choices.append(Choice(request.label(label, count=days), str(days)))
    prompt = _("ask-link-days-profile") if is_profile else _("ask-link-days")
    return question("days", WholeNumber(*DAYS, example=30), Ask(prompt, choices=choices, per_row=2))


def _usage_question(request: Request, *, is_profile: bool) -> colander.SchemaNode:
    multiple = _("choice-multiple-use-recommended") if is_profile else _("choice-multiple-use")
    choices = [
        Choice(request.label(_("choice-one-time")), ONE_TIME),
        Choice(request.label(multiple), MULTIPLE_USE),
    ]
    ask = Ask(_("ask-link-usage"), choices=choices, per_row=2)
    return question("usage", OneOf(ONE_TIME, MULTIPLE_USE), ask)
