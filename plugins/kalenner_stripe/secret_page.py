"""The page where the signing secret is entered, at a signed address that is good for ten minutes."""

from pathlib import Path

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response

from kalenner.i18n import Translatable
from kalenner.people import Account
from kalenner.transfers.addresses import AddressClosed, make_address, open_address
from kalenner.transfers.pages import closed_page
from kalenner.units import ROUTER, run_unit
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
    address = _prepare(request, None)
    return closed_page(request) if address is None else _page(request, address, None)


def take_form(request: Request) -> Response:
    """Keep the secret that was entered, and never show it again."""
    try:
        address = _prepare(request, request.POST.get("secret", ""))
    except NotASecret:
        address = _prepare(request, None)
        return closed_page(request) if address is None else _page(request, address, _("page-not-a-secret"))
    return closed_page(request) if address is None else _page(request, address, _("page-kept"), is_kept=True)


def _prepare(request: Request, secret: str | None) -> str | None:
    """Make the practice's webhook, and keep a secret; return its address, None where the page is closed.

    It is a unit of work of its own, since the page is also shown by a request that only reads. Raises
    :class:`NotASecret`.
    """
    try:
        opened = open_address(request, WORD, request.matchdict["token"], VALID_SECONDS)
    except AddressClosed:
        return None

    def work(inner: Request) -> str | None:
        account = inner.dbsession.get(Account, opened.account_id)
        if account is None or account.erased_at is not None or account.practice is None:
            return None
        accounts: StripeAccountService = inner.find_service(StripeAccountService)
        stripe = accounts.prepare(account.practice)
        if secret is not None:
            accounts.enter(stripe, secret)
        return webhook_url(inner, stripe.token)

    return run_unit(ROUTER.of(request.registry), "task/stripe.secret", work)


def _page(request: Request, address: str, message: Translatable | None, *, is_kept: bool = False) -> Response:
    response = public_page(
        request,
        template(Path(__file__).parent / "templates" / "secret.pt"),
        title=_("page-title"),
        description=_("page-title"),
        is_private=True,
        address=address,
        message=message,
        is_kept=is_kept,
        ours=_,
    )
    response.headers.update(_HEADERS)
    return response


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_assets(Path(__file__).parent / "static")
    config.add_route("stripe:secret", f"/{{language:{LANGUAGE_PATTERN}}}/{WORD}/{{token}}")
    config.add_view(show_form, route_name="stripe:secret", request_method="GET", cost=1)
    # The token of the address is what another site does not have; there are no cookies.
    config.add_view(take_form, route_name="stripe:secret", request_method="POST", require_csrf=False, cost=10)
