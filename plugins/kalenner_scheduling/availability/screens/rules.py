"""Booking rules: the provider's defaults, and what single services demand instead."""

from typing import Any

import colander
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    form_of,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import Duration, OneOf, WholeNumber
from kalenner_scheduling import _
from kalenner_scheduling.availability import routes
from kalenner_scheduling.availability.rules import Acceptance
from kalenner_scheduling.availability.screens.rule_words import (
    ACCEPTANCES,
    FIELDS,
    RuleField,
    number_in_words,
    rule_in_words,
)
from kalenner_scheduling.availability.services import RulesService
from kalenner_scheduling.catalogue import routes as catalogue_routes
from kalenner_scheduling.catalogue.models import Service

ALL = 0
"""Stands for a service's id where the defaults of all services are meant."""

INHERIT = "-"


class RulesContext(ProfessionalContext):
    """The rules of one service of the professional, ``service``, or with 0 those of all."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.service: Service | None = None
        if request.args["service"] != ALL:
            service = request.dbsession.get(Service, request.args["service"])
            if service is None or service.provider_id != self.provider.id or service.deleted_at is not None:
                raise NotAvailable
            self.service = service
        self.service_id: int = request.args["service"]


class NumberOrInherited(colander.SchemaType):
    """A number of another type, or "-" to let the default hold."""

    def __init__(self, kind: WholeNumber) -> None:
        self._kind = kind

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> int | None:
        """Return the number, None for "-"; raises Invalid."""
        if isinstance(cstruct, str) and cstruct.strip() in {INHERIT, "–", "—"}:
            return None
        return self._kind.deserialize(node, cstruct)


@screen(routes.rules, context=RulesContext)
def show_rules(context: RulesContext, request: Request) -> Screen:
    """Show what holds; a rule that a service sets for itself is marked."""
    service: RulesService = request.find_service(RulesService)
    rules, own = (
        service.get(context.provider, context.service),
        service.own(context.provider, context.service),
    )
    rows = [
        (
            Button(
                _label(
                    request,
                    field.button,
                    rule_in_words(request, field, rules),
                    is_own=field.name in own and _is_one(context),
                ),
                routes.rules_change(service=context.service_id, rule=number),
            ),
        )
        for number, field in enumerate(FIELDS)
    ]
    accepted = request.label(ACCEPTANCES[rules.acceptance])
    label = _label(request, _("button-acceptance"), accepted, is_own="acceptance" in own and _is_one(context))
    rows.append((Button(label, routes.rules_acceptance(service=context.service_id)),))
    if context.service is None:
        text = paragraphs(request.text(_("rules-title")), request.text(_("rules-hint")))
        return Screen(text, rows=tuple(rows), back=home_routes.settings_service())
    return Screen(
        paragraphs(
            request.text(_("rules-of-service"), service=context.service.name),
            request.text(_("rules-of-service-hint")),
        ),
        rows=tuple(rows),
        back=catalogue_routes.services_card(service=context.service_id),
    )


def number_form(context: RulesContext, request: Request) -> Any:
    """Ask for the value of one rule."""
    field = _field_here(request)
    rules = request.find_service(RulesService).get(context.provider, context.service)
    choices = [Choice(number_in_words(request, field, number), str(number)) for number in field.offered]
    if context.service is not None:
        choices.append(Choice(request.label(_("choice-as-default")), INHERIT))
    ask = Ask(field.prompt, choices, per_row=3, shown=rule_in_words(request, field, rules))
    return form_of(question("number", NumberOrInherited(_kind(field)), ask))


def _kind(field: RuleField) -> WholeNumber:
    low, high = field.range
    if field.duration is None:
        return WholeNumber(low, high, field.offered[2])
    return Duration(low, high, field.offered[2], unit=field.duration)


@screen(routes.rules_change, context=RulesContext, form=number_form)
def change_number(context: RulesContext, request: Request) -> Screen:
    """Set one rule, or take it back."""
    field, number = _field_here(request), request.values["number"]
    value = None if number is None else number * field.unit
    request.find_service(RulesService).change(context.provider, field.name, value, context.service)
    return show(request, routes.rules(service=context.service_id), notice=saved(request))


def acceptance_form(context: RulesContext, request: Request) -> Any:
    """Ask whose requests are accepted by themselves."""
    rules = request.find_service(RulesService).get(context.provider, context.service)
    choices = [Choice(request.label(label), acceptance.value) for acceptance, label in ACCEPTANCES.items()]
    if context.service is not None:
        choices.append(Choice(request.label(_("choice-as-default")), INHERIT))
    label = request.label(ACCEPTANCES[rules.acceptance])
    return form_of(
        question(
            "acceptance",
            OneOf(*Acceptance, INHERIT),
            Ask(_("ask-acceptance"), choices, per_row=1, shown=label),
        )
    )


@screen(routes.rules_acceptance, context=RulesContext, form=acceptance_form)
def change_acceptance(context: RulesContext, request: Request) -> Screen:
    """Set whose requests are accepted by themselves."""
    acceptance = request.values["acceptance"]
    value = None if acceptance == INHERIT else acceptance
    request.find_service(RulesService).change(context.provider, "acceptance", value, context.service)
    return show(request, routes.rules(service=context.service_id), notice=saved(request))


def _field_here(request: Request) -> RuleField:
    number: int = request.args["rule"]
    if not 0 <= number < len(FIELDS):
        raise NotAvailable
    return FIELDS[number]


def _is_one(context: RulesContext) -> bool:
    return context.service is not None


def _label(request: Request, button: TranslationString, value: str, *, is_own: bool) -> str:
    label: str = request.label(button, value=value)
    return f"✔ {label}" if is_own else label
