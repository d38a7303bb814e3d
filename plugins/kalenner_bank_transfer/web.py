"""The pages of a bank statement: what it is proposed to be, and what became of what was confirmed.

The first is the answer to the file, which is read in memory; other payers are shown there once.
"""

from pathlib import Path

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from kalenner.files import account_tenant
from kalenner.i18n import Translatable
from kalenner.people import Account
from kalenner.transfers import (
    AddressClosed,
    FormFile,
    ReadFile,
    UploadRequest,
    UploadTerms,
    closed_page,
    make_address,
    open_address,
)
from kalenner.web.layout import public_page, template
from kalenner.web.pages import LANGUAGE_PATTERN, only_read
from kalenner_bank_transfer import _
from kalenner_bank_transfer.errors import StatementFault, StatementRefused
from kalenner_bank_transfer.receiving import (
    MOST_MATCHES,
    MOST_OTHERS,
    STATEMENT,
    Proposals,
    enter_offers,
    propose,
)
from kalenner_bank_transfer.services import BankDetailsService
from kalenner_bank_transfer.statements import read_statement
from kalenner_scheduling.api import booked

WORD = "bank-transfer"
"""In the address of the form that confirms, and the purpose of its signature."""
VALID_SECONDS = 900
MOST_MEGABYTES = 2
_TEMPLATES = Path(__file__).parent / "templates"
_FAULTS = {
    StatementFault.UNKNOWN: _("statement-unknown"),
    StatementFault.BROKEN: _("statement-broken"),
    StatementFault.FORBIDDEN: _("statement-forbidden"),
    StatementFault.TOO_LONG: _("statement-too-long"),
}


def find_terms(request: Request, wanted: UploadRequest) -> UploadTerms | None:
    """Let a professional who has bank details send one statement at a time."""
    provider = wanted.account.practice
    if provider is None or not request.find_service(BankDetailsService).list_accounts(provider.id):
        return None
    tenant = account_tenant(wanted.account.id)
    return UploadTerms(_("statement-title"), tenant, MOST_MEGABYTES, 1, _("statement-limits"))


def show_proposals(request: Request, wanted: UploadRequest, files: list[FormFile]) -> Response:
    """Answer a statement with what its transfers are proposed to be."""
    provider, fault, proposals = wanted.account.practice, None, Proposals([], [], 0)
    assert provider is not None  # noqa: S101 -- as `find_terms` has found
    file = files[0] if files else None
    if isinstance(file, ReadFile):
        accounts = request.find_service(BankDetailsService).list_accounts(provider.id)
        try:
            proposals = propose(request, provider, read_statement(file.content, accounts[0].currency))
        except StatementRefused as refused:
            fault = _FAULTS[refused.fault]
    else:
        fault = _("statement-not-received")
    return _proposals_page(request, wanted.account, proposals, fault)


def _proposals_page(
    request: Request, account: Account, proposals: Proposals, fault: Translatable | None
) -> Response:
    matches = proposals.matches[:MOST_MATCHES]
    action = make_address(request, account, WORD, {"for": "matches"}, VALID_SECONDS) if matches else ""
    return public_page(
        request,
        template(_TEMPLATES / "proposals.pt"),
        title=_("statement-title"),
        description=_("statement-title"),
        is_private=True,
        own=_,
        action=action.removeprefix(request.public_url("")),
        booked=lambda appointment: booked(request, appointment),
        fault=fault,
        known=proposals.known,
        matches=matches,
        others=proposals.others[:MOST_OTHERS],
        left_out=max(len(proposals.others) - MOST_OTHERS, 0),
    )


def confirm(request: Request) -> Response:
    """Enter what was ticked, and say how many payments it are."""
    try:
        address = open_address(request, WORD, request.matchdict["token"], VALID_SECONDS)
    except AddressClosed:
        return closed_page(request)
    account = request.dbsession.get(Account, address.account_id)
    if account is None or account.practice is None:
        return closed_page(request)
    entered, refused = enter_offers(request, account.practice, account, request.POST.getall("offer"))
    return public_page(
        request,
        template(_TEMPLATES / "entered.pt"),
        title=_("statement-title"),
        description=_("statement-title"),
        is_private=True,
        own=_,
        entered=entered,
        refused=refused,
        bot=request.start_link(""),
    )


def includeme(config: Configurator) -> None:
    """Register the upload and the page that confirms."""
    config.add_reading_kind(STATEMENT, find_terms, show_proposals)
    config.add_route("bank_transfer_confirm", f"/{{language:{LANGUAGE_PATTERN}}}/{WORD}/{{token}}")
    # The token of the address is what another site does not have; there are no cookies.
    config.add_view(
        confirm, route_name="bank_transfer_confirm", request_method="POST", require_csrf=False, cost=10
    )
    config.add_view(only_read, route_name="bank_transfer_confirm", require_csrf=False)
