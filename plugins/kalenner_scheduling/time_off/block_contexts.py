"""Which days off and times away a screen is about: the professional's own, or days that may be chosen."""

import datetime as dt

from pyramid.request import Request

from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner_scheduling.time_off.models import Away, Closure, ClosureKind
from kalenner_scheduling.time_off.services import LONGEST_AWAY, LONGEST_VACATION, BlockService

KINDS = (ClosureKind.HOLIDAY, ClosureKind.VACATION)
"""By the number that stands for them in buttons."""
AHEAD = dt.timedelta(days=731)
"""How far ahead a block may begin."""
_ONE_DAY = dt.timedelta(days=1)


class KindContext(ProfessionalContext):
    """One of the two kinds of days off, by its number, the argument ``kind``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.number: int = request.args["kind"]
        if not 0 <= self.number < len(KINDS):
            raise NotAvailable
        self.kind = KINDS[self.number]


class DaysContext(KindContext):
    """Days off that were chosen: a kind, ``first_day`` and ``last_day``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.first: dt.date = request.args["first_day"]
        self.last: dt.date = request.args["last_day"]
        if not 1 <= (self.last - self.first).days + 1 <= self.longest:
            raise NotAvailable

    @property
    def longest(self) -> int:
        """How many days there may be: each holiday is a single one."""
        return 1 if self.kind is ClosureKind.HOLIDAY else LONGEST_VACATION


class ClosureContext(ProfessionalContext):
    """Days off of the professional, named by the argument ``closure``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        closure = request.dbsession.get(Closure, request.args["closure"])
        if closure is None or closure.provider_id != self.provider.id:
            raise NotAvailable
        self.closure: Closure = closure
        self.number = KINDS.index(ClosureKind(closure.kind))


class StartContext(ProfessionalContext):
    """The first day of a time away that is being added, the argument ``day``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.day = check_day(request.args["day"], *choosable(self, request))


class FromContext(ProfessionalContext):
    """The start of a time away that is being added, the argument ``starts_at``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.starts_at: dt.datetime = request.args["starts_at"]
        self.first = check_day(
            self.starts_at.astimezone(self.provider.zone).date(), *choosable(self, request)
        )
        self.last = self.first + LONGEST_AWAY - 2 * _ONE_DAY  # its end, too, is near enough


class EndContext(FromContext):
    """The last day of a time away, the argument ``day``, after its start."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.day = check_day(request.args["day"], self.first, self.last)


class TimesContext(ProfessionalContext):
    """A time away that was chosen: ``starts_at`` and ``ends_at``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.starts_at: dt.datetime = request.args["starts_at"]
        self.ends_at: dt.datetime = request.args["ends_at"]
        if not dt.timedelta() < self.ends_at - self.starts_at <= LONGEST_AWAY:
            raise NotAvailable


class AwayContext(ProfessionalContext):
    """A time away of the professional, named by the argument ``away``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        away = request.dbsession.get(Away, request.args["away"])
        if away is None or away.provider_id != self.provider.id:
            raise NotAvailable
        self.away: Away = away


def check_day(day: dt.date, first: dt.date, last: dt.date) -> dt.date:
    """Return a day that came with a press, if it could be chosen there; raises NotAvailable."""
    if not first <= day <= last:
        raise NotAvailable
    return day


def choosable(context: ProfessionalContext, request: Request) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which a block may begin."""
    today = request.find_service(BlockService).today(context.provider)
    return today, today + AHEAD
