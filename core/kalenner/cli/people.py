"""``kalenner people``: who is there, what is held about somebody, and what operators are asked to do."""

import argparse
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from kalenner.characters import fold_case
from kalenner.cli.commands import ready_app, source_of
from kalenner.cli.errors import CommandError
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.hooks.privacy import Erasure
from kalenner.people import Account, AccountService, Client, Provider
from kalenner.privacy.erasure import ErasureService, erase_now
from kalenner.privacy.export import make_archive
from kalenner.privacy.tables import declared_tables
from kalenner.units import run_unit

log = logging.getLogger(__name__)

AT_ONCE = 200
"""How many accounts `list` and `find` print."""


def run(options: argparse.Namespace) -> int:
    """Run the action that was parsed; raises :class:`CommandError`."""
    app = ready_app(source_of(options.ini), prepare_database)
    actions: dict[str, Callable[[Router, argparse.Namespace], list[str]]] = {
        "list": _list,
        "find": _find,
        "show": _show,
        "tables": _tables,
        "export": _export,
        "erase": _erase,
        "block": _block,
        "unblock": _unblock,
    }
    try:
        lines = actions[options.action](app, options)
    finally:
        SESSIONS.of(app.registry).engine.dispose()
    for line in lines:
        print(line)
    return 0


def _list(app: Router, options: argparse.Namespace) -> list[str]:
    def read(request: Request) -> list[str]:
        query = select(Account).options(joinedload(Account.practice)).order_by(Account.id.desc())
        accounts = request.dbsession.scalars(query.limit(AT_ONCE))
        return [_line(account) for account in accounts]

    del options
    return run_unit(app, "command/people", read, only_reads=True) or ["nobody is there yet"]


def _find(app: Router, options: argparse.Namespace) -> list[str]:
    wanted = fold_case(options.text)

    def read(request: Request) -> list[str]:
        query = select(Account).outerjoin(Account.practice).options(joinedload(Account.practice))
        is_named = or_(
            Provider.nickname_folded.contains(wanted, autoescape=True),
            func.lower(Account.client_name).contains(wanted, autoescape=True),
        )
        accounts = request.dbsession.scalars(query.where(is_named).order_by(Account.id).limit(AT_ONCE))
        return [f"{_line(account)}  {_names(account)}" for account in accounts]

    return run_unit(app, "command/people", read, only_reads=True) or ["nobody has that in the name"]


def _show(app: Router, options: argparse.Namespace) -> list[str]:
    def read(request: Request) -> list[str]:
        account = _account(request, options.id)
        reached = request.find_service(AccountService).identities(account.id)
        links = request.dbsession.scalar(
            select(func.count()).select_from(Client).where(Client.account_id == account.id)
        )
        clients = 0
        if account.practice is not None:
            own = Client.provider_id == account.practice.id
            clients = request.dbsession.scalar(select(func.count()).select_from(Client).where(own)) or 0
        return [
            _line(account),
            f"names: {_names(account) or 'none'}",
            *(
                f"reached: {one.channel} {one.subject}{'' if one.is_reachable else ', not now'}"
                for one in reached
            ),
            f"specialists: {links}, clients: {clients}",
        ]

    return run_unit(app, "command/people", read, only_reads=True)


def _tables(app: Router, options: argparse.Namespace) -> list[str]:
    del options
    lines = []
    for owner, table in declared_tables(app.registry):
        stays = "" if table.erasure is Erasure.DELETE else f": {table.reason}"
        lines.append(f"{owner}  {table.model.__tablename__}  {table.erasure}{stays}")
    return lines


def _export(app: Router, options: argparse.Namespace) -> list[str]:
    target = Path(options.file)
    if target.exists():
        raise CommandError([f"people export: expected a file that is not there yet, not {target}"])

    def write(request: Request) -> int:
        archive = make_archive(request, _account(request, options.id))
        with target.open("xb") as file:
            for chunk in archive.read():
                file.write(chunk)
        return archive.size

    size = run_unit(app, "command/people", write, only_reads=True)
    log.info("account %s was exported by an operator", options.id)
    return [f"{target}: {size} bytes; it holds everything about the person, so keep it as safe as the keys"]


def _erase(app: Router, options: argparse.Namespace) -> list[str]:
    if not options.yes:
        print(f"This erases account {options.id} for good. Say it with --yes.", file=sys.stderr)
        raise CommandError(["people erase: expected --yes"])

    def ask(request: Request) -> None:
        account = _account(request, options.id)
        ErasureService(request).ask(account, erases_messages=options.messages)

    run_unit(app, "command/people", ask)
    is_whole = erase_now(app, options.id)
    log.info("account %s was erased by an operator", options.id)
    return ["erased" if is_whole else "erased in part: the log names what failed, and it is tried again"]


def _block(app: Router, options: argparse.Namespace) -> list[str]:
    def block(request: Request) -> None:
        account = _account(request, options.id)
        account.blocked_at = account.blocked_at or request.clock.now()

    run_unit(app, "command/people", block)
    log.info("account %s was blocked by an operator", options.id)
    return ["blocked: whatever they send is answered by that one sentence"]


def _unblock(app: Router, options: argparse.Namespace) -> list[str]:
    def unblock(request: Request) -> None:
        _account(request, options.id).blocked_at = None

    run_unit(app, "command/people", unblock)
    log.info("account %s was unblocked by an operator", options.id)
    return ["unblocked"]


def _account(request: Request, account_id: int) -> Account:
    account = request.dbsession.get(Account, account_id)
    if account is None or account.erased_at is not None:
        raise CommandError([f"people: expected the number of an account, not {account_id}"])
    return account


def _line(account: Account) -> str:
    """Return what is known of an account without who it is."""
    roles = "professional" if account.practice else "client"
    state = "  erased" if account.erased_at else "  blocked" if account.blocked_at else ""
    return f"{account.id}  {account.created_at:%Y-%m-%d}  {roles}  {account.reading_language or '-'}{state}"


def _names(account: Account) -> str:
    names = [account.practice.nickname if account.practice else None, account.client_name]
    return ", ".join(name for name in names if name)
