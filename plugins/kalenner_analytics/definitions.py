"""What each figure means. Everything here is counted of rows alone, and nothing is read."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from statistics import median
from zoneinfo import ZoneInfo

from kalenner.hooks.scheduling import Status
from kalenner_analytics.queries import Row

HELD = frozenset({Status.ACCEPTED, Status.COMPLETED, Status.MISSED})
"""The statuses of time that is or was kept for a client."""


@dataclass(frozen=True)
class ServiceFigures:
    """One service: how often it was booked, and the prices of what was completed, by currency."""

    name: str
    count: int
    money: dict[str, int]


@dataclass(frozen=True)
class Figures:
    """The figures of the appointments that begin within a period.

    - `by_status`: how many appointments have each status now.
    - `held_minutes`: minutes of what is accepted, completed or missed.
    - `working_minutes`: minutes of the working hours that hold now, without days off and times away.
    - `new_clients`: clients with an appointment that is accepted or completed, and none before the period.
    - `returning_clients`: the same with one before.
    - `lead_minutes`: the median of the time between booking and start, of what is held; None without any.
    - `by_hour`, `by_weekday`: starts of what is held, on the clocks of the practice; Monday is 0.
    - `by_day`: starts of what is held, on each day of the period that has any.
    """

    total: int
    by_status: dict[Status, int]
    held_minutes: int
    working_minutes: int
    new_clients: int
    returning_clients: int
    lead_minutes: int | None
    services: tuple[ServiceFigures, ...]
    by_hour: dict[int, int]
    by_weekday: dict[int, int]
    by_weekday_hour: dict[tuple[int, int], int]
    by_day: dict[dt.date, int]
    reasons: tuple[tuple[str, int], ...] = field(default=())

    @property
    def missed_share(self) -> float | None:
        """The missed rate: missed ÷ (completed + missed); None where there is neither."""
        missed = self.by_status.get(Status.MISSED, 0)
        over = missed + self.by_status.get(Status.COMPLETED, 0)
        return missed / over if over else None

    @property
    def booked_share(self) -> float | None:
        """The booked share: held minutes ÷ working minutes; None without working hours.

        It is above 1 where appointments lie outside of the working hours.
        """
        return self.held_minutes / self.working_minutes if self.working_minutes else None


def figures_of(rows: Sequence[Row], known: Collection[int], zone: ZoneInfo, working_minutes: int) -> Figures:
    """Count the rows of a period; `known` are the clients who had an appointment before it."""
    held = [row for row in rows if Status(row.status) in HELD]
    local = [row.starts_at.astimezone(zone) for row in held]
    clients = {row.client_id for row in rows if Status(row.status) in {Status.ACCEPTED, Status.COMPLETED}}
    leads = [(row.starts_at - row.created_at).total_seconds() // 60 for row in held]
    return Figures(
        total=len(rows),
        by_status=dict(Counter(Status(row.status) for row in rows)),
        held_minutes=sum(row.minutes for row in held),
        working_minutes=working_minutes,
        new_clients=len(clients - set(known)),
        returning_clients=len(clients & set(known)),
        lead_minutes=int(median(leads)) if leads else None,
        services=_services(held),
        by_hour=dict(Counter(at.hour for at in local)),
        by_weekday=dict(Counter(at.weekday() for at in local)),
        by_weekday_hour=dict(Counter((at.weekday(), at.hour) for at in local)),
        by_day=dict(Counter(at.date() for at in local)),
    )


def _services(held: Sequence[Row]) -> tuple[ServiceFigures, ...]:
    """Count by service, by the name that the latest appointment has; the most booked first."""
    counts: Counter[int] = Counter()
    names: dict[int, str] = {}
    money: dict[int, Counter[str]] = {}
    for row in held:
        counts[row.service_id] += 1
        names[row.service_id] = row.service_name
        sums = money.setdefault(row.service_id, Counter())
        if row.status == Status.COMPLETED and row.price_minor is not None:
            sums[row.currency] += row.price_minor
    ordered = sorted(counts, key=lambda service_id: (-counts[service_id], names[service_id]))
    return tuple(
        ServiceFigures(names[service_id], counts[service_id], dict(money[service_id]))
        for service_id in ordered
    )
