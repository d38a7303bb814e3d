"""The playground: a fake Bot API, and a page on which one person can act as several people."""

from urllib.parse import urlsplit

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError

from kalenner_playground.fake_telegram import TOKEN
from kalenner_playground.links import is_loopback


def reason_against(settings: dict[str, object]) -> str:
    """Return why the playground must not be served with these settings, "" if it may.

    Whoever opens its page can act as any account, so it excludes a real bot and a public address.
    """
    token = str(settings.get("telegram.token") or "")
    if token not in {"", TOKEN}:
        return "telegram.token is set: the playground pretends to be Telegram and is no place for a real bot"
    for name in ("web.public_url", "web.host"):
        value = str(settings.get(name) or "")
        host = urlsplit(value).hostname if "//" in value else value
        if host and not is_loopback(host):
            return f"{name} is {value}: the playground is served on this machine only"
    return ""


def includeme(config: Configurator) -> None:
    """Add the playground to the application; raises `ConfigurationError` where it must not be."""
    reason = reason_against(config.get_settings())
    if reason:
        raise ConfigurationError(reason)
    config.include(".routes")
