"""Owners: taking ownership away or giving it up, being asked, dissolving the organization."""

from pyramid.request import Request

from kalenner.i18n import Translatable
from kalenner.people.owners import LastOwner, NoOwner
from kalenner.people.policy import NotAvailable
from kalenner.screens import Button, Notice, Screen, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.widgets import confirm_rows
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import OfferContext, OrganizationContext, OwnerCardContext
from kalenner_organizations.errors import OfferOver
from kalenner_organizations.screens.team import last_owner
from kalenner_organizations.services import MemberService
from kalenner_organizations.words import owner_name


@screen(routes.owner, context=OwnerCardContext)
def show_owner(context: OwnerCardContext, request: Request) -> Screen:
    """Show one owner: since when, and how the organization is taken from them."""
    owner = context.owner
    day = request.reader.day(request.reader.local(owner.created_at).date())
    press = routes.disown(organization=context.organization.id, owner=owner.id)
    return Screen(
        request.text(_("owner"), name=owner_name(request, owner.account), day=day),
        rows=((Button(request.label(_label(context)), press),),),
        back=routes.team(organization=context.organization.id, page=0),
    )


def _label(context: OwnerCardContext) -> Translatable:
    is_own = context.owner.account_id == context.account.id
    return _("button-resign") if is_own else _("button-remove-owner")


@screen(routes.disown, context=OwnerCardContext)
def ask_disown(context: OwnerCardContext, request: Request) -> Screen:
    """Ask before somebody owns the organization no longer."""
    named = {"organization": context.organization.id, "owner": context.owner.id}
    is_own = context.owner.account_id == context.account.id
    question = _("resign-question") if is_own else _("disown-question")
    name = context.organization.nickname if is_own else owner_name(request, context.owner.account)
    yes = _("button-yes-resign") if is_own else _("button-yes-remove")
    back = routes.owner(**named)
    return Screen(
        request.text(question, name=name),
        rows=tuple(confirm_rows(request, yes, routes.disown_now(**named), back)),
        back=back,
    )


@screen(routes.disown_now, context=OwnerCardContext)
def disown(context: OwnerCardContext, request: Request) -> Screen:
    """Take the organization from an owner."""
    service: MemberService = request.find_service(MemberService)
    account, organization = context.owner.account, context.organization
    try:
        service.disown(organization, account, context.account)
    except NoOwner as error:
        raise NotAvailable from error
    except LastOwner:
        return last_owner(request, routes.team(organization=organization.id, page=0))
    is_own = account.id == context.account.id
    press = screen_routes.menu() if is_own else routes.team(organization=organization.id, page=0)
    text = request.label(_("is-removed"), name=owner_name(request, account))
    shown: Screen = request.show(press, notice=Notice(text))
    return shown


@screen(routes.accept, context=OfferContext)
def accept(context: OfferContext, request: Request) -> Screen:
    """Own the organization from now on."""
    return _answer(context, request, is_accepted=True)


@screen(routes.refuse, context=OfferContext)
def refuse(context: OfferContext, request: Request) -> Screen:
    """Do not want to own the organization."""
    return _answer(context, request, is_accepted=False)


def _answer(context: OfferContext, request: Request, *, is_accepted: bool) -> Screen:
    name = context.offer.organization.nickname
    try:
        request.find_service(MemberService).answer(context.offer, is_accepted=is_accepted)
    except OfferOver:
        return Screen(request.text(_("offer-over")), is_card=True)
    return Screen(request.text(_("own-now") if is_accepted else _("own-not"), name=name), is_card=True)


@screen(routes.dissolve, context=OrganizationContext)
def ask_dissolve(context: OrganizationContext, request: Request) -> Screen:
    """Ask before the organization is dissolved, and say what becomes of everything."""
    organization = context.organization
    press = routes.dissolve_now(organization=organization.id)
    back = screen_routes.menu()
    return Screen(
        request.text(_("dissolve-question"), name=organization.nickname),
        rows=tuple(confirm_rows(request, _("button-yes-dissolve"), press, back)),
        back=back,
    )


@screen(routes.dissolve_now, context=OrganizationContext)
def dissolve(context: OrganizationContext, request: Request) -> Screen:
    """Dissolve the organization."""
    name = context.organization.nickname
    try:
        request.find_service(MemberService).dissolve(context.organization, context.account)
    except NoOwner as error:
        raise NotAvailable from error
    notice = Notice(request.label(_("is-dissolved"), name=name))
    menu: Screen = request.show(screen_routes.menu(), notice=notice)
    return menu
