"""How clients reach a provider: what stands on the page that is online, not what was only entered."""

from pyramid.request import Request
from sqlalchemy import bindparam, select

from kalenner.hooks.platform import PublicContact
from kalenner.people import Provider
from kalenner.themes import Content
from kalenner_profiles.addresses import PageAddresses
from kalenner_profiles.contacts import shown_phone
from kalenner_profiles.publications import Publication, Slug

_ONLINE = (
    select(Publication.content, Publication.paths, Slug.name)
    .join(Slug, (Slug.provider_id == Publication.provider_id) & Slug.left_at.is_(None))
    .where(Publication.provider_id == bindparam("provider_id"), Publication.is_online)
)


def find_public_contact(request: Request, provider: Provider) -> PublicContact | None:
    """Return the contact of a provider's published page; None as long as no page stands anywhere."""
    row = request.dbsession.execute(_ONLINE, {"provider_id": provider.id}).first()
    if row is None or not row.paths:
        return None
    contact = Content.from_json(row.content).contact
    return PublicContact(
        phone=shown_phone(contact.phone) if contact.phone else "",
        email=contact.email,
        website=contact.website,
        address=contact.address,
        page_url=PageAddresses(request, row.name).page(request.reader.language),
    )
