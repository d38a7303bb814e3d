"""What the playground shows of the product behind the bot: who offers services, a page, sample faces."""

from collections.abc import Callable

from pyramid.request import Request
from sqlalchemy import exists, select

from kalenner.home.sample import number_of
from kalenner.home.sample_faces import FACES
from kalenner.people.models import Client, Identity, Provider
from kalenner.registry import RegistryKey
from kalenner.web.sitemap import SITEMAPS
from kalenner_playground.store import JsonObject

# The playground has few people, so all of them are read at once.
_ROLES = (
    select(
        Identity.subject,
        exists().where(Provider.account_id == Identity.account_id),
        exists().where(Client.account_id == Identity.account_id, Client.removed_at.is_(None)),
    )
    .where(Identity.channel == "telegram")
    .order_by(Identity.id)
)
_CLIENT_AND_PROFESSIONAL = (
    select(Client.account_id, Provider.account_id)
    .join(Provider, Client.provider_id == Provider.id)
    .where(Client.removed_at.is_(None), Client.blocked_at.is_(None))
    .order_by(Client.id)
    .limit(1)
)
_SUBJECT = select(Identity.subject).where(Identity.channel == "telegram")


def product_state(request: Request) -> JsonObject:
    """Return roles and drawn faces by the person's id, a client with the professional, and a page's path."""
    roles = {
        subject: [role for role, holds in (("professional", offers), ("client", books)) if holds]
        for subject, offers, books in request.dbsession.execute(_ROLES)
    }
    accounts = request.dbsession.execute(_CLIENT_AND_PROFESSIONAL).first() or ()
    pair = [
        request.dbsession.scalar(_SUBJECT.where(Identity.account_id == account_id)) for account_id in accounts
    ]
    pages = (entry.path for listing in SITEMAPS.of(request.registry) for entry in listing(request))
    return {
        "roles": roles,
        "faces": {subject: face for subject in roles if (face := _face(subject))},
        "pair": [int(subject) for subject in pair if subject is not None],
        "page": next(pages, None),
    }


def _face(subject: str) -> str | None:
    """Return where the drawn face of a sample person is; None for others."""
    number = number_of(int(subject))
    return f"faces/{number}.png" if number in FACES else None


PRODUCT: RegistryKey[Callable[[Request], JsonObject]] = RegistryKey("playground.product")
"""What answers for the product; there is none where the playground stands alone."""
