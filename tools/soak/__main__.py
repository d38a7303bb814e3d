"""The command: `python -m tools.soak`."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tools.soak
from tests import servers
from tests.live import free_port
from tests.pretended import served
from tools.soak.load import Day

from kalenner.clock import MovableClock
from kalenner_playground.fake_telegram import TOKEN, FakeTelegram

ROOT = Path(__file__).parents[2]
MOST_SHOWN = 5_000
"""Characters of the product's log."""


class ProductProcess:
    """The process of the product, which is asked line by line."""

    def __init__(self, log: Path) -> None:
        self._log_path, self._log = log, log.open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.soak.product"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def begin(self, **order: Any) -> None:
        """Start it."""
        self._write(order)

    def ask(self, what: str, **arguments: Any) -> Any:
        """Ask it something, see :mod:`tools.soak.product`."""
        self._write({"ask": what, **arguments})
        assert self._process.stdout is not None  # noqa: S101 -- it is a pipe
        reply = self._process.stdout.readline()
        if not reply:
            raise SystemExit(f"the product has ended:\n{_end_of(self._log_path)}")
        return json.loads(reply)

    def stop(self) -> None:
        """End it."""
        self._process.communicate(timeout=60)
        self._log.close()

    def _write(self, line: dict[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101 -- it is a pipe
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()


def _end_of(log: Path) -> str:
    return log.read_text()[-MOST_SHOWN:]


@contextmanager
def running(folder: Path, url: str, telegram: FakeTelegram, clock: Path) -> Iterator[ProductProcess]:
    """Start the product on a database, with a stand-in for Telegram; stop it in the end."""
    with served(telegram) as address:
        values = {
            "database.url": url,
            "web.port": str(free_port()),
            "telegram.token": TOKEN,
            "telegram.base_url": f"{address}/-/botapi/bot",
            "telegram.base_file_url": f"{address}/-/botapi/file/bot",
            "telegram.messages_per_second": "1000",
            "pages.target": f"file://{folder / 'pages'}",
        }
        product = ProductProcess(folder / "log")
        try:
            product.begin(folder=str(folder), clock=str(clock), values=values)
            yield product
        finally:
            product.stop()


def main() -> int:
    """Let a day pass; print each hour and, in the end, what is wrong."""
    parser = argparse.ArgumentParser(
        description=tools.soak.__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("engine", nargs="?", default="sqlite", choices=["sqlite", "postgresql"])
    parser.add_argument("--hours", type=int, default=24, help="simulated hours")
    parser.add_argument("--minutes", type=float, default=10, help="of real time that they take at least")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        is_sqlite = options.engine == "sqlite"
        url = f"sqlite:///{folder / 'kalenner.sqlite'}" if is_sqlite else servers.create_database()
        clock = MovableClock(folder / "clock")
        telegram = FakeTelegram(None, now=clock.now)
        with running(folder, url, telegram, folder / "clock") as product:
            day = Day(product, telegram, clock)
            day.fill()
            day.warm_up()
            day.pass_by(options.hours, options.minutes * 60)
            day.end()
        if day.faults:
            print(_end_of(folder / "log"), file=sys.stderr)
    print(*day.faults or ["nothing is wrong"], sep="\n")
    return int(bool(day.faults))


if __name__ == "__main__":
    sys.exit(main())
