"""``python -m tests.core.transfers.serving SERVER PORT FOLDER MEGABYTES``: a library in a process of its own.

It prints where its files are found as one line of JSON, then serves them.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from kalenner.app import make_app
from kalenner.cli.processes import prepare_database, share_arenas
from kalenner.clock import FixedClock
from kalenner.limits import Refusals
from kalenner.server import BODY_LIMITS, STREAMED, Limits
from kalenner.server.embedded import EmbeddedServer
from kalenner.server.granian_server import serve_by_granian
from kalenner.settings import SETTINGS, Source, WebSettings
from kalenner.testing import fake_plugin
from kalenner.testing.practice import NOW
from kalenner.web.memory import answering_from_memory
from tests.core.transfers.library import LAST_UPLOADED, PUBLIC, Library, break_segment, library_plugin

BROKEN_SEGMENT = 20
THREADS = 8


def pattern(size: int) -> Iterator[bytes]:
    """Bytes of which each place can be told from its neighbours, without holding them."""
    block = b"".join(number.to_bytes(4) for number in range(16384))
    for start in range(0, size, len(block)):
        yield block[: size - start]


def main(server: str, port: int, folder: Path, megabytes: int) -> None:
    """Serve until it is ended."""
    share_arenas()
    values = {
        "kalenner.data_dir": str(folder),
        "web.port": str(port),
        "web.threads": str(THREADS),
        "limits.requests_per_minute": "1000000",
        "files.max_mb": "600",
        **PUBLIC,
    }
    app = make_app(
        Source(values, environ={}), loaded=[fake_plugin(), library_plugin()], clock=FixedClock(NOW)
    )
    prepare_database(app)
    library = Library(app)
    large = library.lend_chunks(pattern(megabytes * 1_000_000), megabytes * 1_000_000)
    broken, at_once = (library.lend_chunks(pattern(3_000_000), 3_000_000) for _ in range(2))
    break_segment(app, library.shelf.lent[broken].token, BROKEN_SEGMENT)
    break_segment(app, library.shelf.lent[at_once].token, 0)
    paths = {"large": large, "broken": broken, "broken at once": at_once, "uploaded": LAST_UPLOADED}
    found = {name: library.path(number) for name, number in paths.items()}
    found |= {"form": library.upload_path(), "closed form": library.upload_path(0)}
    found["forged form"] = f"{found['form'][:-1]}{'A' if found['form'][-1] != 'A' else 'B'}"
    print(json.dumps(found), flush=True)
    settings = SETTINGS.of(app.registry).of(WebSettings)
    limits = Limits.of(settings, BODY_LIMITS.of(app.registry), STREAMED.of(app.registry))
    if server == "granian":
        serve_by_granian(answering_from_memory(app), settings, limits, lambda: None)
    else:
        made = EmbeddedServer(
            answering_from_memory(app),
            host=settings.host,
            port=port,
            threads=THREADS,
            limits=limits,
            refusals=Refusals(),
        )
        made.run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
