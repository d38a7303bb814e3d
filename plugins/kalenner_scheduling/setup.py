"""What scheduling adds to the steps of setting up a practice."""

from pyramid.request import Request
from sqlalchemy import bindparam, exists, select

from kalenner.hooks.platform import SetupStep
from kalenner.people import Provider
from kalenner_scheduling import _
from kalenner_scheduling.catalogue import routes as catalogue_routes
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.working_hours import routes as working_hours_routes
from kalenner_scheduling.working_hours.models import WorkingPeriod

_service, _period = Service.__table__.c, WorkingPeriod.__table__.c
# Of every look at the main menu, so it is one statement that is built once.
_DONE = select(
    exists().where(_service.provider_id == bindparam("provider_id"), _service.deleted_at.is_(None)),
    exists().where(_period.provider_id == bindparam("provider_id")),
)


def setup_steps(request: Request, provider: Provider) -> list[SetupStep]:
    """Return the steps that let clients find a free time."""
    offers, works = request.dbsession.execute(_DONE, {"provider_id": provider.id}).one()
    return [
        SetupStep(
            "services",
            request.label(_("setup-services")),
            catalogue_routes.services_list(),
            offers,
            weight=20,
        ),
        SetupStep(
            "hours", request.label(_("setup-hours")), working_hours_routes.hours_week(), works, weight=30
        ),
    ]
