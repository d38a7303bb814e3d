"""Looking into uploaded files before anybody gets them: at once after an upload, and every minute."""

import datetime as dt
import logging
import threading
from functools import partial
from typing import TYPE_CHECKING

from pyramid.config import Configurator
from sqlalchemy import delete

from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.failures import Failures
from kalenner.files import OpenedFile, PrivateFileGone
from kalenner.hooks.documents import FileToCheck
from kalenner.lifespan import AT_START
from kalenner.people.policy import NotAvailable
from kalenner.plugins import HOOKS
from kalenner.plugins.manager import NO_FENCE
from kalenner.units import run_unit
from kalenner_documents.intake import TOPIC, ClaimedFile, IntakeService, has_checks
from kalenner_documents.models import WaitingFile

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.router import Router

log = logging.getLogger(__name__)

REFUSED_KEPT = dt.timedelta(days=7)
"""How long it is kept why a file was refused, until its uploader has read it."""


def check_files(app: "Router") -> None:
    """Look into the files whose turn it is, until none is left; where a check fails, all wait a minute."""
    while (claimed := run_unit(app, "task/documents.claim", _claim)) is not None:
        try:
            if not _check(app, claimed):
                return
        except (NotAvailable, PrivateFileGone):
            log.info("file %s that waits for its check is gone", claimed.id)


def _check(app: "Router", claimed: ClaimedFile) -> bool:
    """Look into one file, in no transaction; tell whether that was possible."""
    opened: OpenedFile = run_unit(
        app, "task/documents.open", lambda request: _intake(request).open(claimed.id), only_reads=True
    )
    failures: list[str] = []
    answers = HOOKS.of(app.registry).answers(
        "documents_refusals",
        NO_FENCE,
        lambda plugin, fault: failures.append(f"plugin {plugin}: {fault}"),
        registry=app.registry,
        file=FileToCheck(claimed.file_name, opened.size, opened.read),
    )
    found = [name for _plugin, names in answers for name in names]
    if not found and failures:
        log.warning("an uploaded file waits, since it cannot be checked: %s", "; ".join(failures))
        run_unit(app, "task/documents.put_off", lambda request: _intake(request).put_off(claimed.id))
        return False
    verdict = partial(_note_found, found=", ".join(found)) if found else _note_nothing
    run_unit(app, "task/documents.checked", partial(verdict, waiting_id=claimed.id))
    return True


def _claim(request: "Request") -> ClaimedFile | None:
    return _intake(request).claim()


def _note_found(request: "Request", waiting_id: int, found: str) -> None:
    _intake(request).refuse(waiting_id, found)


def _note_nothing(request: "Request", waiting_id: int) -> None:
    _intake(request).accept(waiting_id)


def _intake(request: "Request") -> IntakeService:
    intake: IntakeService = request.find_service(IntakeService)
    return intake


def forget_refused(request: "Request") -> None:
    """Forget why files were refused, after a week."""
    old = WaitingFile.created_at < request.clock.now() - REFUSED_KEPT
    request.dbsession.execute(delete(WaitingFile).where(WaitingFile.refusal.is_not(None), old))


def start_checking(app: "Router") -> list[str]:
    """Let a thread of this process look into files as soon as they are uploaded, where anything does."""
    if has_checks(app.registry):
        has_files = threading.Event()
        WAKE_UPS.of(app.registry).subscribe(TOPIC, has_files.set)
        threading.Thread(target=_run, args=[app, has_files], name="checks", daemon=True).start()
    return []


def _run(app: "Router", has_files: threading.Event) -> None:
    failures = Failures("checking files", then="the task does it")
    while has_files.wait():
        has_files.clear()
        try:
            check_files(app)
            failures.clear()
        except Exception as error:  # noqa: BLE001 -- logged by `note`
            failures.note(error)


def includeme(config: Configurator) -> None:
    """Add the tasks to the calendar, and the thread."""
    config.add_long_task("documents.check", check_files, every_minutes=1)
    config.add_task("documents.refused", forget_refused, every_minutes=30)
    AT_START.of(config.registry).append(start_checking)
