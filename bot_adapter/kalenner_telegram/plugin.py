"""The plugin."""

from kalenner.hooks import hookimpl
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.settings import Settings, WebSettings
from kalenner_telegram.personal_data import TABLES
from kalenner_telegram.settings import TelegramSettings


def check(settings: Settings) -> list[str]:
    """Refuse a webhook that Telegram could not use."""
    telegram = settings.of(TelegramSettings)
    if telegram.mode != "webhook":
        return []
    faults = []
    if not telegram.token:
        faults.append("telegram.token: expected a bot token, because telegram.mode is webhook")
    if not telegram.webhook_secret:
        faults.append("telegram.webhook_secret: expected a secret, because telegram.mode is webhook")
    if not settings.of(WebSettings).public_url:
        faults.append("web.public_url: expected the public address, because telegram.mode is webhook")
    return faults


plugin = Plugin(name="telegram", title="Telegram", package="kalenner_telegram", has_tables=True, check=check)


@hookimpl
def platform_settings() -> list[type]:
    """Declare the bot's settings."""
    return [TelegramSettings]


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
