"""Hooks of the platform: settings, menus, set-up steps, start links, sample data."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from kalenner.drawings import Drawing
from kalenner.hooks import hookspec
from kalenner.hooks.contribution import Contribution
from kalenner.hooks.objects import AccountLike, ClientLike, PlaceLike, ProviderLike, ScreenLike
from kalenner.hooks.request import HookRequest
from kalenner.hooks.scheduling import AppointmentFact, ServiceFact
from kalenner.route import Press, TokenRoute

MenuSubject: TypeAlias = (
    ClientLike | ProviderLike | AppointmentFact | Sequence[AppointmentFact] | ServiceFact | date | None
)
"""What a card is about; which menu has which is in the guide. None where the menu is about nothing."""


@dataclass(frozen=True)
class MenuEntry:
    """One button of a menu: where its `press` leads, in the menu's `row`, sorted by weight, then key."""

    key: str
    label: str
    press: Press
    weight: int = 50
    row: int = 50


@dataclass(frozen=True)
class SetupStep:
    """One step of setting up a practice; an optional one is not waited for."""

    key: str
    label: str
    press: Press
    is_done: bool
    weight: int
    is_optional: bool = False


@dataclass(frozen=True)
class BookingLink:
    """A link by which anybody becomes a client, and its QR code as a PNG, made or to be drawn."""

    url: str
    code: bytes | Drawing


@dataclass(frozen=True)
class TranslatableText:
    """A text that a professional may give in other languages too; `text` is the one in the own language.

    `field` is its name within its subject, `label` what it is called, `most` how many characters it may have.
    `kind` is ``line``, ``lines``, or ``formatted`` for one with bold, italic, underlined words and links.
    """

    field: str
    label: str
    text: str
    most: int
    kind: Literal["line", "lines", "formatted"] = "line"


@dataclass(frozen=True)
class StartPayload:
    """A kind of start link: everything after `prefix` goes to the screen of `route` as its ``token``."""

    prefix: str
    route: TokenRoute


@dataclass(frozen=True)
class Command:
    """One command of the operator's command line: ``kalenner NAME …``.

    `arguments` declares what it takes on its parser; `run` does it as one unit of work and returns the exit
    code. What `run` prints goes to the operator, in English.
    """

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[HookRequest, Namespace], int]


@dataclass(frozen=True)
class SampleProfessional:
    """One professional of the sample world, with the clients that belong to the practice."""

    key: str
    provider: ProviderLike
    clients: Sequence[ClientLike]


@hookspec
def platform_settings() -> list[type]:  # type: ignore[empty-body]
    """Contribute groups of settings, made with ``kalenner.settings.group``.

    Called when: the process starts.
    In transaction? no – there is no database yet.
    Return: a list of settings classes; two plugins may not declare one group.
    If it raises: the plugin is set aside, and the log names it.
    """


@hookspec
def platform_start_payloads() -> list[StartPayload]:  # type: ignore[empty-body]
    """Contribute kinds of start links (``/start PREFIX…``).

    Called when: the process starts.
    In transaction? no.
    Return: a list; two plugins may not claim one prefix.
    If it raises: the plugin is set aside, and the log names it.
    """


@hookspec
def platform_commands() -> list[Command]:  # type: ignore[empty-body]
    """Contribute commands to the command line.

    Called when: the process starts, the plugins are listed, and a command is typed that the core does not
    know.
    In transaction? no – what a command runs is a unit of work of its own.
    Return: a list; two plugins may not claim one name.
    If it raises: the plugin is set aside, and the log names it.
    """


@hookspec
def platform_help_folders() -> list[Path]:  # type: ignore[empty-body]
    """Contribute folders with answers to questions that people ask, each a file such as ``add.en.md``.

    Called when: help is shown for the first time, and by ``kalenner help``.
    In transaction? no.
    Return: a list of folders within the plugin's package; two answers may not have one name.
    If it raises: its answers are missing, and the log names it.
    """


@hookspec
def platform_menu_entries(request: HookRequest, menu: str, subject: MenuSubject) -> list[MenuEntry]:  # type: ignore[empty-body]
    """Contribute buttons to a menu; `subject` is what a card shows, else None.

    Called when: a menu is shown: start (a newcomer's), professional, organization (its owners'), office,
    client, settings, settings.service, settings.schedule, settings.general, settings.organization,
    setup.finish, clients, client_card (subject: the client), specialist_card (subject: the reader's own link
    to the specialist); and those that plugins show, such as organization_card (a member's; subject: the
    organization), member_card (an owner's; subject: the member), member_left (subject: who has left a team),
    appointment and my_appointment (subject: an AppointmentFact), appointments_ticked (subject: their list),
    service (subject: a ServiceFact), calendar_day (subject: the date), private_documents (subject: the link
    between client and specialist), appointment_message (below what a client is told of an appointment;
    subject: an AppointmentFact).
    In transaction? yes – but only read.
    Return: a list, empty where the menu is not the plugin's concern.
    If it raises: its entries are left out, and the log names it.
    """


