"""The screens behind start links: a sentence for each outcome of opening an invitation."""

from pyramid.request import Request

from kalenner.home.welcome import show_specialist, welcome_client
from kalenner.people.policy import PersonContext
from kalenner.screens import Button, Notice, Screen, screen
from kalenner.screens import routes as screen_routes
from kalenner_invitations import _, routes
from kalenner_invitations.outcomes import Opened, Outcome
from kalenner_invitations.services import InvitationService

REFUSALS = {
    Outcome.EXPIRED: _("link-expired"),
    Outcome.USED: _("link-used"),
    Outcome.REVOKED: _("link-revoked"),
    Outcome.UNKNOWN: _("link-unknown"),
    Outcome.REFUSED: _("link-not-for-you"),
}


@screen(routes.invitations_open)
def open_invitation(context: PersonContext, request: Request) -> Screen:
    """Answer a start link: connect the person, or say why nothing happened."""
    return _answer(
        request, request.find_service(InvitationService).open(request.args["token"], context.account)
    )


@screen(routes.open_service)
def open_service(context: PersonContext, request: Request) -> Screen:
    """Answer "Book this service" of a profile page: connect the person, and lead to that service."""
    service = request.find_service(InvitationService)
    return _answer(request, service.open_service(request.args["token"], context.account))


def _answer(request: Request, opened: Opened) -> Screen:
    if opened.outcome is Outcome.OWN:
        return _own(request, opened)
    if opened.client is None:
        return request.show(
            screen_routes.menu(), notice=Notice(request.label(REFUSALS[opened.outcome]), is_alert=True)
        )
    if opened.outcome is Outcome.CONNECTED:
        _tell_professional(request, opened)
        return welcome_client(request, opened.client)
    nickname = opened.client.provider.nickname
    return show_specialist(request, opened.client, request.text(_("link-already-connected"), name=nickname))


def _tell_professional(request: Request, opened: Opened) -> None:
    """Promise N14; a client who leaves and comes back is told of again."""
    invitation, client = opened.invitation, opened.client
    assert invitation is not None  # noqa: S101 -- it has connected somebody
    assert client is not None  # noqa: S101
    now = f"{request.clock.now().timestamp():.0f}"
    request.notify_provider(
        client.provider,
        routes.joined(invitation=invitation.id, client=client.id),
        dedupe=f"invitations:joined:{client.id}:{now}",
    )


def _own(request: Request, opened: Opened) -> Screen:
    invitation = opened.invitation
    assert invitation is not None  # noqa: S101 -- it was found to be the person's own
    if invitation.revoked_at is not None or invitation.is_expired(request.clock.now()):
        text = request.text(_("link-own-over"), name=invitation.name)
        rows = ((Button(request.label(_("button-invitation-link")), routes.invitations_list()),),)
        return Screen(text, rows=rows)
    text = request.text(_("link-own"), name=invitation.name)
    show = routes.link(invitation=invitation.id)
    return Screen(text, rows=((Button(request.label(_("button-show-as-qr")), show),),))
