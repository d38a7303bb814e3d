"""A Bot API that answers every call at once, in a process of its own, so that its time does not count.

``python -m benchmarks.bot_api`` prints its port and runs until its standard input is closed.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

BOT = {"id": 7_000_000_001, "is_bot": True, "first_name": "K", "username": "kalenner_bot"}

WEBHOOK = web.AppKey("webhook", dict[str, Any])


@contextmanager
def bot_api() -> Iterator[int]:
    """Start one, and give its port."""
    command = [sys.executable, "-m", "benchmarks.bot_api"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the Bot API cannot be asked for its port")
        yield int(process.stdout.readline())
        process.stdin.close()


async def answer(request: web.Request) -> web.Response:
    """Answer as Telegram does; a message that was sent comes back with its text and its buttons."""
    values, method = await request.post(), request.path.rpartition("/")[2]
    webhook: dict[str, Any] = request.app[WEBHOOK]
    result: Any = True
    if method == "getMe":
        result = BOT
    elif method == "getWebhookInfo":
        result = webhook
    elif method == "setWebhook":
        webhook["url"] = values["url"]
    elif method.startswith(("send", "edit")):
        chat = {"id": int(str(values["chat_id"])), "type": "private", "first_name": "Ada"}
        number = int(str(values.get("message_id", 1)))
        result = {"message_id": number, "date": 1_790_000_000, "chat": chat, "text": values.get("text", "")}
        if "reply_markup" in values:
            result["reply_markup"] = json.loads(str(values["reply_markup"]))
    return web.json_response({"ok": True, "result": result})


async def serve() -> None:
    """Serve until the standard input is closed."""
    application = web.Application()
    application[WEBHOOK] = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
