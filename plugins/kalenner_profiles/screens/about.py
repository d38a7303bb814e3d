"""The professional information: a text of one's own, with a few marks, as clients and visitors read it."""

import colander
from pyramid.request import Request

from kalenner import richtext
from kalenner.home import routes as home_routes
from kalenner.home.setup import setup_row
from kalenner.people.policy import ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import FormattedText
from kalenner_profiles import _, routes
from kalenner_profiles.content import ContentService

MOST_CHARACTERS = 3000
_MOST_SHOWN = 3000  # of a message's 4096; the prompt needs some 500


@screen(routes.profile_about, context=ProviderContext)
def show(context: ProviderContext, request: Request) -> Screen:
    """Show the text as it reads, or ask for one where there is none."""
    source = request.find_service(ContentService).about(context.provider.id)
    if not source:
        return request.show(routes.profile_about_change())
    return Screen(
        paragraphs(request.text(_("about-heading")), richtext.parse(source).chat()),
        rows=(
            (
                Button(request.label(_("button-change")), routes.profile_about_change()),
                Button(request.label(_("button-remove")), routes.profile_about_remove(), Style.DANGER),
            ),
            *setup_row(request),
        ),
        back=home_routes.about(),
    )


def form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for the text; the present one is shown as it was typed, so that it can be copied and corrected."""
    source = request.find_service(ContentService).about(context.provider.id)
    is_shown = 0 < len(source) <= _MOST_SHOWN
    prompt = paragraphs(
        request.text(_("ask-about"), most=request.reader.number(MOST_CHARACTERS)),
        request.text(_("about-now"), source=source) if is_shown else None,
    )
    current = source or colander.null
    return form_of(question("about", FormattedText(1, MOST_CHARACTERS), Ask(prompt), current=current))


@screen(routes.profile_about_change, context=ProviderContext, form=form)
def change(context: ProviderContext, request: Request) -> Screen:
    """Keep the text, and show how it reads."""
    about: richtext.RichText = request.values["about"]
    request.find_service(ContentService).set_about(context.provider, about.source)
    return request.show(routes.profile_about(), notice=saved(request))


@screen(routes.profile_about_remove, context=ProviderContext)
def remove(context: ProviderContext, request: Request) -> Screen:
    """Forget the text."""
    request.find_service(ContentService).set_about(context.provider, "")
    return request.show(home_routes.about(), notice=Notice(request.label(_("removed"))))
