"""What is stored of bank details, on both databases: sealed for its row, and references for good."""

import pytest
from pyramid.request import Request
from sqlalchemy import text
from tests.plugins.bank_transfer.steps import EURO, IBAN, People

from kalenner.people import Provider
from kalenner.security import Tampered
from kalenner_bank_transfer.accounts import EuroAccount, RubleAccount
from kalenner_bank_transfer.queries import takes
from kalenner_bank_transfer.services import BankDetailsService

RUBLE = RubleAccount(
    "Ольга", "40703810700001449489", "044525700", "Банк", "30101810200000000700", "7707083893"
)


def accounts(people: People, provider_id: int = 1) -> list[object]:
    return people.read(lambda request: request.find_service(BankDetailsService).list_accounts(provider_id))


def taken(people: People) -> list[bool]:
    currencies = ("EUR", "RUB", "USD")
    return people.read(lambda request: [takes(request.dbsession, 1, currency) for currency in currencies])


def test_an_account_a_currency_is_kept_and_forgotten(people: People) -> None:
    assert (accounts(people), taken(people)) == ([], [False, False, False])
    people.keep()
    people.keep(RUBLE)
    people.keep(EuroAccount("Olga again", "FR1420041010050500013M02606"))
    assert accounts(people) == [EuroAccount("Olga again", "FR1420041010050500013M02606"), RUBLE]
    assert taken(people) == [True, True, False]

    def remove(request: Request) -> None:
        service = request.find_service(BankDetailsService)
        service.remove(request.dbsession.get_one(Provider, 1), "EUR")

    people.stage.run(remove)
    assert (accounts(people), taken(people)) == ([RUBLE], [False, True, False])


def test_references_stay_when_the_account_changes(people: People) -> None:
    people.keep()
    made = people.accepted()
    before = people.reference(made)
    people.keep(RUBLE)
    people.keep(EuroAccount("Other", IBAN))

    assert people.reference(made) == before
    assert before.startswith("KAL-")
    assert len(before) == 13


def test_details_are_sealed_for_their_row(people: People) -> None:
    people.keep()
    people.add_professional("Rival")

    def look(request: Request) -> bytes:
        return bytes(request.dbsession.scalar(text("SELECT sealed FROM bank_transfer_details")))

    assert IBAN.encode() not in people.read(look)
    assert EURO.holder.encode() not in people.read(look)

    def steal(request: Request) -> None:
        columns = "takes_euros, takes_rubles, sealed, reference_key"
        request.dbsession.execute(
            text(
                f"INSERT INTO bank_transfer_details (provider_id, {columns})"
                f" SELECT 2, {columns} FROM bank_transfer_details WHERE provider_id = 1"
            )
        )

    people.stage.run(steal)
    with pytest.raises(Tampered):
        accounts(people, 2)
