"""What has arrived: transfers of a statement beside what is to be paid, and entering what is confirmed.

Nothing of a statement is stored before it is confirmed. What the page offers travels sealed with the page.
"""

import binascii
import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from dataclasses import dataclass

from pyramid.request import Request

from kalenner.database import lock
from kalenner.files import provider_tenant
from kalenner.people import Account, Provider, lock_of
from kalenner.security import CIPHER, Binding, Tampered
from kalenner_bank_transfer.models import EnteredTransfer
from kalenner_bank_transfer.queries import entered_marks
from kalenner_bank_transfer.references import in_plain
from kalenner_bank_transfer.services import BankDetailsService
from kalenner_bank_transfer.transfer import Transfer
from kalenner_payments.api import MoreThanDue, PaymentService, list_due
from kalenner_scheduling.api import Appointment

STATEMENT = "bank_transfer.statement"
"""The kind of upload."""
MOST_AWAITED = 500
MOST_MATCHES = 100
MOST_OTHERS = 200


@dataclass(frozen=True)
class Awaited:
    """An appointment with what is due for it, and the reference of its transfer."""

    appointment: Appointment
    due_minor: int
    reference: str


@dataclass(frozen=True)
class Match:
    """A transfer whose purpose names the reference of what is awaited; `offer` is what confirming sends.

    There is no offer for more than what is due, which is for the professional to think about.
    """

    transfer: Transfer
    awaited: Awaited
    offer: str | None

    @property
    def is_exact(self) -> bool:
        """Whether it is what is due."""
        return self.transfer.minor == self.awaited.due_minor


@dataclass(frozen=True)
class Proposals:
    """What a statement is proposed to be: matches, other transfers, and how many were entered before."""

    matches: list[Match]
    others: list[Transfer]
    known: int


def list_awaited(request: Request, provider_id: int) -> list[Awaited]:
    """Return what may be transferred to a provider's accounts, the latest appointments first."""
    details = request.find_service(BankDetailsService)
    return [
        Awaited(appointment, due, details.reference(appointment))
        for account in details.list_accounts(provider_id)
        for appointment, due in list_due(request.dbsession, provider_id, account.currency, MOST_AWAITED)
    ]


def propose(request: Request, provider: Provider, transfers: list[Transfer]) -> Proposals:
    """Return which transfers pay for what, by reference; nothing is stored."""
    key = request.find_service(BankDetailsService).key_of(provider.id) or b""
    marks = _marks(key, transfers)
    known = entered_marks(request.dbsession, provider.id, marks)
    awaited = {in_plain(each.reference): each for each in list_awaited(request, provider.id)}
    matches: list[Match] = []
    others: list[Transfer] = []
    for transfer, mark in zip(transfers, marks, strict=True):
        if mark in known:
            continue
        purpose = in_plain(transfer.purpose)
        found = [
            each
            for reference, each in awaited.items()
            if reference in purpose and each.appointment.currency == transfer.currency
        ]
        if len(found) == 1:
            matches.append(_match(request, provider, transfer, found[0], mark))
        else:
            others.append(transfer)
    return Proposals(matches, others, len(known))


def _match(request: Request, provider: Provider, transfer: Transfer, awaited: Awaited, mark: bytes) -> Match:
    if transfer.minor > awaited.due_minor:
        return Match(transfer, awaited, None)
    values = json.dumps([awaited.appointment.id, transfer.minor, mark.hex()]).encode()
    sealed = CIPHER.of(request.registry).seal(values, **_binding(provider.id))
    return Match(transfer, awaited, urlsafe_b64encode(sealed).decode())


def enter_offers(request: Request, provider: Provider, by: Account, offers: list[str]) -> tuple[int, int]:
    """Enter what was confirmed; return how many payments it are, and how many could not be entered.

    A transfer is entered once, whatever is sent how often, and never more than what is due.
    """
    lock(request.dbsession, lock_of(provider.id))
    entered = refused = 0
    for offer in offers[:MOST_MATCHES]:
        if _enter(request, provider, by, offer):
            entered += 1
        else:
            refused += 1
    return entered, refused


def _enter(request: Request, provider: Provider, by: Account, offer: str) -> bool:
    try:
        sealed = urlsafe_b64decode(offer.encode())
        appointment_id, minor, mark_hex = json.loads(
            CIPHER.of(request.registry).open(sealed, **_binding(provider.id))
        )
    except (Tampered, binascii.Error, ValueError):
        return False
    mark = bytes.fromhex(mark_hex)
    appointment = request.dbsession.get(Appointment, appointment_id)
    if appointment is None or entered_marks(request.dbsession, provider.id, [mark]):
        return False
    try:
        entry = request.find_service(PaymentService).add_payment(appointment, minor, by)
    except MoreThanDue:
        return False
    request.dbsession.add(EnteredTransfer(provider_id=provider.id, mark=mark, entry_id=entry.id))
    request.dbsession.flush()
    return True


def _marks(key: bytes, transfers: list[Transfer]) -> list[bytes]:
    """Return what tells transfers apart; equal ones of a statement are counted, such as two of one day."""
    seen: Counter[Transfer] = Counter()
    marks = []
    for transfer in transfers:
        seen[transfer] += 1
        day = "" if transfer.day is None else transfer.day.isoformat()
        values = [transfer.currency, transfer.minor, day, in_plain(transfer.purpose), seen[transfer]]
        marks.append(hmac.digest(key, f"transfer:{json.dumps(values)}".encode(), hashlib.sha256))
    return marks


def _binding(provider_id: int) -> Binding:
    return {
        "table": "bank_transfer.offer",
        "row": str(provider_id),
        "tenant": provider_tenant(provider_id),
    }
