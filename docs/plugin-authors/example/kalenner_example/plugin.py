"""What the plugin says of itself, and what it answers when the platform asks."""

from sqlalchemy import select

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import MenuEntry, MenuSubject
from kalenner.people import Client
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner_example import _, routes
from kalenner_example.models import Pin

plugin = Plugin(
    name="example", title="Local time of specialists", package="kalenner_example", has_tables=True
)


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: MenuSubject) -> list[MenuEntry]:
    """Add a button to the card of a specialist; `subject` is the link between client and specialist."""
    if menu != "specialist_card" or not isinstance(subject, Client):
        return []
    label, press = request.label(_("button-local-time")), routes.time(provider=subject.provider_id)
    return [MenuEntry("example", label, press, row=90)]


@hookimpl
def platform_menu_lines(request: Request, menu: str) -> list[Contribution]:
    """Tell the time of the specialists that a client has pinned."""
    if menu != "client":
        return []
    pinned = select(Client).join(Pin, Pin.client_id == Client.id)
    clients = request.dbsession.scalars(pinned.where(Client.account_id == request.account.id))
    now = request.clock.now()
    return [
        Contribution(
            key=f"example.{client.id}",
            text=request.label(
                _("line-local-time"),
                name=client.provider.nickname,
                time=f"{now.astimezone(client.provider.zone):%H:%M}",
            ),
            weight=90,
        )
        for client in clients
    ]
