"""The command line ``kalenner``. Nothing heavy is imported before a command needs it."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from kalenner import __version__, garbage
from kalenner.cli.errors import CommandError
from kalenner.log_context import set_role

COMMANDS = {
    "up": "start everything in one process: web, bot, worker, and the playground when no token is set",
    "web": "start the web server alone",
    "bot": "start the bot alone: receive, handle and send",
    "worker": "start the worker alone: tasks by the calendar",
    "db": "look after the tables",
    "backup": "make and check backups: rows and files of one instant, and no keys",
    "restore": "write a backup into an empty place",
    "keys": "look after the keys that sign and encrypt",
    "inbox": "look after updates that nobody could read",
    "outbox": "look after messages that could not be delivered",
    "people": "look after accounts and what is held about people",
    "plugins": "list the installed plugins",
    "screens": "print the map of every screen: name, arguments, path, view",
    "settings": "print every setting with its meaning, as an ini file",
    "demo-data": "fill an empty database with sample people",
    "theme": "make, preview and check designs of profile pages",
}

_INI_HELP = "the ini file; without it the one that KALENNER_INI names, else the built-in defaults"

INBOX_ACTIONS = {
    "list": "list the updates that nobody could read, and why",
    "show": "print one of them, decrypted: it holds what somebody has written",
    "retry": "read one again, as after an upgrade, and handle it",
    "drop": "delete one",
}
OUTBOX_ACTIONS = {
    "list": "list the messages that could not be delivered, and why",
    "show": "print one of them: it holds what somebody is told",
    "retry": "send one again",
    "drop": "give one up",
}

KEYS_ACTIONS = {
    "list": "list the keys, and how many values need each",
    "rotate": "make a key that writes from now on; the others still read",
    "reseal": "seal anew at once what older keys have sealed; it can be broken off",
    "retire": "remove a key that nothing needs",
}
PEOPLE_ACTIONS = {
    "list": "list the newest accounts, without names",
    "find": "list the accounts whose name holds a text",
    "show": "print what an account is, by its number",
    "tables": "list every table that says something about people, and what an erasure does with it",
    "export": "write everything that is held about a person into a ZIP",
    "erase": "erase an account for good",
    "block": "keep an account out",
    "unblock": "let it in again",
}


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(
        prog="kalenner",
        description="The appointment platform in a Telegram bot.",
        epilog="Plugins add commands of their own: kalenner plugins lists them.",
    )
    root.add_argument("--version", action="version", version=f"kalenner {__version__}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, meaning in COMMANDS.items():
        command = commands.add_parser(name, help=meaning, description=f"{meaning[0].upper()}{meaning[1:]}.")
        _ARGUMENTS.get(name, _add_ini)(command)
        if name in {"up", "bot"}:
            command.add_argument(
                "--adopt",
                action="store_true",
                help="once: take over the data of another bot, or a webhook of another server",
            )
    return root


def _add_theme_actions(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("new", help="write a new theme that works at once")
    new.add_argument("name", help="small letters, digits and hyphens")
    new.add_argument("folder", nargs="?", default="", help="where; without it a folder of the same name")
    check = actions.add_parser("check", help="render everything and say what is to be mended")
    check.add_argument("themes", nargs="*", metavar="FOLDER|ID", help="which; without it all installed ones")
    preview = actions.add_parser(
        "preview", help="show every sample, language and configuration as files change"
    )
    preview.add_argument("theme", nargs="?", default="", metavar="FOLDER|ID", help="which; without it all")
    preview.add_argument("--port", type=int, default=8090, help="on this machine alone (default: 8090)")


def _add_db_actions(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, meaning_of_action in (
        ("upgrade", "bring the tables up to date"),
        ("status", "list the migrations and which are applied"),
        ("revision", "write a migration from what the models changed"),
    ):
        action_parser = actions.add_parser(action, help=meaning_of_action)
        if action == "revision":
            action_parser.add_argument("plugin", help="the plugin's name, or core")
            action_parser.add_argument("-m", "--message", required=True, help="what changes")
        _add_ini(action_parser)


def _add_screens_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("plugin", nargs="?", default="", help="of which plugin; without it all")
    _add_named_ini(command)


def _add_restore_arguments(command: argparse.ArgumentParser) -> None:
    _add_backup_file(command)
    command.add_argument(
        "--rehearse", default="", metavar="FOLDER", help="into a new folder, apart from everything"
    )
    _add_named_ini(command)


def _add_row_actions(command: argparse.ArgumentParser, meanings: Mapping[str, str]) -> None:
    """Let a command list rows, and do something with one of them."""
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, meaning in meanings.items():
        action = actions.add_parser(name, help=meaning, description=f"{meaning[0].upper()}{meaning[1:]}.")
        if name not in {"list", "rotate", "reseal"}:
            action.add_argument("id", type=int, metavar="ID", help="which, as `list` numbers them")
        _add_ini(action)


def _add_people_actions(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, meaning in PEOPLE_ACTIONS.items():
        action = actions.add_parser(name, help=meaning, description=f"{meaning[0].upper()}{meaning[1:]}.")
        if name == "find":
            action.add_argument("text", help="a part of a nickname or a client's name")
        elif name not in {"list", "tables"}:
            action.add_argument("id", type=int, metavar="ID", help="the number of the account")
        if name == "export":
            action.add_argument("file", help="where the ZIP is written")
        if name == "erase":
            action.add_argument("--messages", action="store_true", help="what they wrote to others too")
            action.add_argument("--yes", action="store_true", help="mean it")
        _add_ini(action)


def _add_backup_actions(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    make = actions.add_parser("make", help="write a backup while everything runs")
    make.add_argument("file", metavar="FILE", help="a file that is not there yet, or s3://bucket/name")
    verify = actions.add_parser("verify", help="read a backup to its end and say whether it is whole")
    _add_backup_file(verify)
    for action in (make, verify):
        _add_named_ini(action)


def _add_backup_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="the backup, or s3://bucket/name")
    command.add_argument(
        "--identity", default="", metavar="FILE", help="the file with the key of age that opens it"
    )


def _add_ini(command: argparse.ArgumentParser) -> None:
    """Let a command take the ini file."""
    command.add_argument("ini", nargs="?", default="", help=_INI_HELP)


def _add_named_ini(command: argparse.ArgumentParser) -> None:
    """Let a command that takes other words take the ini file by an option."""
    command.add_argument("--ini", default="", help=_INI_HELP)


_ARGUMENTS: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "db": _add_db_actions,
    "inbox": partial(_add_row_actions, meanings=INBOX_ACTIONS),
    "outbox": partial(_add_row_actions, meanings=OUTBOX_ACTIONS),
    "keys": partial(_add_row_actions, meanings=KEYS_ACTIONS),
    "backup": _add_backup_actions,
    "restore": _add_restore_arguments,
    "people": _add_people_actions,
    "theme": _add_theme_actions,
    "screens": _add_screens_arguments,
}
"""What a command takes beside the ini file, which the others take alone."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit code: 0, 1 for a refusal, 2 for a mistake of configuration."""
    garbage.pause()  # until the application is made
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has gone, as `head` does; what is left to write must not fail at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    else:
        return code
    finally:
        garbage.resume()


