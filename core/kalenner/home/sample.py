"""The people of the sample world: three professionals and their clients."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select

from kalenner.delivery import channels_of
from kalenner.files import PictureSet, make_logo_sizes
from kalenner.home.pictures import Logo, files_of, set_logo
from kalenner.home.sample_faces import face_picture
from kalenner.hooks.platform import SampleProfessional
from kalenner.people import Account, AccountService, ClientService, Provider, ProviderService
from kalenner.people.models import Role
from kalenner.registry import RegistryKey
from kalenner.units import run_unit

BEYOND_REAL_IDS = 2**52
"""Ids on channels have at most 52 bits, so these ids belong to no real person."""
NO_CHANNEL = "sample"
"""The channel of their identities where none is registered."""


@dataclass(frozen=True)
class SamplePerson:
    """One person: a number, what the channel calls them, its language, and their time zone.

    The numbers put a professional and a client first, whom the playground shows side by side.
    """

    number: str
    name: str
    language: str
    zone: str

    @property
    def subject(self) -> str:
        """The id on the channel."""
        return str(BEYOND_REAL_IDS + int(self.number))


def number_of(subject: int) -> str:
    """Return the number that a sample person with this id on the channel has; of others any text."""
    return str(subject - BEYOND_REAL_IDS)


@dataclass(frozen=True)
class SamplePractice:
    """One professional, by which nickname, and the numbers of the clients."""

    key: str
    person: SamplePerson
    nickname: str
    clients: tuple[str, ...]


PRACTICES = (
    SamplePractice(
        "physiotherapist",
        SamplePerson("1001", "Lena", "de", "Europe/Berlin"),
        "Physio Lena Weber",
        ("2001", "2002", "2003", "2004", "2005", "2006", "3001"),
    ),
    SamplePractice(
        "tutor",
        SamplePerson("3001", "Ольга", "ru", "Europe/Moscow"),
        "Репетитор Ольга",
        ("2007", "2008", "2009", "2001"),
    ),
    SamplePractice(
        "hairdresser",
        SamplePerson("3002", "Camille", "fr", "Europe/Paris"),
        "Camille Coiffure",
        ("2010", "2011", "2012", "2003"),
    ),
)

# Names to try lists, buttons and messages with: long, short, of many scripts, with what looks like markup.
CLIENTS = (
    SamplePerson("2001", "Anna", "de", "Europe/Berlin"),
    SamplePerson("2002", "Bartholomäus Freiherr von und zu Hohenstein-Wallenberg", "de", "Europe/Vienna"),
    SamplePerson("2003", "Zoë 🌻", "en", "Europe/London"),
    SamplePerson("2004", "Bob <b>O’Neill</b> & Sons", "en", "America/New_York"),
    SamplePerson("2005", "Nguyễn Thị Minh Khai", "en", "Asia/Ho_Chi_Minh"),
    SamplePerson("2006", "李小龙", "en", "Asia/Shanghai"),
    SamplePerson("2007", "Ян", "ru", "Asia/Yekaterinburg"),
    SamplePerson("2008", "Александра Константиновна Преображенская-Воскресенская", "ru", "Europe/Moscow"),
    SamplePerson("2009", "Дмитрий", "ru", "Asia/Novosibirsk"),
    SamplePerson("2010", "Jean-Baptiste de la Tour d’Auvergne", "fr", "Europe/Paris"),
    SamplePerson("2011", "مريم", "fr", "Africa/Casablanca"),
    SamplePerson("2012", "Priya", "en", "Asia/Kolkata"),
)


DRAWN_BEFORE: RegistryKey[list[Callable[[], None]]] = RegistryKey("kalenner.sample_drawn_before", list)
"""What plugins draw for the sample: called before the transaction, and remembered by the plugin."""


def make_sample_where_empty(app: Router) -> list[SamplePerson]:
    """Make the sample world where there is nobody yet, as `fill_if_empty`, and draw its pictures before."""
    if run_unit(app, "command/demo-data", _has_people, only_reads=True):
        return []
    draw_pictures(app.registry)
    return run_unit(app, "command/demo-data", fill_if_empty)


def draw_pictures(registry: Registry) -> None:
    """Draw the pictures of the sample, which takes seconds, in no transaction."""
    for practice in PRACTICES:
        _logo(practice.person.number)
    for draw in DRAWN_BEFORE.of(registry):
        draw()


def _has_people(request: Request) -> bool:
    return request.dbsession.scalar(select(Account.id).limit(1)) is not None


def fill_if_empty(request: Request) -> list[SamplePerson]:
    """Make the sample world where there is nobody yet; return its people, none where there was somebody."""
    if _has_people(request):
        return []
    return make_sample(request)


def make_sample(request: Request) -> list[SamplePerson]:
    """Make the sample world's people, and let the plugins add what they have to show; return the people."""
    people = [*(practice.person for practice in PRACTICES), *CLIENTS]
    accounts = {person.number: sample_account(request, person) for person in people}
    providers, clients = request.find_service(ProviderService), request.find_service(ClientService)
    for practice in PRACTICES:
        account = accounts[practice.person.number]
        provider = providers.open_practice(account, practice.nickname)
        account.role = Role.PROFESSIONAL
        providers.note_finish_shown(provider)
        _show_face(request, provider, practice.person.number)
        links = [clients.connect(provider, accounts[number]) for number in practice.clients]
        request.hooks.platform_sample_filled(sample=SampleProfessional(practice.key, provider, links))
    return people


def _show_face(request: Request, provider: Provider, number: str) -> None:
    logo = _logo(number)
    if logo is not None:
        files, (face, sizes) = files_of(request), logo
        set_logo(request, provider, Logo(files.put(face, ".png"), files.put_variants(sizes)))


@cache
def _logo(number: str) -> tuple[bytes, PictureSet] | None:
    face = face_picture(number)
    return None if face is None else (face, make_logo_sizes(face))


def sample_account(request: Request, person: SamplePerson) -> Account:
    """Make the account as if the person had answered every question."""
    accounts: AccountService = request.find_service(AccountService)
    channel = next(iter(channels_of(request.registry)), NO_CHANNEL)
    account = accounts.get_or_make(channel, person.subject, person.language)
    account.client_name, account.timezone, account.role = person.name, person.zone, Role.CLIENT
    request.dbsession.flush()
    return account
