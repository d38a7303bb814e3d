"""The people of the sample world: three professionals and their clients."""

from dataclasses import dataclass

from pyramid.request import Request
from sqlalchemy import select

from kalenner.delivery import channels_of
from kalenner.files import make_logo_sizes
from kalenner.home.pictures import Logo, files_of, set_logo
from kalenner.home.sample_faces import face_picture
from kalenner.hooks.platform import SampleProfessional
from kalenner.people import Account, AccountService, ClientService, Provider, ProviderService
from kalenner.people.models import Role

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


def fill_if_empty(request: Request) -> list[SamplePerson]:
    """Make the sample world where there is nobody yet; return its people, none where there was somebody."""
    if request.dbsession.scalar(select(Account.id).limit(1)) is not None:
        return []
    return make_sample(request)


def make_sample(request: Request) -> list[SamplePerson]:
    """Make the sample world's people, and let the plugins add what they have to show; return the people."""
    people = [*(practice.person for practice in PRACTICES), *CLIENTS]
    accounts = {person.number: _account(request, person) for person in people}
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
    face = face_picture(number)
    if face is not None:
        files = files_of(request)
        sizes = files.put_variants(make_logo_sizes(face))
        set_logo(request, provider, Logo(files.put(face, ".png"), sizes))


def _account(request: Request, person: SamplePerson) -> Account:
    """Make the account as if the person had answered every question."""
    accounts: AccountService = request.find_service(AccountService)
    channel = next(iter(channels_of(request.registry)), NO_CHANNEL)
    account = accounts.get_or_make(channel, person.subject, person.language)
    account.client_name, account.timezone, account.role = person.name, person.zone, Role.CLIENT
    request.dbsession.flush()
    return account
