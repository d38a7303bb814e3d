"""What is said and decided when a member has left whom clients came to through the organization."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_rows
from kalenner.screens import Button, Notice, Screen, Style, lines, paragraphs, screen
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import ComingContext, PartedContext
from kalenner_organizations.parting import PartingService
from kalenner_organizations.words import member_name
from kalenner_scheduling.api import booked

LISTED = 8
"""How many appointments are named."""


@screen(routes.parted, context=PartedContext)
def tell_parted(context: PartedContext, request: Request) -> Screen:
    """Tell a client that their specialist has left the organization, and let them stay."""
    name = context.client.provider.nickname
    stay = Button(request.label(_("button-stay"), name=name), routes.stay(client=context.client.id))
    return Screen(request.text(_("news-parted"), name=name), rows=((stay,),), is_card=True)


@screen(routes.stay, context=PartedContext)
def stay(context: PartedContext, request: Request) -> Screen:
    """Make it a relation of the two alone."""
    request.find_service(PartingService).stay(context.client)
    notice = Notice(request.label(_("stays"), name=context.client.provider.nickname))
    shown: Screen = request.show(
        home_routes.specialists_card(provider=context.client.provider_id), notice=notice
    )
    return shown


@screen(routes.coming, context=ComingContext)
def tell_coming(context: ComingContext, request: Request) -> Screen:
    """Show owners and member which appointments of the organization's clients are still to come."""
    member = context.member
    coming = request.find_service(PartingService).coming(member)
    name = member_name(request, member.provider)
    if not coming:
        return Screen(request.text(_("coming-none"), name=name), is_card=True)
    listed = [
        request.text(
            _("coming-line"),
            moment=request.reader.moment(one.starts_at),
            what=booked(request, one),
            name=one.client.name,
        )
        for one in coming[:LISTED]
    ]
    values = {"name": name, "organization": member.organization.nickname, "count": len(coming)}
    keep = Button(request.label(_("button-keep-appointments")), routes.keep(member=member.id))
    cancel = Button(request.label(_("button-cancel-appointments")), routes.cancel(member=member.id))
    return Screen(
        paragraphs(
            request.text(_("coming"), **values),
            lines(*listed),
        ),
        rows=(*menu_rows(request, "member_left", member.provider), (keep, cancel)),
        is_card=True,
    )


@screen(routes.keep, context=ComingContext)
def keep(context: ComingContext, request: Request) -> Screen:
    """Leave the appointments as they are."""
    name = member_name(request, context.member.provider)
    return Screen(request.text(_("coming-kept"), name=name), is_card=True)


@screen(routes.cancel, context=ComingContext)
def ask_cancel(context: ComingContext, request: Request) -> Screen:
    """Ask before they are cancelled."""
    count = len(request.find_service(PartingService).coming(context.member))
    yes = Button(
        request.label(_("button-yes-cancel")), routes.cancel_now(member=context.member.id), Style.DANGER
    )
    no = Button(request.label(_("button-keep-appointments")), routes.keep(member=context.member.id))
    return Screen(request.text(_("coming-cancel-question"), count=count), rows=((yes, no),), is_card=True)


@screen(routes.cancel_now, context=ComingContext)
def cancel(context: ComingContext, request: Request) -> Screen:
    """Cancel them; the clients are told."""
    count = request.find_service(PartingService).cancel(context.member)
    return Screen(request.text(_("coming-cancelled"), count=count), is_card=True)
