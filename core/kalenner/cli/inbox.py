"""``kalenner inbox``: updates that were set aside because nobody could read them."""

import argparse
import json
from typing import Any

from pyramid.request import Request
from pyramid.router import Router

from kalenner.cli.commands import ready_app, source_of
from kalenner.cli.errors import CommandError
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.delivery import channels_of
from kalenner.delivery.models import SetAside
from kalenner.delivery.set_aside import list_set_aside, raw_of
from kalenner.security import Tampered
from kalenner.units import run_unit


def run(options: argparse.Namespace) -> int:
    """Run the action that was parsed; raises :class:`CommandError`."""
    app = ready_app(source_of(options.ini), prepare_database)
    actions = {"list": _list, "show": _show, "retry": _retry, "drop": _drop}
    try:
        lines = actions[options.action](app, getattr(options, "id", 0))
    finally:
        SESSIONS.of(app.registry).engine.dispose()
    for line in lines:
        print(line)
    return 0


def _list(app: Router, _id: int) -> list[str]:
    def lines(request: Request) -> list[str]:
        return [
            f"{row.id}  {row.received_at:%Y-%m-%d %H:%M} UTC  {row.channel}  "
            f"{'without a number' if row.key is None else row.key}  {row.reason}"
            for row in list_set_aside(request.dbsession)
        ]

    return run_unit(app, "command/inbox", lines, only_reads=True) or ["nothing is set aside"]


def _show(app: Router, row_id: int) -> list[str]:
    _channel, raw = _raw(app, row_id)
    text = raw.decode(errors="replace")
    try:
        return [json.dumps(json.loads(text), indent=2)]
    except (ValueError, RecursionError):
        return [json.dumps(text)]  # quoted, so that nothing in it can command the terminal


def _retry(app: Router, row_id: int) -> list[str]:
    channel, raw = _raw(app, row_id)
    if channel not in channels_of(app.registry):
        raise CommandError([f"inbox retry: {row_id} is of the channel {channel}, which takes no part"])
    if channels_of(app.registry)[channel].receive([raw]).unreadable:
        raise CommandError([f"inbox retry: nobody can read {row_id} yet; it stays"])
    return ["received", *_drop(app, row_id)]


def _drop(app: Router, row_id: int) -> list[str]:
    def drop(request: Request) -> None:
        request.dbsession.delete(_row(request, row_id))

    run_unit(app, "command/inbox", drop)
    return [f"{row_id} is deleted"]


def _raw(app: Router, row_id: int) -> tuple[str, bytes]:
    def read(request: Request) -> tuple[str, bytes]:
        row = _row(request, row_id)
        try:
            return row.channel, raw_of(request, row)
        except Tampered as error:
            raise CommandError([f"inbox: {row_id} cannot be decrypted: {error}"]) from error

    return run_unit(app, "command/inbox", read, only_reads=True)


def _row(request: Request, row_id: int) -> Any:
    row = request.dbsession.get(SetAside, row_id)
    if row is None:
        raise CommandError([f"inbox: expected a number that `kalenner inbox list` shows, not {row_id}"])
    return row
