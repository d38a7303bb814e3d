"""How a client reaches a specialist: what the professional has made public."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.hooks.platform import PublicContact
from kalenner.i18n import _
from kalenner.people import Provider
from kalenner.screens import Button, Link, lines
from kalenner.screens.model import Row


def find_contact(request: Request, provider: Provider) -> PublicContact:
    """Return what is public of a provider; empty where nothing is."""
    contact: PublicContact | None = request.hooks.platform_find_contact(provider=provider)
    return contact or PublicContact()


def contact_text(contact: PublicContact) -> Markup | None:
    """Return phone, e-mail, website and address, a line each; None where none of them is public."""
    marked = (
        ("☎️", contact.phone),
        ("✉️", contact.email),
        ("🌐", contact.website),
        ("📍", " · ".join(contact.address.splitlines())),
    )
    texts = [f"{mark} {text}" for mark, text in marked if text]
    return lines(*texts) if texts else None


def page_row(request: Request, contact: PublicContact) -> Row:
    """Return the row that opens the profile page; empty where there is none."""
    if not contact.page_url:
        return ()
    return (Button(request.label(_("button-profile-page")), Link(contact.page_url)),)
