"""Hooks of analytics: what plugins contribute to the figures of a practice."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from kalenner.hooks import hookspec
from kalenner.hooks.objects import ProviderLike
from kalenner.hooks.request import HookRequest
from kalenner.i18n import Translatable


@dataclass(frozen=True)
class Figure:
    """One figure of a period: `value` is a number, an amount in the minor unit of `currency`, or minutes.

    `label` is put into the reader's language where it is shown. Figures go by weight, then key; those of
    different currencies have keys of their own and are never added up.
    """

    key: str
    label: Translatable
    value: int
    kind: Literal["number", "money", "minutes"] = "number"
    currency: str = ""
    weight: int = 50


@dataclass(frozen=True)
class Debt:
    """What one client owes, in the minor unit of `currency`, above 0."""

    client_id: int
    name: str
    currency: str
    amount_minor: int


@dataclass(frozen=True)
class LinkFigures:
    """What came of one invitation link in a period, each person counted once.

    `opened` it, `registered` by it; `booked_by` are the accounts of those who then asked for an appointment.
    """

    name: str
    is_profile: bool
    opened: int
    registered: int
    booked_by: tuple[int, ...]


@hookspec
def analytics_figures(  # type: ignore[empty-body]
    request: HookRequest, provider: ProviderLike, start: dt.datetime, end: dt.datetime
) -> list[Figure]:
    """Contribute figures of a practice for the time from `start` up to `end`.

    Called when: the analytics of a period are shown, and those of the period before it.
    In transaction? yes – but only read, in as many statements for a year as for a day.
    Return: a list of figures; one that is 0 in both periods is left out.
    If it raises: its figures are left out, and the log names it.
    """


@hookspec
def analytics_debts(request: HookRequest, provider: ProviderLike) -> list[Debt]:  # type: ignore[empty-body]
    """Say what clients owe a practice now.

    Called when: the analytics are shown in the bot or taken along as a file; never on a page of the web.
    In transaction? yes – but only read.
    Return: a list, one entry for each client and currency.
    If it raises: nothing is said to be owed, and the log names it.
    """


@hookspec
def analytics_links(  # type: ignore[empty-body]
    request: HookRequest, provider: ProviderLike, start: dt.datetime, end: dt.datetime
) -> list[LinkFigures]:
    """Say what came of links by which people become clients, as far as they were opened within the time.

    Called when: the analytics of a period are shown.
    In transaction? yes – but only read, in as many statements for all links as for one.
    Return: a list of links that anybody has opened.
    If it raises: no links are shown, and the log names it.
    """
