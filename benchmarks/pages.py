"""W2, P1 to P3: pages from memory, against rendering them, and what publishing them costs."""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import interleave, report
from pyramid.request import Request
from pyramid.router import Router

from kalenner.app import make_app
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.i18n import reader_for
from kalenner.people import Account, Provider
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.themes import Theme, render_page
from kalenner.themes.discovery import THEMES
from kalenner.units import run_unit
from kalenner.web.memory import WsgiApplication, answering_from_memory
from kalenner_profiles import page_writer
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.content import ContentService
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.targets import TARGET, FolderTarget
from kalenner_scheduling.catalogue.models import Service

ROUNDS = 7
PAGE = "/en/olga"


def product(folder: str) -> Router:
    """The application with Olga's page: eight services and a text."""
    source = Source({"kalenner.data_dir": folder}, environ={})
    app = make_app(source, loaded=load_plugins(off=["telegram", "playground"]))
    upgrade(SESSIONS.of(app.registry).engine, MIGRATIONS.of(app.registry))
    return app


def fill(request: Request) -> None:
    """Make Olga, and publish her page."""
    now = request.clock.now()
    account = Account(timezone="Europe/Berlin", created_at=now)
    provider = Provider(account=account, nickname="Olga", nickname_folded="olga", created_at=now)
    request.dbsession.add(provider)
    request.dbsession.flush()
    text = "For twenty years I have been helping people whose backs ache from sitting. "
    request.find_service(ContentService).set_about(provider, text * 8)
    request.dbsession.add_all(
        Service(
            provider_id=provider.id, name=f"Massage {number}", minutes=60, description=text, position=number
        )
        for number in range(8)
    )
    request.find_service(PublicationService).publish(provider)


def ask(app: WsgiApplication) -> bytes:
    """Ask the application for the page, without a server."""
    request = Request.blank(PAGE, accept_encoding="gzip")
    return bytes(request.get_response(app).body)


def render_anew(request: Request) -> int:
    """Make the page of one language from the database."""
    provider = request.dbsession.get_one(Provider, 1)
    content = request.find_service(ContentService).gather(provider)
    return _render(request, content, ["en"])


def preview(request: Request, content: Any, languages: list[str]) -> int:
    """Render a page that was gathered before."""
    return _render(request, content, languages)


def _render(request: Request, content: Any, languages: list[str]) -> int:
    theme: Theme = THEMES.of(request.registry).get_or_default("")
    readers = {language: reader_for(request.registry, language, "Europe/Berlin") for language in languages}
    made = render_page(theme, content, readers, PageAddresses(request, "olga"), is_preview=True)
    return sum(len(page) for page in made.pages.values())


def measure_rendering(app: Router) -> None:
    """W2, and previews."""
    content = run_unit(
        app,
        "command/bench",
        lambda request: request.find_service(ContentService).gather(request.dbsession.get_one(Provider, 1)),
    )
    unit = partial(run_unit, app, "command/bench", only_reads=True)
    calls: dict[str, Callable[[], object]] = {
        "cached": partial(ask, answering_from_memory(app)),
        "anew": partial(unit, render_anew),
        "preview": partial(unit, partial(preview, content=content, languages=["en"])),
        "four": partial(unit, partial(preview, content=content, languages=["en", "fr", "de", "ru"])),
    }
    seconds = interleave(ROUNDS, **calls)
    ratio = seconds["anew"] / seconds["cached"]
    line = f"cached page x rendered with the database ({1 / seconds['anew']:,.0f}/s)"
    report("W2", line, ratio, ">= 8", ok=ratio >= 8)
    ratio = seconds["preview"] / seconds["four"]
    line = f"preview x all four languages ({1 / seconds['preview']:,.0f} previews/s)"
    report("P3", line, ratio, "<= 0.4", ok=ratio <= 0.4)


def publish(app: Router) -> None:
    """Publish and write."""
    run_unit(
        app,
        "command/bench",
        lambda request: request.find_service(PublicationService).publish(
            request.dbsession.get_one(Provider, 1)
        ),
    )
    assert page_writer.write_due(app) == 1


def publish_cold(app: Router, folder: Path, number: Iterator[int]) -> None:
    """Publish where nothing is yet."""
    app.registry[TARGET] = FolderTarget(folder / f"cold-{next(number)}")
    publish(app)


def measure_publishing(app: Router, folder: str) -> None:
    """Cold, and again unchanged, against rendering alone."""
    content = run_unit(
        app,
        "command/bench",
        lambda request: request.find_service(ContentService).gather(request.dbsession.get_one(Provider, 1)),
    )
    numbers = iter(range(10**6))
    render = partial(preview, content=content, languages=["en", "fr", "de", "ru"])
    kept = FolderTarget(Path(folder) / "kept")

    def unchanged() -> None:
        app.registry[TARGET] = kept
        publish(app)

    seconds = interleave(
        ROUNDS,
        render=partial(run_unit, app, "command/bench", render, only_reads=True),
        cold=partial(publish_cold, app, Path(folder), numbers),
        unchanged=unchanged,
    )
    for key, name, most in (("P1", "cold", 8.0), ("P2", "unchanged", 6.0)):
        ratio = seconds[name] / seconds["render"]
        line = f"publishing, {name}, x rendering it ({seconds[name] * 1e3:.0f} ms)"
        report(key, line, ratio, f"<= {most:g}", ok=ratio <= most)


def main() -> None:
    """Print all of it."""
    with tempfile.TemporaryDirectory() as folder:
        app = product(folder)
        run_unit(app, "command/bench", fill)
        page_writer.write_due(app)
        measure_rendering(app)
        measure_publishing(app, folder)
        SESSIONS.of(app.registry).engine.dispose()


if __name__ == "__main__":
    main()
