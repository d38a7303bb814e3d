"""The pretended S3 behind a real address, so that other processes have the same bucket, also once they are killed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from botocore.awsrequest import AWSPreparedRequest
from moto.core.models import botocore_stubber

_ONE_AT_A_TIME = threading.Lock()
_HOST = "https://s3.amazonaws.com"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # the client was killed
            self.close_connection = True
            return
        headers = {**self.headers, "Host": "s3.amazonaws.com"}
        asked = AWSPreparedRequest(self.command, _HOST + self.path, headers, body, stream_output=False)
        with _ONE_AT_A_TIME:
            answer = botocore_stubber.process_request(asked)
        assert answer is not None
        status, given, content = answer
        data = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        for name, value in given.items():
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, str(value))
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 -- names of the library

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that was killed while it was answered."""


@contextmanager
def bucket_address() -> Iterator[str]:
    """Serve the pretended S3 of this process, which must be on; yield its address."""
    server = _Server(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
