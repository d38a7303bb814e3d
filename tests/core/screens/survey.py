"""A throw-away plugin with every kind of question, a list with ticks, a month, and screens that fail."""

import datetime as dt
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    form_of,
    question,
    saved,
)
from kalenner.screens.answers import Text, WholeNumber
from kalenner.screens.widgets import list_behind, month_rows, page_of, pager, tick_rows, ticked
from kalenner.testing import act, go

DESK: Route[Any] = Route("survey.desk", "/survey", {})
ASK: Route[Any] = Route("survey.ask", "/survey/ask", {})
CHANGE: Route[Any] = Route("survey.change", "/survey/change", {})
NOTHING: Route[Any] = Route("survey.nothing", "/survey/nothing", {})
COUNT: Route[Any] = Route("survey.count", "/survey/count", {}, is_effect=True)
ONCE: Route[Any] = Route("survey.once", "/survey/once", {}, is_effect=True, is_step=True)
FAIL: Route[Any] = Route("survey.fail", "/survey/fail/{how}", {"how": str}, is_effect=True)
PAGE: Route[Any] = Route("survey.page", "/survey/page/{page}", {"page": int})
ITEM: Route[Any] = Route("survey.item", "/survey/item/{item}", {"item": int})
MONTH: Route[Any] = Route("survey.month", "/survey/month/{month}", {"month": dt.date})
OFFICE: Route[Any] = Route("survey.office", "/survey/office", {})

ITEMS = 20


class Survey:
    """What was answered and how often something was done; survives what is rolled back in the database."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Forget what an earlier test has answered."""
        self.answers: list[dict[str, Any]] = []
        self.counts = {"count": 0, "once": 0}


def survey_of(request: Request) -> Survey:
    survey: Survey = request.registry["survey"]
    return survey


def show_desk(context: PersonContext, request: Request) -> Screen:
    del context
    rows = (
        (Button("Ask", go("survey.ask")), Button("Change", go("survey.change"))),
        (Button("Nothing to ask", go("survey.nothing")),),
        (Button("Count", act("survey.count")), Button("Once", act("survey.once"))),
        tuple(Button(f"Fail {how}", act("survey.fail", how=how)) for how in ("refused", "broken")),
        (Button("List", go("survey.page", page=0)), Button("Item", go("survey.item", item=99))),
        (
            Button("Month", go("survey.month", month=dt.date(2026, 12, 1))),
            Button("Office", go("survey.office")),
        ),
        (Button("Gone", go("survey.gone")), Button("Wrong", go("survey.item", number=1))),
    )
    return Screen(request.text("Desk"), rows=rows, back=go("menu"))


def ask_form(context: PersonContext, request: Request) -> Any:
    """A choice or a number, an optional remark, and a reason only where the number is small."""
    del context, request
    ready = [Choice("Three", "3"), Choice("Seven", "7")]
    return form_of(
        question("number", WholeNumber(1, 9, 5), Ask("How many?", choices=ready)),
        question("remark", Text(2, 10), Ask("A remark?"), optional=True),
        question("reason", Text(2, 10), Ask("Why so few?", applies=lambda answers: answers["number"] < 3)),
    )


def take_answers(context: PersonContext, request: Request) -> Screen:
    del context
    if request.values["remark"] == "taken":
        raise AnswerRefused("remark", "This remark is taken")
    survey_of(request).answers.append(dict(request.values))
    return Screen(request.text("Thanks"), notice=saved(request), back=go("survey.desk"))


def change_form(context: PersonContext, request: Request) -> Any:
    """A text that has a value, and one that has none."""
    del context, request
    return form_of(
        question("title", Text(2, 10), Ask("Title?", shown="Old title"), current="Old title"),
        question("subtitle", Text(2, 10), Ask("Subtitle?")),
    )


def nothing_form(context: PersonContext, request: Request) -> Any:
    """A form whose only question does not apply."""
    del context, request
    return form_of(question("never", Text(2, 10), Ask("Never?", applies=lambda _answers: False)))


def keep_answers(context: PersonContext, request: Request) -> Screen:
    del context
    survey_of(request).answers.append(dict(request.values))
    return Screen(request.text("Kept"))


def count(context: PersonContext, request: Request) -> Screen:
    del context
    survey_of(request).counts["count"] += 1
    return request.show(go("survey.desk"), notice=Notice("Counted"))


def once(context: PersonContext, request: Request) -> Screen:
    del context
    survey_of(request).counts["once"] += 1
    return request.show(go("survey.desk"), notice=Notice("Done once"))


def fail(context: PersonContext, request: Request) -> Screen:
    """Write something, then refuse or break."""
    context.account.client_name = "Written"
    request.dbsession.flush()
    raise NotAvailable if request.args["how"] == "refused" else ValueError("made to fail")


def show_page(context: PersonContext, request: Request) -> Screen:
    del context
    shown, page, pages = page_of(range(ITEMS), request.args["page"])
    rows = [
        *tick_rows(request, [(number, f"Item {number}") for number in shown]),
        *pager(page, pages, lambda there: go("survey.page", page=there)),
        (Button("Open", go("survey.item", item=shown[0])),),
    ]
    chosen = ", ".join(map(str, ticked(request, range(ITEMS)))) or "none"
    return Screen(request.text(f"Ticked: {chosen}"), rows=tuple(rows), back=go("survey.desk"))


def show_item(context: PersonContext, request: Request) -> Screen:
    del context
    back = list_behind(request, [PAGE], go("survey.desk"))
    return Screen(request.text(f"Item {request.args['item']}"), back=back)


def show_month(context: PersonContext, request: Request) -> Screen:
    del context
    month = request.args["month"]
    rows = month_rows(
        request,
        month,
        {month.replace(day=4): "•", month.replace(day=5): ""},
        day=lambda day: go("survey.item", item=day.day),
        turn=lambda there: go("survey.month", month=there),
        first=dt.date(2026, 12, 1),
        last=dt.date(2027, 1, 31),
    )
    return Screen(request.text("Month"), rows=tuple(rows), back=go("survey.desk"))


def show_office(context: ProfessionalContext, request: Request) -> Screen:
    return Screen(request.text(context.provider.nickname))


def includeme(config: Configurator) -> None:
    """Register the screens."""
    config.registry["survey"] = Survey()
    config.add_screen(show_desk, DESK)
    config.add_screen(take_answers, ASK, form=ask_form)
    config.add_screen(keep_answers, CHANGE, form=change_form)
    config.add_screen(keep_answers, NOTHING, form=nothing_form)
    config.add_screen(count, COUNT)
    config.add_screen(once, ONCE)
    config.add_screen(fail, FAIL)
    config.add_screen(show_page, PAGE)
    config.add_screen(show_item, ITEM)
    config.add_screen(show_month, MONTH)
    config.add_screen(show_office, OFFICE, context=ProfessionalContext)
    config.add_command("survey", press=go("survey.desk"), label="The survey")


SURVEY = LoadedPlugin(Plugin("survey", "Survey", __name__, has_texts=False), object())
