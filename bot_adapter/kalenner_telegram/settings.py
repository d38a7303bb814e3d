"""Settings of the Telegram adapter."""

import re
from pathlib import Path

from kalenner.settings import group, one_of, setting, url_of, whole_number
from kalenner.settings.parsers import optional_folder


def _token(text: str) -> str:
    if text and not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{20,}", text):
        raise ValueError(text)
    return text


def _secret(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", text):
        raise ValueError(text)
    return text


def _base_url(text: str) -> str:
    url: str = url_of("http", "https")(text)
    if not url.endswith("/bot"):
        raise ValueError(text)
    return url


@group("telegram")
class TelegramSettings:
    """The bot's account at Telegram."""

    token: str = setting(
        "", _token, "a bot token as BotFather gives it", "Empty: the playground is used instead.", secret=True
    )
    base_url: str = setting(
        "https://api.telegram.org/bot",
        _base_url,
        "an http or https URL that ends in /bot",
        "The Bot API server; the token is appended.",
    )
    base_file_url: str = setting(
        "https://api.telegram.org/file/bot",
        _base_url,
        "an http or https URL that ends in /bot",
        "Where files are fetched; the token is appended.",
    )
    files_max_mb: int = setting(
        20,
        whole_number(1, 2000),
        "megabytes from 1 to 2000",
        "How large a file the Bot API server hands out: 20 at Telegram's, 2000 at your own with --local.",
    )
    files_folder: Path | None = setting(
        None,
        optional_folder,
        "the path of a folder",
        "The working folder of your own Bot API server with --local: files are read there, and then deleted.",
    )
    mode: str = setting("polling", one_of("polling", "webhook"), "polling or webhook", "How updates arrive.")
    webhook_secret: str = setting(
        "",
        _secret,
        "16 to 256 characters of A-Z a-z 0-9 _ -",
        "Telegram repeats it in a header of every delivery; needed for a webhook.",
        secret=True,
    )
    webhook_check_seconds: int = setting(
        60,
        whole_number(1, 3600),
        "a number from 1 to 3600",
        "How often the bot asks Telegram whether the webhook is still ours.",
    )
    messages_per_second: int = setting(
        30, whole_number(1, 1000), "a number from 1 to 1000", "How many messages go out in a second at most."
    )
