"""Packages: services that are paid as a whole and booked by their parts; which ones, the plugins say."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request

from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services


def package_ids(hooks: Any, provider_id: int) -> frozenset[int]:
    """Return the ids of a provider's services that cannot be booked themselves."""
    return frozenset(hooks.scheduling_packages(provider_id=provider_id))


def bookable_of(request: Request, provider_id: int, services: Sequence[Service]) -> list[Service]:
    """Return those of a provider's services that can be booked, in their order."""
    packages = package_ids(request.hooks, provider_id)
    return [service for service in services if service.id not in packages]


def list_bookable(request: Request, provider_id: int) -> list[Service]:
    """Return what can be booked of a provider, in the provider's order."""
    return bookable_of(request, provider_id, list_services(request.dbsession, provider_id))
