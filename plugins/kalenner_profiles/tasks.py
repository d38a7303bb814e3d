"""The periodic tasks of published pages, and the thread that writes them."""

import threading

from pyramid.request import Request
from pyramid.router import Router

from kalenner.delivery.wakeups import WAKE_UPS, WakeUps, wake_after_commit
from kalenner.failures import Failures
from kalenner.units import run_unit
from kalenner_profiles import page_writer
from kalenner_profiles.addresses import link_bases
from kalenner_profiles.publication_service import WAKE_UP_TOPIC, PublicationService
from kalenner_profiles.targets import reason_against_writing, target_of


def sweep(request: Request) -> None:
    """Find the pages whose booking link is over, those left unwritten, and those of former addresses."""
    service: PublicationService = request.find_service(PublicationService)
    service.refresh_expired()
    service.refresh_elsewhere(target_of(request.registry).name, link_bases(request))
    if page_writer.list_due(request):
        wake_after_commit(request.dbsession, WAKE_UP_TOPIC)


def remove_unused(request: Request) -> None:
    """Remove files that no page loads any more, and what killed processes left."""
    page_writer.remove_unused(request)
    target_of(request.registry).tidy()


class PageWriterThread:
    """A thread that writes what is due at every wake-up, so that no press waits for a target."""

    def __init__(self, app: Router) -> None:
        self._app = app
        self._wakeup = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)

    def start(self) -> None:
        """Subscribe to wake-ups, and write what is due already."""
        wakeups: WakeUps = WAKE_UPS.of(self._app.registry)
        wakeups.subscribe(WAKE_UP_TOPIC, self._wakeup.set)
        self._wakeup.set()
        self._thread.start()

    def _run(self) -> None:
        failures = Failures("writing pages")
        # Never stopped: a kill at any moment is safe.
        while self._wakeup.wait():
            self._wakeup.clear()
            try:
                page_writer.write_due(self._app)
                failures.clear()
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                failures.note(error)


def start_writer(app: Router) -> list[str]:
    """Start the writer of a process."""
    PageWriterThread(app).start()
    return []


def tell_reason_against_writing(app: Router) -> list[str]:
    """Say at the start of a process if no pages will be written."""
    reason = run_unit(app, page_writer.UNIT, reason_against_writing, only_reads=True)
    return [f"Profile pages are not written: {reason}"] if reason else []
