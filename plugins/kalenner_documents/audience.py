"""Whom a document is for: all clients, or those who have booked one of its services."""

from typing import Any

from sqlalchemy import ColumnElement, select

from kalenner.hooks.scheduling import Status
from kalenner_documents.models import Document, ServiceLimit
from kalenner_scheduling.api import Appointment

_NOT_BOOKED = [status.value for status in Status if status.is_off or status is Status.OFFERED]

IS_FOR_ALL: ColumnElement[bool] = ~(
    select(ServiceLimit.document_id)
    .where(ServiceLimit.document_id == Document.id)
    .correlate(Document)
    .exists()
)
"""Says of a document that it is for all clients."""


def has_booked(client_id: Any) -> ColumnElement[bool]:
    """Say that a client has, or had, an appointment of a service of the document."""
    booked = (
        select(Appointment.id)
        .join(ServiceLimit, ServiceLimit.service_id == Appointment.service_id)
        .where(
            ServiceLimit.document_id == Document.id,
            Appointment.client_id == client_id,
            Appointment.status.not_in(_NOT_BOOKED),
        )
    )
    return booked.correlate_except(Appointment, ServiceLimit).exists()


def is_for(client_id: Any) -> ColumnElement[bool]:
    """Say that a document is for a client: an expression for the id, or a bound value."""
    return IS_FOR_ALL | has_booked(client_id)


def is_for_service(service_id: Any) -> ColumnElement[bool]:
    """Say that a document bears on who books a service."""
    named = select(ServiceLimit.document_id).where(
        ServiceLimit.document_id == Document.id, ServiceLimit.service_id == service_id
    )
    return IS_FOR_ALL | named.correlate(Document).exists()