@dataclass(frozen=True)
class ClientMark:
    """What stands in front of one row of a list of clients or specialists, such as ``💬 2``."""

    client_id: int
    text: str


@hookspec
def platform_client_marks(request: HookRequest, client_ids: Sequence[int]) -> list[ClientMark]:  # type: ignore[empty-body]
    """Mark rows of the list of clients or specialists; `client_ids` are those of the links on its page.

    Called when: the reader's clients or specialists are listed.
    In transaction? yes – but only read, in as many statements for a page as for one row.
    Return: a list of marks in the reader's language, none for a row without anything to say.
    If it raises: its marks are left out, and the log names it.
    """


@hookspec
def platform_menu_lines(request: HookRequest, menu: str) -> list[Contribution]:  # type: ignore[empty-body]
    """Contribute to the headline of a menu.

    Called when: the menu ``professional``, ``organization`` or ``client`` is shown, or one of the settings.
    In transaction? yes – but only read.
    Return: a list of short texts in the reader's language.
    If it raises: its part is left out, and the log names it.
    """


@hookspec
def platform_setup_steps(request: HookRequest, provider: ProviderLike) -> list[SetupStep]:  # type: ignore[empty-body]
    """Contribute steps of setting up a practice.

    Called when: the set-up list is shown, and after each step.
    In transaction? yes – but only read.
    Return: a list of steps and whether each is done.
    If it raises: its steps are left out, and the log names it.
    """


@hookspec(firstresult=True)
def platform_find_booking_link(request: HookRequest, provider: ProviderLike) -> BookingLink | None:
    """Say by which link people become clients of a provider.

    Called when: the end of the set-up is shown.
    In transaction? yes – but only read.
    Return: a link that lets somebody in now, or None; the first answer counts.
    If it raises: the end of the set-up shows no link, and the log names it.
    """


@hookspec
def platform_sample_filled(request: HookRequest, sample: SampleProfessional) -> None:
    """A professional of the sample world has been made; add what the plugin has to show.

    Called when: ``kalenner demo-data`` runs, or the playground starts on an empty database.
    In transaction? yes – one for all of the sample.
    Return: nothing.
    If it raises: its part of the sample is missing, and the log names it.
    """


@hookspec
def platform_zone_consequences(  # type: ignore[empty-body]
    request: HookRequest, account: AccountLike, zone: ZoneInfo
) -> list[Contribution]:
    """Say what moving an account to another time zone would bring about.

    Called when: a person has chosen a time zone other than the present one, before it is set.
    In transaction? yes – but only read.
    Return: a list of lines in the reader's language, empty where nothing is hit.
    If it raises: its lines are left out, and the log names it.
    """


@hookspec
def platform_provider_closed(request: HookRequest, provider: ProviderLike) -> None:
    """An organization was dissolved; end what is public of it.

    Called when: after its team and clients were parted with.
    In transaction? yes – write rows, and promise notifications with ``request.notify``.
    Return: nothing.
    If it raises: what the plugin wrote is undone, the organization stays dissolved, and the log names it.
    """


@hookspec
def platform_client_removed(request: HookRequest, client: ClientLike) -> None:
    """A client was removed or blocked by the professional.

    Called when: after the link to the client was closed, in either way.
    In transaction? yes – write rows, and promise notifications with ``request.notify``.
    Return: nothing.
    If it raises: what the plugin wrote is undone, the client stays removed, and the log names it.
    """


@hookspec
def platform_client_left(request: HookRequest, client: ClientLike) -> None:
    """A client has removed the specialist.

    Called when: after the link to the specialist was closed.
    In transaction? yes – write rows, and promise notifications with ``request.notify``.
    Return: nothing.
    If it raises: what the plugin wrote is undone, the link stays closed, and the log names it.
    """


