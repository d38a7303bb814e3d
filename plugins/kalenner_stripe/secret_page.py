"""The page where the signing secret is entered, at a signed address that is good for ten minutes."""

from pathlib import Path

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable
from kalenner.people import Account, Provider
from kalenner.transfers.addresses import AddressClosed, make_address, open_address
from kalenner.transfers.pages import closed_page
from kalenner.web.layout import public_page, template
from kalenner.web.pages import LANGUAGE_PATTERN
from kalenner_stripe import _
from kalenner_stripe.accounts import NotASecret, StripeAccountService
from kalenner_stripe.webhook import webhook_url

WORD = "stripe"
"""In the address, and the purpose of its signature."""
VALID_SECONDS = 600
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def page_address(request: Request, account: Account) -> str:
    """Return the address of the page for one professional. Raises NoPublicAddress."""
    return make_address(request, account, WORD, {}, VALID_SECONDS)


def show_form(request: Request) -> Response:
    """Show the address for Stripe, and the form."""
    provider = _provider(request)
    return closed_page(request) if provider is None else _page(request, provider, None)


def take_form(request: Request) -> Response:
    """Keep the secret that was entered, and never show it again."""
    provider = _provider(request)
    if provider is None:
        return closed_page(request)
    accounts: StripeAccountService = request.find_service(StripeAccountService)
    try:
        accounts.enter(accounts.prepare(provider), request.POST.get("secret", ""))
    except NotASecret:
        return _page(request, provider, _("page-not-a-secret"))
    return _page(request, provider, _("page-kept"), is_kept=True)


def _provider(request: Request) -> Provider | None:
    """Return the practice whose address was opened; None where it is closed."""
    try:
        address = open_address(request, WORD, request.matchdict["token"], VALID_SECONDS)
    except AddressClosed:
        return None
    account = request.dbsession.get(Account, address.account_id)
    return None if account is None or account.erased_at is not None else account.practice


def _page(
    request: Request, provider: Provider, message: Translatable | None, *, is_kept: bool = False
) -> Response:
    account = request.find_service(StripeAccountService).find(provider.id)
    response = public_page(
        request,
        template(Path(__file__).parent / "templates" / "secret.pt"),
        title=_("page-title"),
        description=_("page-title"),
        is_private=True,
        address="" if account is None else webhook_url(request, account.token),
        message=message,
        is_kept=is_kept,
        ours=_,
    )
    response.headers.update(_HEADERS)
    return response


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route("stripe:secret", f"/{{language:{LANGUAGE_PATTERN}}}/{WORD}/{{token}}")
    config.add_view(show_form, route_name="stripe:secret", request_method="GET", cost=1)
    # The token of the address is what another site does not have; there are no cookies.
    config.add_view(take_form, route_name="stripe:secret", request_method="POST", require_csrf=False, cost=10)
