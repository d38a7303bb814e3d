"""Settings of payment links: the addresses that the question for a link leads to."""

from kalenner.settings import group, setting, url_of


@group("payment_links")
class PaymentLinksSettings:
    """Links by which clients pay for services."""

    create_url: str = setting(
        "https://dashboard.stripe.com/payment-links/create",
        url_of("https"),
        "an https address, or nothing",
        "Where [Create Stripe link] leads; with nothing there is no such button.",
    )
    countries_url: str = setting(
        "https://stripe.com/global",
        url_of("https"),
        "an https address, or nothing",
        "Where [Stripe in my country?] leads; with nothing there is no such button.",
    )