@hookspec
def platform_client_consequences(request: HookRequest, client: ClientLike) -> list[Contribution]:  # type: ignore[empty-body]
    """Say what removing or blocking a client would bring about.

    Called when: a professional is asked before a client is removed or blocked.
    In transaction? yes – but only read.
    Return: a list of lines in the reader's language.
    If it raises: its lines are left out, and the log names it.
    """


@hookspec
def platform_used_files(request: HookRequest, provider: ProviderLike, keys: Sequence[str]) -> list[str]:  # type: ignore[empty-body]
    """Keep files of a provider's pictures that are about to be forgotten.

    Called when: a picture is replaced or deleted, with the `keys` of all of its files.
    In transaction? yes – but only read.
    Return: those that are still needed, such as by a published page; who names one forgets it later.
    If it raises: the files it would have named are forgotten, and the log names it.
    """


@dataclass(frozen=True)
class MapLink:
    """A place on a map: `key` and `label` name the map, such as "Google Maps"."""

    key: str
    label: str
    url: str
    weight: int = 50


@hookspec(firstresult=True)
def platform_find_address(request: HookRequest, provider: ProviderLike) -> str | None:
    """Say where a provider's practice is.

    Called when: an address is offered as a location.
    In transaction? yes – but only read.
    Return: the address, which may have several lines, or None; the first answer counts.
    If it raises: no address is offered, and the log names it.
    """


@hookspec(firstresult=True)
def platform_propose_address(request: HookRequest, provider: ProviderLike) -> str | None:
    """Propose what could be a provider's address, where none was entered.

    Called when: the address of the contact information is asked for, or is missing.
    In transaction? yes – but only read.
    Return: the text, which may have several lines, or None; the first answer counts.
    If it raises: nothing is proposed, and the log names it.
    """


@dataclass(frozen=True)
class PublicContact:
    """How anybody reaches a practice, as its professional has published it; empty texts are left out.

    `phone` is written as people write it; `page_url` leads to the profile page.
    """

    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    page_url: str = ""


@hookspec(firstresult=True)
def platform_find_contact(request: HookRequest, provider: ProviderLike) -> PublicContact | None:
    """Say how a client reaches a provider, by what the professional has made public.

    Called when: a client is shown a specialist, or that something is no longer possible by themselves.
    In transaction? yes – but only read.
    Return: what is public, or None where nothing is; the first answer counts.
    If it raises: no contact is shown, and the log names it.
    """


@hookspec
def platform_map_links(request: HookRequest, place: PlaceLike | str) -> list[MapLink]:  # type: ignore[empty-body]
    """Show a place on maps; `place` is an address or a :class:`kalenner.screens.Place`.

    Called when: a location is shown with a button, or an address on a page.
    In transaction? yes – but only read.
    Return: a list, empty where there is no such map for it.
    If it raises: its maps are left out, and the log names it.
    """


@hookspec(firstresult=True)
def platform_find_landing(request: HookRequest, client: ClientLike, landing_id: int) -> ScreenLike | None:
    """Show a client what the link names by which they came, such as one service to book.

    Called when: a person has come by "Book this service" on a profile page, and is a client by now.
    In transaction? yes – but only read.
    Return: a screen, or None where the id names nothing to show; the first answer counts.
    If it raises: the specialist is shown instead, and the log names it.
    """


@hookspec(firstresult=True)
def platform_find_menu(request: HookRequest, menu: str) -> Press | None:
    """Say where a menu that a plugin shows is found, such as ``profile``.

    Called when: a screen that is opened from such a menu shows its way back.
    In transaction? yes – but only read.
    Return: the press that shows the menu, or None where it is not the plugin's; the first answer counts.
    If it raises: the way back leads to the settings, and the log names it.
    """


@hookspec
def platform_translatable_texts(  # type: ignore[empty-body]
    request: HookRequest, provider: ProviderLike, subject: str
) -> list[TranslatableText]:
    """List the texts of a subject, such as ``service-12``, that a provider may give in other languages.

    Called when: the screens of translations are shown, which a plugin leads to with a subject of its own.
    In transaction? yes – but only read.
    Return: a list in the order they are shown, those without a text left out; none for another's subject.
    If it raises: its texts cannot be translated until it is mended, and the log names it.
    """


@hookspec(firstresult=True)
def platform_find_subject(request: HookRequest, provider: ProviderLike, subject: str) -> Press | None:
    """Say where the texts of a subject are changed in the provider's own language.

    Called when: the screens of translations are left.
    In transaction? yes – but only read.
    Return: where it is, or None for another's subject; the first answer counts.
    If it raises: the next plugin is asked, at last the general settings are shown, and the log names it.
    """
