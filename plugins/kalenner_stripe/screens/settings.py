"""Stripe in the settings: the page for the secret, how the connection stands, and what waits."""

import datetime as dt
from functools import partial

from markupsafe import Markup
from pyramid.request import Request

from kalenner.delivery import channels_of
from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import Button, Link, Notice, Screen, Style, Visit, lines, paragraphs, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner_stripe import _, routes
from kalenner_stripe.accounts import StripeAccountService
from kalenner_stripe.models import StripeAccount
from kalenner_stripe.queries import count_waiting
from kalenner_stripe.secret_page import page_address
from kalenner_stripe.signatures import SECRET


def forget_secret(context: ProfessionalContext, request: Request) -> Screen:
    """Take a secret out of the chat, where it does not belong, and offer the page."""
    del context
    visit = Visit.of(request)
    arrival = visit.arrival
    if SECRET.search(arrival.text or "") is None:
        return request.show(routes.settings(), notice=Notice(request.label(_("use-the-page"))))
    channel = channels_of(request.registry)[visit.channel]
    message = _("secret-in-chat")
    if arrival.message:
        channel.remove(request, visit, [arrival.message])
        message = _("secret-removed")
    shown: Screen = request.show(routes.settings(), notice=Notice(request.label(message)))
    return shown


@screen(routes.settings, context=ProfessionalContext, receive=forget_secret)
def show_settings(context: ProfessionalContext, request: Request) -> Screen:
    """Say how the connection stands, and give the page where the secret is entered."""
    accounts: StripeAccountService = request.find_service(StripeAccountService)
    account = accounts.find(context.provider.id)
    obstacle = request.transfer_obstacle()
    rows: list[Row] = []
    if obstacle is None:
        make = partial(page_address, request, context.account)
        rows.append((Button(request.label(_("button-secret-page")), Link(make()), Style.PRIMARY),))
    waiting = count_waiting(request.dbsession, context.provider.id)
    if waiting:
        rows.append((Button(request.label(_("button-unclear"), number=waiting), routes.unclear_all()),))
    if account is not None and account.secret is not None:
        rows.append((Button(request.label(_("button-take-away")), routes.take_away()),))
    text = paragraphs(
        request.text(_("settings-heading")),
        _standing(request, account),
        None if obstacle is None else request.text(obstacle),
    )
    return Screen(text, rows=tuple(rows), back=home_routes.settings_service())


def _standing(request: Request, account: StripeAccount | None) -> Markup:
    if account is None or account.secret is None:
        return request.text(_("not-connected"))
    heard, tested = account.heard_at, account.tested_at
    return lines(
        request.text(_("connected")),
        request.text(_("last-event"), when=_ago(request, heard)) if heard else request.text(_("no-event")),
        request.text(_("last-test"), when=_ago(request, tested)) if tested else None,
    )


def _ago(request: Request, moment: dt.datetime) -> str:
    minutes = int((request.clock.now() - moment).total_seconds() // 60)
    if minutes < 60:
        return str(request.label(_("minutes-ago"), count=minutes))
    return str(request.reader.moment(moment))


@screen(routes.take_away, context=ProfessionalContext)
def ask_to_take_away(context: ProfessionalContext, request: Request) -> Screen:
    """Ask before the secret is forgotten."""
    del context
    rows = confirm_rows(request, _("button-take-away-now"), routes.take_away_now(), routes.settings())
    return Screen(request.text(_("ask-take-away")), rows=tuple(rows), back=routes.settings())


@screen(routes.take_away_now, context=ProfessionalContext)
def take_away(context: ProfessionalContext, request: Request) -> Screen:
    """Forget the secret."""
    accounts: StripeAccountService = request.find_service(StripeAccountService)
    account = accounts.find(context.provider.id)
    if account is None:
        raise NotAvailable
    accounts.take_away(account)
    shown: Screen = request.show(routes.settings(), notice=Notice(request.label(_("taken-away"))))
    return shown
