"""Help on the web: a page of all questions, and one for each topic with its answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chameleon import PageTemplateFile
from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from kalenner.web.layout import public_page, template
from kalenner.web.pages import LANGUAGE_PATTERN, only_read, page_language, page_reader
from kalenner.web.sitemap import SitemapEntry
from kalenner_help import _
from kalenner_help.answers import Answer
from kalenner_help.drawings import Drawing
from kalenner_help.library import library_of
from kalenner_help.topics import TOPICS_BY_ID, Topic

WORD = "help"


@dataclass(frozen=True)
class Bubble:
    """One screen as a page shows it: its text, each label with whether it was pressed, and what was typed."""

    text: Markup
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    typed: str


def includeme(config: Configurator) -> None:
    """Add the pages."""
    config.add_assets(Path(__file__).parent / "static")
    config.add_public_page(show_help, word=WORD, title=_("help-title"))
    config.add_route("help:topic", f"/{{language:{LANGUAGE_PATTERN}}}/{WORD}/{{topic:[a-z-]+}}")
    config.add_view(show_topic, route_name="help:topic", request_method="GET")
    config.add_view(only_read, route_name="help:topic", require_csrf=False)
    config.add_sitemap(_topic_entries)


def page_url(request: Request, language: str, topic: Topic | None, answer: Answer | None = None) -> str:
    """Return the address of the help on the web, of a topic or of one answer there."""
    path = f"/{language}/{WORD}" + (f"/{topic.id}" if topic else "") + (f"#{answer.name}" if answer else "")
    url: str = request.public_url(path)
    return url


def show_help(request: Request) -> Response:
    """Show the topics with their questions."""
    library, language = library_of(request.registry), page_language(request)
    chapters = [(topic, library.list_answers(language, topic=topic.id)) for topic in library.list_topics()]
    return public_page(
        request,
        _template("help"),
        title=_("help-title"),
        description=_("help-description"),
        chapters=chapters,
        word=WORD,
    )


def show_topic(request: Request) -> Response:
    """Show the answers of one topic, each with the screens that lead there."""
    library, language = library_of(request.registry), page_language(request)
    topic = TOPICS_BY_ID.get(request.matchdict["topic"])
    answers = library.list_answers(language, topic=topic.id) if topic else []
    if topic is None or not answers:
        raise HTTPNotFound
    return public_page(
        request,
        _template("topic"),
        title=topic.title,
        description=_("topic-description"),
        entries=[
            (answer, [[_bubble(drawing) for drawing in walk] for walk in library.walks(answer)])
            for answer in answers
        ],
        data=structured_data(answers),
        help_title=page_reader(request).label(_("help-title")),
        ours=_,
        word=WORD,
        bot=request.start_link("p_"),
    )


def structured_data(answers: list[Answer]) -> Markup:
    """Return the questions and answers as search engines read them: a FAQPage of schema.org, as JSON."""
    value = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": answer.title,
                "acceptedAnswer": {"@type": "Answer", "text": str(answer.html)},
            }
            for answer in answers
        ],
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 -- what could end the element is escaped


def _bubble(drawing: Drawing) -> Bubble:
    rows = tuple(
        tuple((label, drawing.pressed == (row, column)) for column, label in enumerate(labels))
        for row, labels in enumerate(drawing.rows)
    )
    text = Markup(drawing.text.replace("\n", "<br>"))  # noqa: S704 -- as a screen showed it, where it was escaped
    return Bubble(text, rows, drawing.typed)


def _topic_entries(request: Request) -> Iterator[SitemapEntry]:
    for topic in library_of(request.registry).list_topics():
        yield SitemapEntry(f"/{WORD}/{topic.id}")


def _template(name: str) -> PageTemplateFile:
    return template(Path(__file__).parent / "templates" / f"{name}.pt")
