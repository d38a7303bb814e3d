"""``kalenner keys``: which keys there are, a new one, and an old one that nothing needs any more."""

import argparse
from collections.abc import Callable

from pyramid.router import Router

from kalenner.cli.commands import ready_app, source_of
from kalenner.cli.errors import CommandError
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.security import KEYS, KeyFault
from kalenner.security.key_checks import check_keys, retire, uses_of
from kalenner.security.sealed_columns import reseal


def run(options: argparse.Namespace) -> int:
    """Run the action that was parsed; raises :class:`CommandError`."""
    app = ready_app(source_of(options.ini), prepare_database)
    actions: dict[str, Callable[[Router, argparse.Namespace], list[str]]] = {
        "list": _list,
        "rotate": _rotate,
        "reseal": _reseal,
        "retire": _retire,
    }
    try:
        lines = actions[options.action](app, options)
    except (KeyFault, OSError) as fault:
        raise CommandError([f"keys {options.action}: {fault}"]) from fault
    finally:
        SESSIONS.of(app.registry).engine.dispose()
    for line in lines:
        print(line)
    return 0


def _list(app: Router, options: argparse.Namespace) -> list[str]:
    del options
    keys = KEYS.of(app.registry)
    lines = []
    for key_id in keys.key_ids:
        number = sum(uses_of(app, key_id).values())
        role = "writes" if key_id == keys.newest else "reads"
        lines.append(f"{key_id}  {role}  {number} values need it")
    return lines


def _rotate(app: Router, options: argparse.Namespace) -> list[str]:
    del options
    key_id = KEYS.of(app.registry).rotate()
    check_keys(app.registry)
    return [
        f"key {key_id} writes from now on; back up the key file",
        "what older keys sealed is sealed anew by the worker, or at once by: kalenner keys reseal",
    ]


def _reseal(app: Router, options: argparse.Namespace) -> list[str]:
    del options
    result = reseal(app)
    faulty = f"; {result.faulty} do not open and stay as they are" if result.faulty else ""
    return [f"{result.done} values are sealed anew{faulty}"]


def _retire(app: Router, options: argparse.Namespace) -> list[str]:
    retire(app, options.id)
    return [
        f"key {options.id} is gone: restart every process; buttons and links that it signed are out of date",
        "older backups need it: keep the key file of their time with them",
    ]
