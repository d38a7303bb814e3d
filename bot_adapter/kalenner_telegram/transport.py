"""python-telegram-bot's requests over aiohttp, which is faster with many concurrent requests."""

import asyncio
import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from kalenner_telegram.raw_updates import cut_updates

DEFAULT_TIMEOUT = 20.0


class AiohttpRequest(BaseRequest):
    """One pool of connections."""

    def __init__(self, connections: int = 16) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where a call does not say."""
        return DEFAULT_TIMEOUT

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=self._connections))

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; unlike the library's own method it never logs what it could not parse."""
        try:
            answer: dict[str, Any] = json.loads(payload.decode(errors="replace"))
        except (ValueError, RecursionError) as error:
            raise TelegramError("Invalid server response") from error
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Make one request; raises TimedOut or NetworkError, neither of which holds the URL and its token."""
        del write_timeout, connect_timeout, pool_timeout
        if self._session is None:
            raise NetworkError("the transport is closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else DEFAULT_TIMEOUT
        try:
            async with self._session.request(
                method, url, data=_body(request_data), timeout=aiohttp.ClientTimeout(total=seconds + 5)
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Calls that wait for a connection are cancelled by the library when the session is closed.
            raise NetworkError("the transport was closed") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__} while calling the Bot API") from None


class UpdatesRequest(AiohttpRequest):
    """One connection for `getUpdates`, whose result is the text of each update: they are read one by one."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Cut an answer into the text of its updates; one without any, such as an error, is parsed."""
        updates = cut_updates(payload)
        return AiohttpRequest.parse_json_payload(payload) if updates is None else {"result": updates}


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    # Unquoted, because Telegram's server does not decode file names: a space would be shown as "%20".
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, part in request_data.multipart_data.items():
        filename, content, content_type = part
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form
