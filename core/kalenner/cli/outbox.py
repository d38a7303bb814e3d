"""``kalenner outbox``: messages that could not be delivered."""

import argparse
import json
from functools import partial

from pyramid.request import Request
from pyramid.router import Router

from kalenner.cli.commands import ready_app, source_of
from kalenner.cli.errors import CommandError
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.delivery import dead_letters
from kalenner.delivery.models import Outbox
from kalenner.delivery.payloads import payload_of
from kalenner.security import Tampered
from kalenner.units import run_unit


def run(options: argparse.Namespace) -> int:
    """Run the action that was parsed; raises :class:`CommandError`."""
    app = ready_app(source_of(options.ini), prepare_database)
    actions = {"list": _list, "show": _show, "retry": _retry, "drop": _drop}
    try:
        lines = actions[options.action](app, getattr(options, "id", 0))
    except dead_letters.NotFailed as error:
        reason = f"outbox: expected a number that `kalenner outbox list` shows, not {error}"
        raise CommandError([reason]) from error
    finally:
        SESSIONS.of(app.registry).engine.dispose()
    for line in lines:
        print(line)
    return 0


def _list(app: Router, _id: int) -> list[str]:
    def lines(request: Request) -> list[str]:
        return [_line(request, row) for row in dead_letters.list_failed(request.dbsession)]

    return run_unit(app, "command/outbox", lines, only_reads=True) or ["everything was delivered"]


def _line(request: Request, row: Outbox) -> str:
    """Return what is known of a message without what it says and whom it is for."""
    try:
        what = payload_of(request, row).get("notification", "answer")
    except Tampered:
        what = "cannot be decrypted"
    when = f"{row.created_at:%Y-%m-%d %H:%M} UTC"
    return (
        f"{row.id}  {when}  {row.channel}  {row.state}  {row.tries} tries  {what}  {row.error or ''}".rstrip()
    )


def _show(app: Router, outbox_id: int) -> list[str]:
    def read(request: Request) -> list[str]:
        row = dead_letters.find_failed(request.dbsession, outbox_id)
        try:
            return [_line(request, row), json.dumps(payload_of(request, row), indent=2)]
        except Tampered as error:
            raise CommandError([f"outbox: {outbox_id} cannot be decrypted: {error}"]) from error

    return run_unit(app, "command/outbox", read, only_reads=True)


def _retry(app: Router, outbox_id: int) -> list[str]:
    run_unit(app, "command/outbox", partial(dead_letters.send_again, outbox_id=outbox_id))
    return [f"{outbox_id} is sent again"]


def _drop(app: Router, outbox_id: int) -> list[str]:
    run_unit(app, "command/outbox", partial(dead_letters.drop, outbox_id=outbox_id))
    return [f"{outbox_id} is dropped"]
