"""What owners, members and clients are told of a team (N12) and of those who own an organization."""

from pyramid.request import Request

from kalenner.i18n import Translatable
from kalenner.screens import Button, Screen, Style, screen
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import (
    AnswerContext,
    DissolvedContext,
    GoneContext,
    OfferContext,
    OwnNewsContext,
    TeamNewsContext,
)
from kalenner_organizations.words import member_name, owner_name


@screen(routes.joined, context=TeamNewsContext)
def tell_joined(context: TeamNewsContext, request: Request) -> Screen:
    """Tell the owners who has joined."""
    return _team_news(context, request, _("news-joined"))


@screen(routes.left, context=TeamNewsContext)
def tell_left(context: TeamNewsContext, request: Request) -> Screen:
    """Tell the owners who belongs to the team no longer."""
    return _team_news(context, request, _("news-left"))


def _team_news(context: TeamNewsContext, request: Request, message: Translatable) -> Screen:
    name = member_name(request, context.member.provider)
    press = routes.team(organization=context.member.organization_id, page=0)
    rows = ((Button(request.label(_("button-team")), press),),)
    return Screen(request.text(message, name=name), rows=rows, is_card=True)


@screen(routes.welcome, context=OwnNewsContext)
def tell_welcome(context: OwnNewsContext, request: Request) -> Screen:
    """Tell a member what they have joined."""
    return _own_news(context, request, _("news-welcome"))


@screen(routes.farewell, context=OwnNewsContext)
def tell_farewell(context: OwnNewsContext, request: Request) -> Screen:
    """Tell a member that they do not belong to the organization any more, and what stays theirs."""
    return _own_news(context, request, _("news-farewell"))


def _own_news(context: OwnNewsContext, request: Request, message: Translatable) -> Screen:
    return Screen(request.text(message, name=context.member.organization.nickname), is_card=True)


@screen(routes.asked, context=OfferContext)
def ask(context: OfferContext, request: Request) -> Screen:
    """Ask a member whether they want to own the organization too."""
    text = request.text(_("news-asked"), name=context.offer.organization.nickname)
    if context.offer.ended_at is not None:
        return Screen(text, is_card=True)
    named = {"offer": context.offer.id}
    yes = Button(request.label(_("button-accept")), routes.accept(**named), Style.SUCCESS)
    no = Button(request.label(_("button-decline")), routes.refuse(**named))
    return Screen(text, rows=((yes, no),), is_card=True)


@screen(routes.answered, context=AnswerContext)
def tell_answer(context: AnswerContext, request: Request) -> Screen:
    """Tell the owners what somebody has answered."""
    message = _("news-owner") if context.offer.is_accepted else _("news-no-owner")
    return Screen(request.text(message, name=owner_name(request, context.offer.account)), is_card=True)


@screen(routes.dissolved, context=DissolvedContext)
def tell_dissolved(context: DissolvedContext, request: Request) -> Screen:
    """Tell who owned an organization that it was dissolved."""
    return Screen(request.text(_("is-dissolved"), name=context.organization.nickname), is_card=True)


@screen(routes.gone, context=GoneContext)
def tell_gone(context: GoneContext, request: Request) -> Screen:
    """Tell a client that an organization is no more."""
    return Screen(request.text(_("news-gone"), name=context.client.provider.nickname), is_card=True)
