"""Processes that are killed while they upload, replace and delete documents, forked from one that is ready.

``python -m tests.plugins.documents.killed`` reads its orders, then a line of JSON for each process: what it does, with
which content, to which document, and at which of its steps it dies, 0 for never. A step is before a statement, before
and after a commit, before and after a call of a bucket, and before a file is opened, renamed or removed. It writes a
line when the process is gone: what that has confirmed, how many steps it has made, and the signal that it died of.
"""

import datetime as dt
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import event

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import SESSIONS
from kalenner.files import (
    PRIVATE_FILES,
    PrivateFileService,
    ReceivedPrivateFile,
    account_tenant,
    receive_private,
)
from kalenner.files.models import PrivateFile
from kalenner.files.private import delete_transient
from kalenner.people import Provider
from kalenner.plugins import load_plugins
from kalenner.screens import Upload
from kalenner.security.encryption import binding
from kalenner.security.file_cipher import Encrypter
from kalenner.settings import Source
from kalenner.storage.buckets import BucketStore
from kalenner.testing import fake_plugin
from kalenner.testing.practice import NOW
from kalenner.units import run_unit
from kalenner_documents.document_service import DocumentService
from kalenner_documents.models import Document

FILE_STEPS = {"open", "os.rename", "os.remove", "os.link"}
SIZE = 150_000


def content(number: int) -> bytes:
    """Return bytes of three segments that tell which file they are of."""
    return b"".join(b"%d:%d " % (number, place) for place in range(SIZE // 8))


def chunks(number: int) -> Iterator[bytes]:
    """Yield them as they arrive."""
    data = content(number)
    for start in range(0, len(data), 20_000):
        yield data[start : start + 20_000]


def files(request: Request) -> PrivateFileService:
    """Return the service of private files."""
    found: PrivateFileService = request.find_service(PrivateFileService)
    return found


def receive(app: Router, order: dict[str, Any]) -> Upload:
    """Receive a file as the product does."""
    tenant = account_tenant(order["account"])
    received = receive_private(app, tenant, chunks(order["number"]), most=10**6)
    return Upload(received.token, received.size, name=f"{order['number']}.txt")


def say_so_before(app: Router, order: dict[str, Any]) -> Upload:
    """A wrong receiver: it says that a file is whole before its bytes are stored."""
    store, tenant = PRIVATE_FILES.of(app.registry), account_tenant(order["account"])
    token, key = run_unit(app, "command/test", lambda request: files(request).begin(tenant))
    encrypter = Encrypter(key, binding(PrivateFile.__tablename__, token, ""))
    encrypted = list(encrypter.encrypt(chunks(order["number"])))
    received = ReceivedPrivateFile(token, encrypter.size, encrypter.digest)
    run_unit(app, "command/test", lambda request: files(request).finish(received))
    LATE.append(lambda: store.objects.put_chunks(store.path_of(token), encrypted))
    return Upload(token, received.size, name="late.txt")


LATE: list[Callable[[], object]] = []
"""What a wrong receiver does after it has confirmed."""
RECEIVERS = {way.__name__: way for way in (receive, say_so_before)}


def upload(app: Router, order: dict[str, Any]) -> int:
    """Upload a document; return its id."""
    file = RECEIVERS[order["way"]](app, order)

    def create(request: Request) -> int:
        provider = request.dbsession.get_one(Provider, order["provider"])
        name = str(order["number"])
        return request.find_service(DocumentService).create(provider, name, file, needs_consent=False).id

    return run_unit(app, "command/test", create)


def replace(app: Router, order: dict[str, Any]) -> int:
    """Let another file take a document's place."""
    file = RECEIVERS[order["way"]](app, order)

    def work(request: Request) -> None:
        document = request.dbsession.get_one(Document, order["document"])
        request.find_service(DocumentService).replace(document, file)

    run_unit(app, "command/test", work)
    return order["document"]


def delete(app: Router, order: dict[str, Any]) -> int:
    """Delete a document."""

    def work(request: Request) -> None:
        request.find_service(DocumentService).delete(request.dbsession.get_one(Document, order["document"]))

    run_unit(app, "command/test", work)
    return order["document"]


def clear(app: Router, order: dict[str, Any]) -> int:
    """Delete what nobody took, as the task does."""
    del order
    return delete_transient(app, dt.timedelta(0))


VERBS = {verb.__name__: verb for verb in (upload, replace, delete, clear)}


class Steps:
    """Counts the steps of this process, and kills it at one of them."""

    def __init__(self, app: Router, last: int, folder: str) -> None:
        self.made, self._last, self._folder = 0, last, folder
        engine = SESSIONS.of(app.registry).engine
        event.listen(engine, "before_cursor_execute", self.take)
        event.listen(engine, "commit", self.take)
        event.listen(SESSIONS.of(app.registry), "after_commit", self.take)
        objects = PRIVATE_FILES.of(app.registry).objects
        if isinstance(objects, BucketStore):
            events = objects._client.meta.events
            events.register("before-send.s3", self.take)
            events.register("after-call.s3", self.take)
        sys.addaudithook(self._audited)

    def take(self, *_arguments: object, **_more: object) -> None:
        """Make a step."""
        self.made += 1
        if self.made == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def _audited(self, name: str, arguments: tuple[object, ...]) -> None:
        if name in FILE_STEPS and str(arguments[0]).startswith(self._folder):
            self.take()


def run_process(app: Router, order: dict[str, Any], folder: str, answer: int) -> None:
    """Run as one process, and end it."""
    try:
        steps = Steps(app, order["step"], folder)
        done = VERBS[order["verb"]](app, order)
        os.write(answer, json.dumps({"confirmed": done}).encode() + b"\n")
        for work in LATE:
            steps.take()
            work()
        os.write(answer, json.dumps({"steps": steps.made}).encode() + b"\n")
    finally:
        os._exit(0)


def run_order(app: Router, order: dict[str, Any], folder: str) -> dict[str, Any]:
    """Fork a process; return what it has said, and the signal that it died of."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        run_process(app, order, folder, writing)
    os.close(writing)
    with os.fdopen(reading) as answers:
        said: dict[str, Any] = {}
        for line in answers:
            said |= json.loads(line)
    return said | {"signal": os.waitpid(number, 0)[1] & 0x7F}


def main() -> None:
    """Fork one process after the other."""
    orders = json.loads(sys.stdin.readline())
    loaded = [*load_plugins(off=("telegram", "playground")), fake_plugin()]
    app = make_app(Source(orders["values"], environ={}), loaded=loaded, clock=FixedClock(NOW))
    run_unit(app, "command/test", files, only_reads=True)
    gc.freeze()  # or each process that is forked would copy what its collector looks through
    print("ready", flush=True)
    for line in sys.stdin:
        SESSIONS.of(app.registry).engine.dispose()  # a connection belongs to one process
        print(json.dumps(run_order(app, json.loads(line), orders["folder"])), flush=True)


if __name__ == "__main__":
    main()
