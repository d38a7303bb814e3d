"""HTTP representations: media type, entity tags, compression and caching. One way for all.

Pages, static files, previews and published pages are all answered from a :class:`Representation`.
"""

from functools import cached_property, lru_cache
from http import HTTPStatus
from typing import Any, TypeAlias

from pyramid.request import Request
from pyramid.response import Response
from webob.acceptparse import create_accept_encoding_header
from webob.etag import ETagMatcher

from kalenner.storage import content_digest, gzipped, is_compressible

IMMUTABLE = "public, max-age=31536000, immutable"
"""For an address that changes with the content."""
FOR_A_WHILE = "public, max-age=300"
FOR_AN_HOUR = "public, max-age=3600"
NOT_AT_ALL = "no-store"
_TAG_CHARACTERS = 24
_OF_THE_BODY = {"Content-Type", "Content-Length"}

Answer: TypeAlias = tuple[str, list[tuple[str, str]], list[bytes]]
"""Status, headers and body of an answer, as WSGI takes them."""
_Encoded = tuple[str, bytes, list[tuple[str, str]]]
"""An entity tag, a body, and the headers of an answer with it."""


class Representation:
    """One body with its headers; it is digested and compressed once, when it is first asked for."""

    def __init__(
        self,
        body: bytes,
        media_type: str,
        *,
        cache_control: str,
        headers: dict[str, str] | None = None,
        gzip_level: int = 6,
    ) -> None:
        self.body = body
        self._gzip_level = gzip_level
        self._headers = [("Content-Type", media_type), ("Cache-Control", cache_control)]
        self._headers += (headers or {}).items()
        self._is_compressible = is_compressible(media_type)
        if self._is_compressible:
            self._headers.append(("Vary", "Accept-Encoding"))

    @cached_property
    def compressed(self) -> bytes | None:
        """The body as gzip; None where that is no smaller."""
        if not self._is_compressible:
            return None
        compressed = gzipped(self.body, self._gzip_level)
        return compressed if len(compressed) < len(self.body) else None

    @cached_property
    def size(self) -> int:
        """How many bytes of memory it takes, about."""
        return len(self.body) + len(self.compressed or b"")

    @cached_property
    def _tag(self) -> str:
        return content_digest(self.body, _TAG_CHARACTERS)

    @cached_property
    def _as_it_is(self) -> "_Encoded":
        return self._encoded(self.body, self._tag)

    @cached_property
    def _as_gzip(self) -> "_Encoded":
        if self.compressed is None:
            return self._as_it_is
        return self._encoded(self.compressed, f"{self._tag}-gz", ("Content-Encoding", "gzip"))

    def _encoded(self, body: bytes, tag: str, *more: tuple[str, str]) -> "_Encoded":
        headers = [*self._headers, *more, ("ETag", f'"{tag}"'), ("Content-Length", str(len(body)))]
        return tag, body, headers

    def answer(self, environ: dict[str, Any], status: str = "200 OK") -> Answer:
        """Return what a request gets: nothing new (304), the body compressed, or the body."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        tag, body, headers = self._as_gzip if accepted and _takes_gzip(accepted) else self._as_it_is
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and status == "200 OK" and tag in ETagMatcher.parse(known):
            return "304 Not Modified", [header for header in headers if header[0] not in _OF_THE_BODY], []
        return status, headers.copy(), [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def response(self, request: Request, *, status: int = 200) -> Response:
        """Return the same as Pyramid's response."""
        text, headers, chunks = self.answer(request.environ, f"{status} {HTTPStatus(status).phrase}")
        return Response(status=text, headerlist=headers, app_iter=chunks)


@lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: str) -> bool:
    """Read an Accept-Encoding header; there are few, and reading one takes longer than the rest."""
    return bool(create_accept_encoding_header(accept_encoding).acceptable_offers(["gzip"]))


def respond(
    request: Request, body: bytes, media_type: str, *, cache_control: str, status: int = 200
) -> Response:
    """Return bytes that are made for this request."""
    return Representation(body, media_type, cache_control=cache_control).response(request, status=status)
