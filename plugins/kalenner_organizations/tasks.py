"""What organizations do by themselves: end relations of which nothing is left."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner_organizations.parting import PartingService


def close(request: Request) -> None:
    """End the relations to members who have left, once the last appointment is over."""
    request.find_service(PartingService).close_ended()


def includeme(config: Configurator) -> None:
    """Add the task to the calendar."""
    config.add_task("organizations.close", close, every_minutes=60)
