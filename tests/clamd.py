"""A clamd for tests that knows one signature of its own: Debian's where it is installed, and a stand-in.

The stand-in speaks what clamd(8) says of INSTREAM, so that tests run where clamd is not installed.
"""

import shutil
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SIGNATURE = b"KALENNER-TEST-SIGNATURE-5f1c"
"""Bytes that count as malware."""
NAME = "Kalenner.Test"
"""What is found; clamd itself adds that the signature is not one of its own makers."""
PROGRAM = shutil.which("clamd")

_CONFIGURATION = """\
Foreground yes
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}/temporary
StreamMaxLength {most}
MaxScanSize {most}
MaxFileSize {most}
"""


@contextmanager
def real_clamd(folder: Path, *, most: int = 2**30) -> Iterator[str]:
    """Run Debian's clamd until the end of the block; give the path of its socket."""
    assert PROGRAM is not None
    for name in ("signatures", "temporary"):
        (folder / name).mkdir()
    (folder / "signatures" / "test.ndb").write_text(f"{NAME}:0:*:{SIGNATURE.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, most=most))
    process = subprocess.Popen(
        [PROGRAM, f"--config-file={configuration}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Self checking" in line or "Self-check" in line:  # the last thing it says before it listens
            break
    else:
        raise AssertionError("".join(said))
    reader = threading.Thread(target=process.stdout.read, daemon=True)  # so that it can go on writing
    reader.start()
    try:
        yield f"{folder}/clamd.sock"
    finally:
        process.terminate()
        process.wait(30)
        reader.join(30)
        process.stdout.close()


class _Handler(socketserver.StreamRequestHandler):
    """One stream."""

    server: "_Server"

    def handle(self) -> None:
        """Read the file, and say what is in it."""
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = bytearray()
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
            if len(content) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        answer = f"stream: {NAME} FOUND" if SIGNATURE in content else "stream: OK"
        self.wfile.write(answer.encode() + b"\0")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    most: int


@contextmanager
def stand_in(folder: Path, *, most: int = 2**30) -> Iterator[str]:
    """Run the stand-in until the end of the block; give the path of its socket."""
    path = f"{folder}/clamd.sock"
    Path(path).unlink(missing_ok=True)
    with _Server(path, _Handler) as server:
        server.most = most
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield path
        finally:
            server.shutdown()
            thread.join(30)


CLAMDS: list[Callable[..., object]] = [stand_in, *([real_clamd] if PROGRAM else [])]
