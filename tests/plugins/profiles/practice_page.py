"""A professional who publishes, and the folder the pages are written to."""

from pathlib import Path

from pyramid.request import Request
from sqlalchemy import select
from tests.core.home.people import provider_of
from tests.snapshots import prepared
from webtest import TestApp

from kalenner.people import AccountService, Provider, ProviderService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_invitations.models import PROFILE, Invitation
from kalenner_invitations.services import InvitationService
from kalenner_profiles import page_writer
from kalenner_profiles.publication_service import PublicationService
from kalenner_profiles.publications import Publication
from kalenner_profiles.targets import TARGET, FolderTarget
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.queries import list_services

LANGUAGES = ("en", "fr", "de", "ru")


def _open_practice(stage: Stage, name: str) -> Person:
    person = stage.person(name)
    person.send("/start")

    def open_practice(request: Request) -> None:
        account = request.find_service(AccountService).find(NAME, person.subject)
        account.timezone = "Europe/Berlin"
        provider = request.find_service(ProviderService).open_practice(account, name)
        request.dbsession.add(Service(provider_id=provider.id, name="Massage", minutes=60, position=1))

    stage.run(open_practice)
    return person


class Practice:
    """One professional with a service, on a stage, and the pages in a folder."""

    def __init__(self, stage: Stage, folder: Path, name: str = "Olga") -> None:
        self.stage = stage
        self.folder = folder
        TARGET.put(stage.app.registry, FolderTarget(folder))
        self.person: Person = prepared(stage, ("practice page", name), lambda: _open_practice(stage, name))

    @property
    def web(self) -> TestApp:
        """A browser."""
        return TestApp(self.stage.app)

    def work(self, do, *, only_reads=False):
        """Run a function of request and provider as a unit of work."""

        def run(request: Request):
            return do(request, provider_of(request, self.person))

        return self.stage.run(run, only_reads=only_reads)

    def publish(self) -> None:
        """Publish without a press, and write."""
        self.work(lambda request, provider: request.find_service(PublicationService).publish(provider).id)
        self.write()

    def write(self) -> int:
        """Write what is due."""
        return page_writer.write_due(self.stage.app)

    def invite(self, *, days: int = 365, is_single_use: bool = False) -> str:
        """Make the PROFILE link and return its payload."""

        def make(request: Request, provider: Provider) -> str:
            service: InvitationService = request.find_service(InvitationService)
            made = service.create(provider, PROFILE, days=days, is_single_use=is_single_use)
            return service.payload(made)

        return self.work(make)

    def change_invitation(self, verb: str, *args: object) -> None:
        """Let a verb of the service act on the PROFILE link, such as ``revoke``."""

        def change(request: Request, provider: Provider) -> None:
            service: InvitationService = request.find_service(InvitationService)
            open_links = select(Invitation).where(
                Invitation.provider_id == provider.id, Invitation.revoked_at.is_(None)
            )
            found = request.dbsession.scalars(open_links.where(Invitation.name == PROFILE)).one()
            getattr(service, verb)(found, *args)

        self.work(change)

    def row(self) -> Publication:
        """The publication, detached."""

        def find(request: Request, provider: Provider) -> Publication:
            row = request.find_service(PublicationService).find_row(provider.id)
            request.dbsession.expunge(row)
            return row

        return self.work(find)

    def service_id(self) -> int:
        """The id of the service."""
        return self.work(lambda request, provider: list_services(request.dbsession, provider.id)[0].id)

    def page(self, language: str = "en", slug: str = "olga") -> str:
        """What is in a page's file."""
        return (self.folder / language / slug / "index.html").read_text()

    def pages(self) -> list[str]:
        """The paths of all pages in the folder."""
        return sorted(str(one.parent.relative_to(self.folder)) for one in self.folder.rglob("index.html"))

    def files(self) -> list[str]:
        """The names of styles and pictures in the folder."""
        return sorted(one.name for one in (self.folder / "-" / "page").glob("*") if one.suffix != ".gz")
