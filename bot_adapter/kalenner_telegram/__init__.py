"""The Telegram adapter: the only package that knows Telegram's ways."""

from pyramid.config import Configurator
from pyramid.events import ApplicationCreated
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_telegram")


def includeme(config: Configurator) -> None:
    """Add the channel, the webhook's route and the task that clears old rows."""
    from kalenner_telegram.channel import TelegramChannel
    from kalenner_telegram.settings import TelegramSettings
    from kalenner_telegram.tasks import forget_old
    from kalenner_telegram.webhook import deliver

    channel = TelegramChannel(config.registry)
    config.add_channel(channel)
    config.add_subscriber(lambda event: channel.bind(event.app), ApplicationCreated)
    config.add_task("telegram.forget", forget_old, every_minutes=30)
    if config.registry["kalenner.settings"].of(TelegramSettings).mode == "webhook":
        config.add_route("telegram.webhook", "/-/telegram", request_method="POST")
        config.add_view(deliver, route_name="telegram.webhook", require_csrf=False)
