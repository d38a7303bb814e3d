"""The same matches are confirmed by many at once: each transfer is entered once, on both databases."""

import threading

from pyramid.request import Request
from tests.plugins.bank_transfer.steps import TEN, People
from tests.plugins.payments.payment_steps import charge, paid

from kalenner.people import Provider
from kalenner.units import run_unit
from kalenner_bank_transfer.receiving import enter_offers, propose
from kalenner_bank_transfer.transfer import Transfer

AT_ONCE = 8


def enter(request: Request, offers: list[str]) -> tuple[int, int]:
    provider = request.dbsession.get_one(Provider, 1)
    return enter_offers(request, provider, provider.professional, offers)


def test_a_transfer_is_entered_once_however_many_confirm_it(people: People) -> None:
    charge(people, people.olga, 10_000)
    people.keep()
    made = people.accepted(TEN)
    # Half of what is due: a second one would be taken too, if the transfer were not known.
    transfer = Transfer("EUR", 5_000, None, "Ada", people.reference(made))

    def offer(request: Request) -> str:
        [match] = propose(request, request.dbsession.get_one(Provider, 1), [transfer]).matches
        assert match.offer is not None
        return match.offer

    offered = people.read(offer)
    ends: list[tuple[int, int]] = []
    start = threading.Barrier(AT_ONCE)

    def confirm() -> None:
        start.wait(60)
        ends.append(
            run_unit(
                people.stage.app,
                "command/test",
                lambda request: enter(request, [offered]),
            )
        )

    threads = [threading.Thread(target=confirm) for _each in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(ends) == [(0, 1)] * (AT_ONCE - 1) + [(1, 0)]
    assert paid(people, made) == 5_000


def test_two_equal_transfers_of_a_statement_are_two(people: People) -> None:
    """The control: what makes the one above fail is the mark, not the amount."""
    charge(people, people.olga, 10_000)
    people.keep()
    made = people.accepted(TEN)
    transfer = Transfer("EUR", 5_000, None, "Ada", people.reference(made))

    def confirm(request: Request) -> tuple[int, int]:
        provider = request.dbsession.get_one(Provider, 1)
        matches = propose(request, provider, [transfer, transfer]).matches
        return enter(request, [match.offer or "" for match in matches])

    assert people.stage.run(confirm) == (2, 0)
    assert paid(people, made) == 10_000
