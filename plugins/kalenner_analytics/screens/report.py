"""The figures of a period: as words, with the ways to see them otherwise."""

import datetime as dt
from functools import partial

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    in_rows,
    paragraphs,
    question,
    screen,
)
from kalenner.transfers import TransferLink, link_screen
from kalenner_analytics import _, routes
from kalenner_analytics.charts import charts_of, drawing
from kalenner_analytics.files import CSV, XLSX
from kalenner_analytics.periods import LONGEST, Period, last_days, presets
from kalenner_analytics.report import make_report, today_of
from kalenner_analytics.summary import is_monthly, last_day, switch
from kalenner_analytics.web import page_address
from kalenner_analytics.words import period_text, report_text
from kalenner_scheduling.api import Day

AT_FIRST = 30
"""Days that are shown first."""
_EARLIEST = dt.date(2020, 1, 1)
_LATEST = dt.timedelta(days=LONGEST)
CHARTS = 3


class PeriodContext(ProfessionalContext):
    """The professional, and the days that the arguments ``first_day`` and ``last_day`` name."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        first, last = request.args["first_day"], request.args["last_day"]
        if not first <= last or (last - first).days >= LONGEST:
            raise NotAvailable
        self.period = Period(first, last)


@screen(routes.analytics, context=ProfessionalContext)
def show_first(context: ProfessionalContext, request: Request) -> Screen:
    """Show the last thirty days."""
    period = last_days(today_of(request, context.provider), AT_FIRST)
    shown: Screen = request.show(routes.show(first_day=period.first, last_day=period.last))
    return shown


@screen(routes.show, context=PeriodContext)
def show_report(context: PeriodContext, request: Request) -> Screen:
    """Show the figures of a period, and the other periods."""
    period, label = context.period, request.label
    days = {"first_day": period.first, "last_day": period.last}
    report = make_report(request, context.provider, period)
    charts = charts_of(report, request.reader)
    pictures = [
        Button(f"📊 {chart.title}", routes.picture(**days, number=2 * number))
        for number, chart in enumerate(charts)
    ]
    choices = [
        Button(
            f"• {label(one.label)}" if one.period == period else label(one.label),
            routes.show(first_day=one.period.first, last_day=one.period.last),
        )
        for one in presets(today_of(request, context.provider))
    ]
    monthly = _("button-monthly-on") if is_monthly(request, context.provider) else _("button-monthly-off")
    return Screen(
        report_text(request, report),
        rows=(
            *in_rows(choices, 2),
            (Button(label(_("button-own-days")), routes.own()),),
            *((picture,) for picture in pictures),
            (Button(label(_("button-take")), routes.take(**days)),),
            (Button(label(monthly), routes.monthly()),),
        ),
        back=home_routes.office(),
    )


def own_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for the first and the last day."""
    today = today_of(request, context.provider)
    latest = today + _LATEST
    return form_of(
        question("first", Day(request.reader, _EARLIEST, latest, today=today), Ask(_("ask-first-day"))),
        question("last", Day(request.reader, _EARLIEST, latest, today=today), Ask(_("ask-last-day"))),
    )


@screen(routes.own, context=ProfessionalContext, form=own_form)
def choose_own(context: ProfessionalContext, request: Request) -> Screen:
    """Show the days that were typed, in whichever order."""
    del context
    first, last = sorted((request.values["first"], request.values["last"]))
    if (last - first).days >= LONGEST:
        raise AnswerRefused("last", _("too-long"), days=LONGEST)
    shown: Screen = request.show(routes.show(first_day=first, last_day=last))
    return shown


@screen(routes.picture, context=PeriodContext)
def show_picture(context: PeriodContext, request: Request) -> Screen:
    """Show a chart, light or dark, with what it says below it."""
    period, (place, is_dark) = context.period, divmod(request.args["number"], 2)
    charts = charts_of(make_report(request, context.provider, period), request.reader)
    if not 0 <= place < len(charts):
        raise NotAvailable
    chart, days = charts[place], {"first_day": period.first, "last_day": period.last}
    other = routes.picture(**days, number=2 * place + (1 - is_dark))
    following = routes.picture(**days, number=2 * ((place + 1) % len(charts)) + is_dark)
    return Screen(
        paragraphs(
            request.text(_("chart-heading"), title=chart.title, period=period_text(request.reader, period)),
            chart.text,
        ),
        picture=drawing(chart, is_dark=bool(is_dark)),
        rows=(
            (
                Button(request.label(_("button-light") if is_dark else _("button-dark")), other),
                Button(request.label(_("button-next-chart")), following),
            ),
        ),
        back=routes.show(**days),
    )


@screen(routes.take, context=PeriodContext)
def take_along(context: PeriodContext, request: Request) -> Screen:
    """Give the addresses of the page and of the tables."""
    period, account = context.period, context.account
    first, last = period.first.toordinal(), period.last.toordinal()
    label = request.label
    links = [
        TransferLink(label(_("button-page")), partial(page_address, request, account, period), Style.PRIMARY),
        TransferLink("CSV", partial(request.download_url, account, CSV, first, last)),
        TransferLink("Excel (XLSX)", partial(request.download_url, account, XLSX, first, last)),
    ]
    text = request.text(_("take-heading"), period=period_text(request.reader, period))
    return link_screen(request, text, links, routes.show(first_day=period.first, last_day=period.last))


@screen(routes.monthly, context=ProfessionalContext)
def switch_monthly(context: ProfessionalContext, request: Request) -> Screen:
    """Begin or end the summaries at the beginning of each month."""
    switch(request, context.provider)
    is_on = is_monthly(request, context.provider)
    notice = Notice(request.label(_("monthly-on") if is_on else _("monthly-off")))
    shown: Screen = request.show(routes.analytics(), notice=notice)
    return shown


@screen(routes.summary, context=ProfessionalContext)
def show_summary(context: ProfessionalContext, request: Request) -> Screen:
    """Tell the figures of a month, as a message of its own."""
    month = request.args["month"]
    period = Period(month.replace(day=1), last_day(month.replace(day=1)))
    report = make_report(request, context.provider, period)
    days = {"first_day": period.first, "last_day": period.last}
    return Screen(
        report_text(request, report),
        rows=((Button(request.label(_("button-analytics")), routes.show(**days)),),),
        is_card=True,
    )
