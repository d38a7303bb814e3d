"""Setting up a practice: the steps, and which are done."""

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
            provider.account.timezone is not None,
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
    steps += request.hooks.platform_setup_steps(provider=provider)
    return sorted(steps, key=lambda step: (step.weight, step.key))


def is_set_up(request: Request, provider: Provider) -> bool:
    """Tell whether every required step is done."""
    return all(step.is_done or step.is_optional for step in setup_steps(request, provider))


def setup_row(request: Request) -> tuple[Row, ...]:
    """Return the row back to the set-up list, for screens that a step ends on; none once set up."""
    provider = request.account.provider
    if provider is None or is_set_up(request, provider):
        return ()
    return ((Button(request.label(_("button-finish-setup")), routes.setup()),),)


@screen(routes.setup, context=ProfessionalContext)
def show_setup(context: ProfessionalContext, request: Request) -> Screen:
    """Show the steps; each leads to its screen."""
    steps = setup_steps(request, context.provider)
    is_ready = all(step.is_done or step.is_optional for step in steps)
    rows = []
    for number, step in enumerate(steps, start=1):
        label = _("step-done") if step.is_done else _("step-open")
        rows.append((Button(request.label(label, number=number, step=step.label), step.press),))
    return Screen(
        paragraphs(
            request.text(_("setup-heading"), name=context.provider.nickname),
            request.text(_("setup-ready") if is_ready else _("setup-hint")),
        ),
        rows=tuple(rows),
        back=screen_routes.menu(),
    )