def _run(typed: list[str]) -> int:
    root = parser()
    # Loading the plugins is slow, so it is done only for a command that the core does not know.
    is_of_plugin = bool(typed) and not typed[0].startswith("-") and typed[0] not in COMMANDS
    options = None if is_of_plugin else root.parse_args(typed)
    set_role(typed[0] if typed else "")
    from kalenner.cli import commands  # import here: slow library

    try:
        if options is None:
            return commands.run_plugin_command(root, typed)
        if options.command == "theme":
            from kalenner.cli import themes  # import here: needed by one command

            return themes.run(options)
        if options.command == "inbox":
            from kalenner.cli import inbox  # import here: needed by one command

            return inbox.run(options)
        if options.command in {"backup", "restore"}:
            from kalenner.cli import backups  # import here: needed by one command

            return backups.run(options)
        if options.command == "keys":
            from kalenner.cli import keys  # import here: needed by one command

            return keys.run(options)
        if options.command == "people":
            from kalenner.cli import people  # import here: needed by one command

            return people.run(options)
        if options.command == "outbox":
            from kalenner.cli import outbox  # import here: needed by one command

            return outbox.run(options)
        return commands.run(options)
    except CommandError as error:
        for line in error.lines:
            print(line, file=sys.stderr)
        return 2
