"""The plugin of payment links, and what it answers when the platform and scheduling ask."""

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry, MenuSubject, SampleProfessional
from kalenner.hooks.privacy import PersonalTable
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_payment_links import menus
from kalenner_payment_links.personal_data import TABLES
from kalenner_payment_links.queries import list_packages
from kalenner_payment_links.sample import fill
from kalenner_payment_links.settings import PaymentLinksSettings

plugin = Plugin(
    name="payment_links",
    title="Links by which clients pay for services, and packages",
    package="kalenner_payment_links",
    requires=("scheduling", "payments"),
    has_tables=True,
)


@hookimpl
def platform_settings() -> list[type]:
    """Declare where the question for a link leads."""
    return [PaymentLinksSettings]


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add the link of a service, and the ways to pay."""
    return menus.entries(request, menu, subject)


@hookimpl
def scheduling_packages(request: Request, provider_id: int) -> list[int]:
    """Take packages out of booking."""
    return list_packages(request.dbsession, provider_id)


@hookimpl
def platform_sample_filled(request: Request, sample: SampleProfessional) -> None:
    """Give a sample professional a link and a package."""
    fill(request, sample)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
