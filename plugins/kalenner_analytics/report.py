"""The whole of a period: what is counted of appointments, and what other plugins contribute."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyramid.request import Request

from kalenner.hooks.analytics import Debt, Figure, LinkFigures
from kalenner.people import Provider
from kalenner_analytics.definitions import Figures, figures_of
from kalenner_analytics.periods import Period
from kalenner_analytics.queries import list_known, list_reasons, list_regulars, list_rows
from kalenner_scheduling.api import working_minutes

MOST_REASONS = 3


@dataclass(frozen=True)
class LinkRow:
    """One link: how many people opened it in the period, registered by it, booked, and came back since.

    Who came back has, or is going to have, more than one appointment.
    """

    name: str
    opened: int
    registered: int
    booked: int
    came_back: int


@dataclass(frozen=True)
class Report:
    """A period, its figures, and those of the period before; names of clients are in `debts` alone."""

    period: Period
    now: Figures
    before: Figures
    contributed: Sequence[tuple[Figure, int]]
    """Each with its value in the period before."""
    links: Sequence[LinkRow]
    debts: Sequence[Debt]


def make_report(request: Request, provider: Provider, period: Period, *, with_names: bool = True) -> Report:
    """Count a period and the one before; without names nobody's debts are read, and no reasons."""
    start, end = period.instants(provider.zone)
    old_start, old_end = period.before.instants(provider.zone)
    hooks = request.hooks
    now, before = (_count(request, provider, one) for one in (period, period.before))
    if with_names:
        now = replace(
            now, reasons=tuple(list_reasons(request.dbsession, provider.id, start, end, MOST_REASONS))
        )
    figures = hooks.analytics_figures(provider=provider, start=start, end=end)
    old = {
        figure.key: figure
        for figure in hooks.analytics_figures(provider=provider, start=old_start, end=old_end)
    }
    keys = {figure.key for figure in figures}
    figures += [replace(figure, value=0) for key, figure in old.items() if key not in keys]
    contributed = [(figure, old[figure.key].value if figure.key in old else 0) for figure in figures]
    return Report(
        period,
        now,
        before,
        [pair for pair in contributed if pair[0].value or pair[1]],
        _links(request, provider, hooks.analytics_links(provider=provider, start=start, end=end)),
        hooks.analytics_debts(provider=provider) if with_names else [],
    )


def _count(request: Request, provider: Provider, period: Period) -> Figures:
    start, end = period.instants(provider.zone)
    dbsession = request.dbsession
    rows = list_rows(dbsession, provider.id, start, end)
    known = list_known(dbsession, provider.id, start, (row.client_id for row in rows))
    minutes = working_minutes(dbsession, provider, period.first, period.last)
    return figures_of(rows, known, provider.zone, minutes)


def _links(request: Request, provider: Provider, links: Sequence[LinkFigures]) -> list[LinkRow]:
    """Return the links, PROFILE apart at the end."""
    accounts = {account_id for link in links for account_id in link.booked_by}
    regulars = list_regulars(request.dbsession, provider.id, accounts)
    ordered = sorted(links, key=lambda link: link.is_profile)
    return [
        LinkRow(
            link.name, link.opened, link.registered, len(link.booked_by), len(regulars & set(link.booked_by))
        )
        for link in ordered
    ]


def today_of(request: Request, provider: Provider) -> dt.date:
    """Return the day that it is now where the practice is."""
    return request.clock.now().astimezone(provider.zone).date()
