"""Charts of a report: what is drawn as values, and drawing them as SVG for a page and as PNG for the chat.

The charts are specifications of Vega-Lite. Bars begin at zero, and the shades of the hours as well.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from threading import Lock
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry

from kalenner.drawings import DRAWERS, Drawing
from kalenner.i18n import Reader, at_start
from kalenner.print_fonts import REGULAR, font_path, without_unknown
from kalenner_analytics import _
from kalenner_analytics.definitions import Figures
from kalenner_analytics.report import Report

PICTURE = "analytics.chart"
"""The drawer of a chart."""
_VEGA_LITE = "5.20"
_FONT = "Noto Sans"
_WIDTH, _STEP = 340, 26
_BLUE = "#2f6fde"
_INK = "#010203"
"""Stands for the colour of the text, which a page sets."""
MOST_BARS = 62
"""Days that are drawn one by one; of more, each bar is a week, then a month."""
_MOST_SERVICES = 8
_LONGEST_NAME = 22


@dataclass(frozen=True)
class Chart:
    """One chart: its title, what it says as a sentence, and its specification."""

    title: str
    text: str
    specification: dict[str, Any]


def charts_of(report: Report, reader: Reader) -> list[Chart]:
    """Return the charts of a report; one without anything to show is left out."""
    makers: tuple[Callable[[Report, Reader], Chart | None], ...] = (_over_time, _hours, _services)
    return [chart for chart in (make(report, reader) for make in makers) if chart is not None]


def _over_time(report: Report, reader: Reader) -> Chart | None:
    sums = _sums_over_time(report, reader)
    if not report.now.by_day:
        return None
    highest = max(sums, key=lambda pair: pair[1])
    text = reader.label(
        _("chart-time-text"), number=sum(report.now.by_day.values()), most=highest[1], when=highest[0]
    )
    values = [{"when": name, "count": count} for name, count in sums]
    return Chart(reader.label(_("chart-time")), text, _bars(values, "when", "count"))


def _sums_over_time(report: Report, reader: Reader) -> list[tuple[str, int]]:
    """Return the starts of each day, week or month of the period, those without any too, in order."""
    period, by_day = report.period, report.now.by_day
    days = [period.first + dt.timedelta(days=number) for number in range(period.days)]
    name: Callable[[dt.date], str]
    if period.days <= MOST_BARS:
        name = reader.plain_day
    elif period.days <= 7 * MOST_BARS:
        weeks = {day: day - dt.timedelta(days=(day - period.first).days % 7) for day in days}

        def name(day: dt.date) -> str:
            return reader.plain_day(weeks[day])

    else:
        name = reader.short_month
    sums: dict[str, int] = {}
    for day in days:
        sums[name(day)] = sums.get(name(day), 0) + by_day.get(day, 0)
    return list(sums.items())


def _hours(report: Report, reader: Reader) -> Chart | None:
    figures = report.now
    if not figures.by_hour:
        return None
    first, last = min(figures.by_hour), max(figures.by_hour)
    order = [(reader.first_weekday + number) % 7 for number in range(7)]
    names = {number: at_start(reader.weekday(number, "short")) for number in order}
    values = [
        {"hour": f"{hour}", "day": names[day], "count": figures.by_weekday_hour.get((day, hour), 0)}
        for day in order
        for hour in range(first, last + 1)
    ]
    most = max(figures.by_weekday_hour.values())
    specification = _framed(
        values,
        {
            "mark": {"type": "rect"},
            "height": {"step": _STEP},
            "encoding": {
                "x": {
                    "field": "hour",
                    "type": "ordinal",
                    "sort": None,
                    "title": None,
                    "axis": {"labelAngle": 0},
                },
                "y": {"field": "day", "type": "ordinal", "sort": None, "title": None},
                "color": {"value": _BLUE},
                "opacity": {
                    "field": "count",
                    "type": "quantitative",
                    "scale": {"domain": [0, most], "range": [0.06, 1]},
                    "legend": None,
                },
            },
        },
    )
    day, hour = busiest(figures)
    text = reader.label(_("chart-hours-text"), day=reader.weekday(day), hour=f"{hour}:00", number=most)
    return Chart(reader.label(_("chart-hours")), text, specification)


def busiest(figures: Figures) -> tuple[int, int]:
    """Return the weekday and the hour in which most appointments begin; the earliest of several."""
    return max(sorted(figures.by_weekday_hour), key=lambda place: figures.by_weekday_hour[place])


def _services(report: Report, reader: Reader) -> Chart | None:
    services = report.now.services[:_MOST_SERVICES]
    if not services:
        return None
    values = [
        {"service": _short(service.name, number), "count": service.count}
        for number, service in enumerate(services)
    ]
    text = reader.label(_("chart-services-text"), name=services[0].name, number=services[0].count)
    return Chart(reader.label(_("chart-services")), text, _bars(values, "service", "count", lies=True))


def _short(name: str, number: int) -> str:
    """Return a name that fits beside a bar; of two that are the same then, each keeps a bar of its own."""
    short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
    return f"{without_unknown(short) or '?'}{chr(0x200B) * number}"


def _bars(values: list[dict[str, Any]], name: str, amount: str, *, lies: bool = False) -> dict[str, Any]:
    names: dict[str, Any] = {"field": name, "type": "ordinal", "sort": None, "title": None}
    counts = {
        "field": amount,
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True, "nice": True},
        "axis": {"values": _ticks(max(value[amount] for value in values)), "format": "d"},
    }
    if lies:
        names["axis"] = {"labelLimit": 180}
        shape: dict[str, Any] = {"height": {"step": _STEP}, "encoding": {"y": names, "x": counts}}
    else:
        names["axis"] = {"labelOverlap": "greedy", "labelAngle": 0}
        shape = {"height": 180, "encoding": {"x": names, "y": counts}}
    shape["encoding"]["color"] = {"value": _BLUE}
    return _framed(values, {"mark": {"type": "bar"}, **shape})


def _ticks(most: int) -> list[int]:
    """Return at most six whole numbers from 0 on that reach the highest bar, in steps of 1, 2, 5, 10 …"""
    steps = (factor * 10**power for power in count() for factor in (1, 2, 5))
    step = next(step for step in steps if 5 * step >= most)
    return list(range(0, most + step, step))[:6]


def _framed(values: list[dict[str, Any]], chart: Mapping[str, Any]) -> dict[str, Any]:
    ink = {"labelColor": _INK, "titleColor": _INK, "labelFontSize": 13, "labelPadding": 8}
    bare = {"domain": False, "ticks": False, "gridColor": "#888888", "gridOpacity": 0.3}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "config": {
            "background": None,
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {**ink, **bare},
        },
        "data": {"values": values},
        **chart,
    }


_ARIA = re.compile(r' (?:aria-[a-z]+|role|class)="[^"]*"')


def as_svg(chart: Chart) -> str:
    """Return a chart as an SVG within a page, in the colour of its text."""
    svg = _ARIA.sub("", _svg(chart.specification)).replace(_INK, "currentColor")
    return re.sub(r' width="\d+" height="\d+"', "", svg, count=1)


def drawing(chart: Chart, *, is_dark: bool) -> Drawing:
    """Return a chart as a PNG to be drawn when it is sent."""
    return Drawing(PICTURE, {"specification": chart.specification, "title": chart.title, "is_dark": is_dark})


def draw(registry: Registry, values: Mapping[str, Any]) -> bytes:
    """Draw a chart at twice the size of a phone's picture, on paper of its own."""
    del registry
    ink, paper = ("#f2f2f2", "#17212b") if values["is_dark"] else ("#1c1c1c", "#ffffff")
    specification = {
        **values["specification"],
        "background": paper,
        "padding": 18,
        "title": {"text": without_unknown(values["title"]), "color": ink, "fontSize": 16, "anchor": "start"},
    }
    return _png(_svg(specification).replace(_INK, ink))


_lock = Lock()


@lru_cache(maxsize=1)
def _library() -> Any:
    import vl_convert  # import here: slow library

    vl_convert.register_font_directory(str(font_path(REGULAR).parent))
    return vl_convert


def _svg(specification: Mapping[str, Any]) -> str:
    with _lock:
        svg: str = _library().vegalite_to_svg(dict(specification), _VEGA_LITE)
    return svg


def _png(svg: str) -> bytes:
    with _lock:
        png: bytes = _library().svg_to_png(svg, scale=2)
    return png


def includeme(config: Configurator) -> None:
    """Let charts be drawn when they are sent."""
    DRAWERS.of(config.registry)[PICTURE] = draw
