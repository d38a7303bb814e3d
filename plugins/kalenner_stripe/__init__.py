"""Payments that record themselves: what Stripe says of a professional's own account.

- `models.py`: the account's secret, the events as they came, and which payment each has become.
- `signatures.py` says whether an event is Stripe's, `events.py` what it means.
- `webhook.py` stores an event before it answers; `recording.py` handles it once, by itself.
- `secret_page.py` is where the secret is entered: never in the chat.
- `screens/`: the settings, and what waits to be assigned.
"""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

_ = TranslationStringFactory("kalenner_stripe")


def includeme(config: Configurator) -> None:
    """Register the services, the webhook, the page, the task and the screens."""
    config.include("kalenner_stripe.accounts")
    config.include("kalenner_stripe.recording")
    config.include("kalenner_stripe.webhook")
    config.include("kalenner_stripe.secret_page")
    config.scan("kalenner_stripe.screens")
