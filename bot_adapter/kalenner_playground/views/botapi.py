"""The Bot API over HTTP: `/-/botapi/bot<token>/<method>` and `/-/botapi/file/bot<token>/<path>`."""

import hmac
from typing import Any

from pyramid.request import Request
from pyramid.response import Response

from kalenner_playground.errors import AnswerLost, ApiError
from kalenner_playground.files import UPLOAD_BYTES_AT_MOST, FileUpload
from kalenner_playground.playground import Playground, playground_of
from kalenner_playground.store import JsonObject

# A call may carry an album; one far beyond what Telegram takes is not even read.
_BODY_BYTES_AT_MOST = 2 * UPLOAD_BYTES_AT_MOST


def call_method(_context: Any, request: Request) -> Response:
    """Do what the bot asks and answer as Telegram does."""
    try:
        playground = _opened(request)
        values, uploads = _body(request)
        result = playground.bot_api.call(request.matchdict["method"], values, uploads)
    except ApiError as error:
        return _error(error)
    except AnswerLost:
        # Fewer bytes than announced: the server closes the connection, the bot never learns the result.
        return Response(app_iter=[b"{"], content_length=4096, content_type="application/json")
    return Response(json_body={"ok": True, "result": result})


def send_file(_context: Any, request: Request) -> Response:
    """Give the bot the file of a path that `getFile` told it."""
    try:
        telegram = _opened(request).telegram
    except ApiError as error:
        return _error(error)
    stored = telegram.files.find_path(request.matchdict["path"])
    if stored is None:
        return _error(ApiError(404, "Not Found"))
    telegram.downloads.wait()
    return Response(body=telegram.files.read(stored.id), content_type="application/octet-stream")


def _opened(request: Request) -> Playground:
    playground = playground_of(request.registry)
    if not hmac.compare_digest(request.matchdict["token"].encode(), playground.telegram.token.encode()):
        raise ApiError(401, "Unauthorized")
    if (request.content_length or 0) > _BODY_BYTES_AT_MOST:
        raise ApiError(413, "Request Entity Too Large")
    return playground


def _body(request: Request) -> tuple[JsonObject, dict[str, FileUpload]]:
    # webob keeps a long one in a temporary file
    request.add_finished_callback(lambda request: request.body_file_raw.close())
    if request.content_type == "application/json":
        try:
            body = request.json_body
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse JSON object in the body") from None
        if not isinstance(body, dict):
            raise ApiError(400, "Bad Request: the body must be a JSON object")
        return {**request.GET.mixed(), **body}, {}
    values: JsonObject = {}
    uploads: dict[str, FileUpload] = {}
    for name, value in request.params.items():
        if hasattr(value, "filename"):
            uploads[name] = FileUpload(value.filename, value.type or "", value.file.read())
        else:
            values[name] = value
    return values, uploads


def _error(error: ApiError) -> Response:
    body: JsonObject = {"ok": False, "error_code": error.code, "description": error.description}
    response = Response(status=error.code)
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
        response.headers["Retry-After"] = str(error.retry_after)
    response.json_body = body
    response.content_type = "application/json"
    return response
