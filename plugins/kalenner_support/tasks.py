"""What is done for support again and again."""

from typing import TYPE_CHECKING

from pyramid.config import Configurator

from kalenner.units import run_unit
from kalenner_support.ticket_service import TicketService

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.router import Router

BATCH = 100
"""Tickets in one transaction."""


def tidy(app: "Router") -> None:
    """Solve tickets that nobody replies to, and delete those that are kept no longer."""
    while run_unit(app, "task/support.solve", solve_some):
        pass
    while run_unit(app, "task/support.delete", delete_some):
        pass


def solve_some(request: "Request") -> int:
    """Solve the next tickets; return how many."""
    return request.find_service(TicketService).solve_answered(BATCH)


def delete_some(request: "Request") -> int:
    """Delete the next tickets; return how many."""
    return request.find_service(TicketService).delete_old(BATCH)


def includeme(config: Configurator) -> None:
    """Add the task to the calendar."""
    config.add_long_task("support.tidy", tidy, every_minutes=30)
