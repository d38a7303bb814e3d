"""A browser that opens addresses of documents."""

import re
from urllib.parse import unquote

from pyramid.request import Request
from tests.plugins.documents.steps import People
from webtest import TestApp, TestResponse

from kalenner.people import AccountService
from kalenner.testing import Person
from kalenner.testing.channel import NAME
from kalenner.web.memory import answering_from_memory

_DISPOSITION = re.compile(
    r'attachment; filename="([ !#-\[\]-~]+)"(?:; filename\*=UTF-8\'\'((?:[\w!#$&+.^`|~-]|%[0-9A-F]{2})+))?',
    re.ASCII,
)
CLOSED = "This link is no longer open"


class Browser:
    """Opens what the bot gives out."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.web = TestApp(answering_from_memory(people.stage.app))

    def download_path(self, person: Person, kind: str, object_id: int, version: int = 0) -> str:
        """Return the path of an address that was made for a person."""
        return self._path(
            person, lambda request, account: request.download_url(account, kind, object_id, version)
        )

    def upload_path(self, person: Person, kind: str, object_id: int) -> str:
        """Return the path of a form that was made for a person."""
        return self._path(person, lambda request, account: request.upload_url(account, kind, object_id))

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open an address, whatever is answered."""
        return self.web.get(path, headers=headers, expect_errors=True)

    def is_closed(self, path: str) -> bool:
        """Open an address; tell whether it gives nothing."""
        page = self.get(path)
        return page.status_int == 404 and CLOSED in page.text and "Content-Disposition" not in page.headers

    def _path(self, person: Person, make) -> str:
        def work(request: Request) -> str:
            account = request.find_service(AccountService).find(NAME, person.subject)
            url: str = make(request, account)
            return url.removeprefix(request.public_url(""))

        return self._people.stage.run(work)


def saved_as(answer: TestResponse) -> str:
    """Return the name that a browser saves a file under; the header must have the grammar of RFC 6266."""
    match = _DISPOSITION.fullmatch(answer.headers["Content-Disposition"])
    assert match is not None
    plain, extended = match.groups()
    return plain if extended is None else unquote(extended, errors="strict")
