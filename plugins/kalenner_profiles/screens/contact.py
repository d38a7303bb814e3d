"""Contact information: website, e-mail, phone, address, each of which may be left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import colander
from markupsafe import Markup
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.home.setup import setup_row
from kalenner.i18n import DEFAULT_LANGUAGE
from kalenner.people import Account, Provider
from kalenner.people.policy import NotAvailable, ProviderContext
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import WebLink
from kalenner.screens.model import Row
from kalenner.screens.row_labels import fitted_names
from kalenner.themes.content import Contact
from kalenner_profiles import _, routes
from kalenner_profiles.contacts import example_phone, region_of, regions_of, shown_phone
from kalenner_profiles.content import ContentService
from kalenner_profiles.screens.answers import EmailAddress, PhoneNumber, PostalAddress

MOST_ADDRESS = 300
ADDRESS = "address"
BESIDE_ADDRESS = 10
"""How many characters of a button are left for what stands before an address."""


@dataclass(frozen=True)
class ContactField:
    """One way to reach a practice: its name in :class:`Contact`, its texts, and how it is asked for."""

    name: str
    button: TranslationString
    line: TranslationString
    prompt: TranslationString
    kind: Callable[[Account], Any]
    """The type of its answers, for whoever enters it."""


def _phone_number(account: Account) -> PhoneNumber:
    return PhoneNumber(regions_of(account), account.reading_language or DEFAULT_LANGUAGE)


FIELDS = (
    ContactField(
        "website",
        _("button-website"),
        _("contact-website"),
        _("ask-website"),
        lambda _account: WebLink(),
    ),
    ContactField(
        "email", _("button-email"), _("contact-email"), _("ask-email"), lambda _account: EmailAddress()
    ),
    ContactField("phone", _("button-phone"), _("contact-phone"), _("ask-phone"), _phone_number),
    ContactField(
        "address",
        _("button-address"),
        _("contact-address"),
        _("ask-address"),
        lambda _account: PostalAddress(MOST_ADDRESS),
    ),
)


class FieldContext(ProviderContext):
    """One of the fields, named by its place: the argument ``field``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        place = request.args["field"]
        if not 0 <= place < len(FIELDS):
            raise NotAvailable
        self.field = FIELDS[place]


def find_proposed_address(request: Request, provider: Provider, contact: Contact) -> str | None:
    """Return what could be the address while none is entered, such as where appointments take place."""
    if contact.address:
        return None
    proposed: str | None = request.hooks.platform_propose_address(provider=provider)
    return proposed if proposed and len(proposed) <= MOST_ADDRESS else None


def address_button(request: Request, proposed: str) -> Button:
    """Return the way to take what is proposed for the address."""
    place = next(number for number, field in enumerate(FIELDS) if field.name == ADDRESS)
    label = request.label(_("button-proposed-address"), address=_first_line(proposed))
    return Button(label, routes.profile_contact_change(field=place))


def _first_line(address: str) -> str:
    (line,) = fitted_names([address.partition("\n")[0]], BESIDE_ADDRESS)
    return line


def contact_lines(request: Request, contact: Contact) -> list[Markup]:
    """Return what is known of how to reach a practice, a line each."""
    return [
        request.text(field.line, value=value) for field in FIELDS if (value := _shown(contact, field.name))
    ]


@screen(routes.profile_contact, context=ProviderContext)
def show(context: ProviderContext, request: Request) -> Screen:
    """Show what is known, each to be changed or removed."""
    contact = request.find_service(ContentService).contact(context.provider.id)
    field_lines = contact_lines(request, contact)
    heading = _("contact-heading") if field_lines else _("contact-empty")
    return Screen(
        paragraphs(request.text(heading), lines(*field_lines)),
        rows=(*(_row(request, contact, place) for place in range(len(FIELDS))), *setup_row(request)),
        back=routes.profile(),
    )


def _row(request: Request, contact: Contact, place: int) -> Row:
    field = FIELDS[place]
    change = Button(request.label(field.button), routes.profile_contact_change(field=place))
    if not getattr(contact, field.name):
        return (change,)
    remove = routes.profile_contact_remove(field=place)
    return (change, Button(request.label(_("button-remove")), remove, Style.DANGER))


def form(context: FieldContext, request: Request) -> colander.SchemaNode:
    """Ask for one field."""
    field = context.field
    contact = request.find_service(ContentService).contact(context.provider.id)
    example = example_phone(region_of(context.account))
    proposed = find_proposed_address(request, context.provider, contact) if field.name == ADDRESS else None
    choices = [Choice(_first_line(proposed), proposed)] if proposed else []
    shown = _shown(contact, field.name)
    ask = Ask(field.prompt, choices, per_row=1, values={"example": example}, shown=shown)
    current = getattr(contact, field.name) or colander.null
    return form_of(question(field.name, field.kind(context.account), ask, current=current))


@screen(routes.profile_contact_change, context=FieldContext, form=form)
def change(context: FieldContext, request: Request) -> Screen:
    """Keep one field."""
    request.find_service(ContentService).set_contact(context.provider, **request.values)
    return request.show(routes.profile_contact(), notice=saved(request))


@screen(routes.profile_contact_remove, context=FieldContext)
def remove(context: FieldContext, request: Request) -> Screen:
    """Forget one field."""
    request.find_service(ContentService).set_contact(context.provider, **{context.field.name: ""})
    return request.show(routes.profile_contact(), notice=Notice(request.label(_("removed"))))


def _shown(contact: Contact, name: str) -> str:
    value: str = getattr(contact, name)
    return shown_phone(value) if name == "phone" and value else value
