"""The line: what is offered and where, which stands under the name."""

import re

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.setup import setup_row
from kalenner.people import Provider
from kalenner.people.policy import ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    Style,
    form_of,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import Text
from kalenner_profiles import _, routes
from kalenner_profiles.content import ContentService

MOST_LINE = 60
_MOST_PROPOSED = 3


@screen(routes.profile_line, context=ProviderContext)
def show(context: ProviderContext, request: Request) -> Screen:
    """Show the line, or ask for one where there is none."""
    line = request.find_service(ContentService).line(context.provider.id)
    if not line:
        return request.show(routes.profile_line_change())
    return Screen(
        paragraphs(request.text(_("line-heading")), line),
        rows=(
            (
                Button(request.label(_("button-change")), routes.profile_line_change()),
                Button(request.label(_("button-remove")), routes.profile_line_remove(), Style.DANGER),
            ),
            *setup_row(request),
        ),
        back=home_routes.about(),
    )


def proposals(request: Request, provider: Provider) -> list[str]:
    """Return lines made of the first services, with the town of the address where there is one."""
    content: ContentService = request.find_service(ContentService)
    names = [service.name for service in request.hooks.themes_page_services(provider=provider)]
    town = town_of(content.contact(provider.id).address)
    lines = [request.label(_("line-in-town"), service=name, town=town) for name in names if town]
    lines += [", ".join(names[:2]), *names]
    fitting = [line for line in dict.fromkeys(lines) if 0 < len(line) <= MOST_LINE]
    return fitting[:_MOST_PROPOSED]


def town_of(address: str) -> str:
    """Return the town of an address: what stands beside the postcode; empty where nothing looks like one."""
    for line in reversed(address.splitlines()):
        for part in reversed(line.split(",")):
            words = part.split()
            town = " ".join(word for word in words if not re.search(r"[0-9]", word))
            has_postcode = any(re.search(r"[0-9]", word) and len(word) >= 3 for word in words)
            if town and has_postcode and not town.endswith((".", "-")):
                return town
    return ""


def form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for the line; some are proposed."""
    line = request.find_service(ContentService).line(context.provider.id)
    choices = [Choice(text, text) for text in proposals(request, context.provider) if text != line]
    ask = Ask(_("ask-line"), choices, per_row=1, values={"most": MOST_LINE}, shown=line)
    return form_of(question("line", Text(1, MOST_LINE), ask, current=line or colander.null))


@screen(routes.profile_line_change, context=ProviderContext, form=form)
def change(context: ProviderContext, request: Request) -> Screen:
    """Keep the line."""
    request.find_service(ContentService).set_line(context.provider, request.values["line"])
    return request.show(home_routes.about(), notice=saved(request))


@screen(routes.profile_line_remove, context=ProviderContext)
def remove(context: ProviderContext, request: Request) -> Screen:
    """Forget the line."""
    request.find_service(ContentService).set_line(context.provider, "")
    return request.show(home_routes.about(), notice=Notice(request.label(_("removed"))))
