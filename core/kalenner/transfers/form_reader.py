"""Files of a form, encrypted while they arrive: neither whole in memory nor plain on the disk.

The body is read before a request is made of the rest, since a request may be tried again and would keep a
copy of its body for that.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from itertools import chain
from typing import Any

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header
from pyramid.router import Router

from kalenner.files import FileTooLarge, ReceivedPrivateFile, receive_private

Environ = dict[str, Any]
_CHUNK = 64 * 1024
_MOST_PARTS = 100
"""Parts of a form; those that are no files are passed over."""


class UploadFault(Enum):
    """Why a file was not received."""

    EMPTY = auto()
    TOO_LARGE = auto()
    TOO_MANY = auto()


@dataclass(frozen=True)
class UploadedFile:
    """A file that was received and waits a day to be taken, by the name and media type its sender gave it."""

    name: str
    media_type: str
    received: ReceivedPrivateFile


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not received."""

    name: str
    fault: UploadFault


@dataclass(frozen=True)
class ReadFile:
    """A file that was read into memory and is kept nowhere."""

    name: str
    media_type: str
    content: bytes


FormFile = UploadedFile | ReadFile | RefusedFile
Receive = Callable[[str, str, Iterator[bytes]], FormFile]
"""Receives the bytes of a file, given its name and media type."""


class FormBroken(Exception):
    """A body is no form with files, or ends before its time."""


class _Body:
    """The body of a request, read to its end at most."""

    def __init__(self, environ: Environ) -> None:
        self._input = environ["wsgi.input"]
        self._left = int(environ.get("CONTENT_LENGTH") or 0)

    def __iter__(self) -> Iterator[bytes]:
        while self._left:
            chunk = self._input.read(min(self._left, _CHUNK))
            if not chunk:
                raise FormBroken("the client has gone")
            self._left -= len(chunk)
            yield chunk


def receive_files(
    app: Router, environ: Environ, tenant: str, *, most_bytes: int, most_files: int
) -> list[FormFile]:
    """Receive the files of a form, each of at most `most_bytes`.

    What is too much is read and dropped, so that the sender gets an answer. Raises FormBroken and
    StorageFault; what was received until then goes within a day.
    """

    try:
        return list(_files(environ, partial(_receive, app, tenant, most_bytes), most_files))
    except (MultipartError, ConnectionError) as error:
        raise FormBroken(str(error)) from error


def read_files(environ: Environ, *, most_bytes: int, most_files: int) -> list[FormFile]:
    """Read the files of a form into memory, each of at most `most_bytes`, and keep none.

    What is too much is read and dropped. Raises FormBroken.
    """
    try:
        return list(_files(environ, partial(_read, most_bytes), most_files))
    except (MultipartError, ConnectionError) as error:
        raise FormBroken(str(error)) from error


def _read(most: int, name: str, media_type: str, chunks: Iterator[bytes]) -> FormFile:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > most:
            return RefusedFile(name, UploadFault.TOO_LARGE)
    return ReadFile(name, media_type, bytes(content)) if content else RefusedFile(name, UploadFault.EMPTY)


def drop_body(environ: Environ) -> None:
    """Read a body and keep nothing, so that a browser that is still sending sees the answer."""
    with suppress(FormBroken, ConnectionError):
        for _dropped in _Body(environ):
            pass


def _files(environ: Environ, receive: Receive, most: int) -> Iterator[FormFile]:
    events, count = _events(environ), 0
    for event in events:
        # A form of which no file was chosen has a part without a name.
        if isinstance(event, MultipartSegment) and event.filename:
            chunks, count = _bytes_of(events), count + 1
            name = event.filename
            if count > most:
                yield RefusedFile(name, UploadFault.TOO_MANY)
            else:
                yield receive(name, event.content_type or "", chunks)
            for _dropped in chunks:
                pass


def _receive(
    app: Router, tenant: str, most: int, name: str, media_type: str, chunks: Iterator[bytes]
) -> FormFile:
    first = next(chunks, b"")
    if not first:
        return RefusedFile(name, UploadFault.EMPTY)
    try:
        received = receive_private(app, tenant, chain((first,), chunks), most=most)
    except FileTooLarge:
        return RefusedFile(name, UploadFault.TOO_LARGE)
    return UploadedFile(name, media_type, received)


def _events(environ: Environ) -> Iterator[MultipartSegment | bytes | None]:
    kind, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    if kind != "multipart/form-data" or "boundary" not in options:
        raise FormBroken("no form with files")
    with PushMultipartParser(options["boundary"], max_segment_count=_MOST_PARTS) as parser:
        for chunk in _Body(environ):
            yield from parser.parse(chunk)


def _bytes_of(events: Iterator[MultipartSegment | bytes | None]) -> Iterator[bytes]:
    """Yield the bytes of the part that has begun."""
    for event in events:
        if event is None:
            return
        assert not isinstance(event, MultipartSegment)  # noqa: S101 -- None ends each part
        yield event
