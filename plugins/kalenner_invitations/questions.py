"""Questions about a link: its name, how long it is valid, for how many people it is."""

from collections.abc import Callable, Mapping
from typing import Any

import colander
from pyramid.request import Request

from kalenner.screens import Ask, Choice, question
from kalenner.screens.answers import Duration, OneOf, Text
from kalenner.typed_values import DAY
from kalenner_invitations import _
from kalenner_invitations.models import Invitation, is_profile
from kalenner_invitations.services import DAYS, NAME_LENGTH, InvitationService

OFFERED_DAYS = (7, 30, 90, 365)
PROFILE_DAYS = 365
ONE_TIME, MULTIPLE_USE = "one-time", "multiple-use"

Applies = Callable[[Mapping[str, Any]], bool]


def for_profile(answers: Mapping[str, Any]) -> bool:
    """Tell whether the link being made is the one of the profile page."""
    return is_profile(answers["name"])


def for_others(answers: Mapping[str, Any]) -> bool:
    """Tell whether the link being made is any other."""
    return not is_profile(answers["name"])


def always(answers: Mapping[str, Any]) -> bool:
    """Ask whatever was answered before."""
    del answers
    return True


def name_question(
    request: Request, provider_id: int, invitation: Invitation | None = None
) -> colander.SchemaNode:
    """Ask for a name that no other link of the provider has."""
    service = request.find_service(InvitationService)
    own_id = None if invitation is None else invitation.id

    def is_free(node: colander.SchemaNode, name: str) -> None:
        if service.is_taken(provider_id, name, but=own_id):
            raise colander.Invalid(node, _("name-taken"))

    current = colander.null if invitation is None else invitation.name
    ask = Ask(_("ask-link-name"), shown="" if invitation is None else invitation.name)
    return question("name", Text(*NAME_LENGTH), ask, validator=is_free, current=current)


def days_question(request: Request, name: str = "days", *, applies: Applies = always) -> colander.SchemaNode:
    """Ask for how many days a link is valid."""
    choices = [Choice(request.label(_("choice-days"), count=days), str(days)) for days in OFFERED_DAYS]
    ask = Ask(_("ask-link-days"), choices=choices, per_row=2, applies=applies)
    return question(name, Duration(*DAYS, example=30, unit=DAY), ask)


def profile_days_question(
    request: Request, name: str = "days", *, applies: Applies = always
) -> colander.SchemaNode:
    """Ask the same of the profile page's link, with the recommended answer marked."""
    labels = {days: _("choice-days") for days in OFFERED_DAYS} | {PROFILE_DAYS: _("choice-days-recommended")}
    choices = [Choice(request.label(label, count=days), str(days)) for days, label in labels.items()]
    ask = Ask(_("ask-link-days-profile"), choices=choices, per_row=2, applies=applies)
    return question(name, Duration(*DAYS, example=30, unit=DAY), ask)


def usage_question(
    request: Request, name: str = "usage", *, applies: Applies = always
) -> colander.SchemaNode:
    """Ask whether a link is for one person or for any number."""
    choices = [
        Choice(request.label(_("choice-one-time")), ONE_TIME),
        Choice(request.label(_("choice-multiple-use")), MULTIPLE_USE),
    ]
    ask = Ask(_("ask-link-usage"), choices=choices, per_row=2, applies=applies)
    return question(name, OneOf(ONE_TIME, MULTIPLE_USE), ask)


def profile_usage_question(
    request: Request, name: str = "usage", *, applies: Applies = always
) -> colander.SchemaNode:
    """Ask the same of the profile page's link, with the recommended answer marked."""
    choices = [
        Choice(request.label(_("choice-one-time")), ONE_TIME),
        Choice(request.label(_("choice-multiple-use-recommended")), MULTIPLE_USE),
    ]
    ask = Ask(_("ask-link-usage-profile"), choices=choices, per_row=2, applies=applies)
    return question(name, OneOf(ONE_TIME, MULTIPLE_USE), ask)
