"""Setting up a practice: the steps, and which are done."""

from collections.abc import Iterable

from kalenner.home import routes
from kalenner.hooks.platform import SetupStep
from kalenner.i18n import _
from kalenner.people import Provider
from kalenner.people.policy import ProfessionalContext
from kalenner.requests import Request
from kalenner.screens import Button, Screen, paragraphs, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row


def setup_steps(request: Request, provider: Provider) -> list[SetupStep]:
    """Return all steps in their order."""
    steps = [
        SetupStep(
            "zone",
            request.label(_("step-zone")),
            routes.zone(),
            provider.timezone is not None,
            weight=10,
        ),
        SetupStep(
            "picture",
            request.label(_("step-picture")),
            routes.about_picture(),
            provider.picture is not None,
            weight=40,
            is_optional=True,
        ),
    ]
    if provider.is_unnamed:
        label = request.label(_("button-nickname"))
        steps.append(SetupStep("nickname", label, routes.about_nickname(), is_done=False, weight=5))
    steps += request.hooks.platform_setup_steps(provider=provider)
    return sorted(steps, key=lambda step: (step.weight, step.key))


def is_set_up(request: Request, provider: Provider) -> bool:
    """Tell whether every required step is done."""
    return are_done(setup_steps(request, provider))


def are_done(steps: Iterable[SetupStep]) -> bool:
    """Tell whether each of these steps is done or optional."""
    return all(step.is_done or step.is_optional for step in steps)


def is_finish_due(request: Request, provider: Provider) -> bool:
    """Tell whether every required step is done, and the professional has not been told so yet."""
    return provider.finish_shown_at is None and is_set_up(request, provider)


def setup_row(request: Request) -> tuple[Row, ...]:
    """Return the row back to the set-up, for screens that a step ends on; none once its end was shown."""
    provider = request.provider
    if provider is None or provider.is_organization:
        return ()
    if provider.finish_shown_at is not None and is_set_up(request, provider):
        return ()
    return ((Button(request.label(_("button-finish-setup")), routes.setup()),),)


@screen(routes.setup, context=ProfessionalContext)
def show_setup(context: ProfessionalContext, request: Request) -> Screen:
    """Show the steps, each of which leads to its screen; once they are done, the end of the set-up."""
    if is_finish_due(request, context.provider):
        return request.show(routes.setup_finish())
    steps = setup_steps(request, context.provider)
    rows = []
    for number, step in enumerate(steps, start=1):
        label = _("step-done") if step.is_done else _("step-open")
        rows.append((Button(request.label(label, number=number, step=step.label), step.press),))
    return Screen(
        paragraphs(
            request.text(_("setup-heading"), name=context.provider.nickname),
            request.text(_("setup-ready") if are_done(steps) else _("setup-hint")),
        ),
        rows=tuple(rows),
        back=screen_routes.menu(),
    )
