"""Whether the interval between starts suits a service's length, or leaves time empty between two of them."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.people import Provider
from kalenner.screens import Button, lines
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.catalogue import routes
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.screens.preferences import STEPS_OFFERED, step_label
from kalenner_scheduling.catalogue.services import PreferencesService


def gap_after(minutes: int, step: int) -> int:
    """Return how many minutes stay empty after `minutes`, until the next start, which lie `step` apart."""
    return -minutes % step


def grid_hint(request: Request, provider: Provider, service: Service) -> Markup | None:
    """Say how much time stays empty between two appointments of a service, and what would leave none."""
    taken, step = _taken(request, provider, service), _step(request, provider)
    gap = gap_after(taken, step)
    if not gap:
        return None
    fitting = max((each for each in STEPS_OFFERED if not gap_after(taken, each)), default=None)
    return lines(
        request.text(_("grid-leaves-gap"), step=step, gap=gap),
        None if fitting is None else request.text(_("grid-fitting"), fitting=fitting),
    )


def grid_row(request: Request, provider: Provider, service: Service) -> Row:
    """Return the way to another interval, where the present one does not suit the service."""
    if not gap_after(_taken(request, provider, service), _step(request, provider)):
        return ()
    preferences = request.find_service(PreferencesService).get(provider)
    return (Button(step_label(request, preferences), routes.calendar_step()),)


def _taken(request: Request, provider: Provider, service: Service) -> int:
    """Return the minutes from the start of an appointment to the first at which the next one may start."""
    rules = find_rules(request.dbsession, provider.id, service.id)
    return service.minutes + max(rules.buffer_before, rules.buffer_after)


def _step(request: Request, provider: Provider) -> int:
    step: int = request.find_service(PreferencesService).get(provider).step_minutes
    return step
