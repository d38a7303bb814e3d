"""People who pay by bank transfer, and what the tests of them have in common."""

import datetime as dt
from io import BytesIO

import zxingcpp
from PIL import Image
from pyramid.request import Request
from tests.plugins.scheduling.people import People as SchedulingPeople
from webtest import TestApp, TestResponse, Upload

from kalenner.people import AccountService
from kalenner.testing import Person
from kalenner.testing.channel import NAME
from kalenner.web.memory import answering_from_memory
from kalenner_bank_transfer.accounts import BankAccount, EuroAccount
from kalenner_bank_transfer.receiving import STATEMENT
from kalenner_bank_transfer.services import BankDetailsService
from kalenner_scheduling.api import Appointment

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin: tomorrow, and free."""
IBAN = "DE89370400440532013000"
EURO = EuroAccount("Olga Müller", IBAN)


class People(SchedulingPeople):
    """The people of scheduling, who have accounts."""

    def keep(self, account: BankAccount = EURO) -> None:
        """Let Olga have an account."""

        def keep(request: Request) -> None:
            provider = request.find_service(AccountService).find(NAME, self.olga.subject).practice
            request.find_service(BankDetailsService).keep(provider, account)

        self.stage.run(keep)

    def reference(self, appointment_id: int) -> str:
        """Return the reference of an appointment."""

        def look(request: Request) -> str:
            appointment = request.dbsession.get_one(Appointment, appointment_id)
            return request.find_service(BankDetailsService).reference(appointment)

        return self.read(look)

    def accepted(self, starts_at: dt.datetime = TEN) -> int:
        """Return the id of an appointment of Ada that is accepted."""
        made = self.request(starts_at)
        self.accept(made)
        return made

    def statement_path(self, person: Person) -> str:
        """Return the path of the page for a statement."""

        def make(request: Request) -> str:
            account = request.find_service(AccountService).find(NAME, person.subject)
            url: str = request.upload_url(account, STATEMENT, 0)
            return url.removeprefix(request.public_url(""))

        return self.stage.run(make)

    def send_statement(self, content: bytes, name: str = "statement.csv") -> TestResponse:
        """Let Olga send a statement with the browser; return the page that answers."""
        web = TestApp(answering_from_memory(self.stage.app))
        path = self.statement_path(self.olga)
        return web.post(path, {"files": Upload(name, content)}, expect_errors=True)


def decoded(picture: bytes) -> str:
    """Return what an independent decoder reads in a picture."""
    [code] = zxingcpp.read_barcodes(
        Image.open(BytesIO(picture)).convert("L"), formats=zxingcpp.BarcodeFormat.QRCode
    )
    return code.bytes.decode()
