"""The pages of the help on a site of this machine, as the application answers them."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.themes.site import Site
from webtest import TestApp

from kalenner.app import make_app
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.i18n import LANGUAGES
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner_help.library import library_of
from kalenner_help.web import WORD


def add_help(site: Site) -> Mapping[str, dict[str, str]]:
    """Add the overview and every topic; return the paths of each page by its language."""
    with _application(site.origin) as web:
        topics = [topic.id for topic in library_of(web.app.registry).list_topics()]
        pages = {
            WORD + below.replace("/", "-"): {language: f"/{language}/{WORD}{below}" for language in LANGUAGES}
            for below in ["", *(f"/{topic}" for topic in topics)]
        }
        for paths in pages.values():
            for path in paths.values():
                page = web.get(path)
                site.files[path] = page.body
                for element in page.html.find_all("link", rel=["stylesheet", "icon"]):
                    site.files[element["href"]] = web.get(element["href"]).body
    return pages


@contextmanager
def _application(origin: str) -> Iterator[TestApp]:
    with tempfile.TemporaryDirectory() as folder:
        values = {"kalenner.data_dir": str(Path(folder)), "web.public_url": origin}
        app = make_app(Source(values, environ={}), loaded=load_plugins(off=("telegram", "playground")))
        engine = SESSIONS.of(app.registry).engine
        upgrade(engine, MIGRATIONS.of(app.registry))
        try:
            yield TestApp(app)
        finally:
            engine.dispose()
