"""``kalenner theme``: new, check, preview."""

import argparse
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kalenner.cli.errors import CommandError
from kalenner.themes import Themes
from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.discovery import installed_places
from kalenner.themes.linter import Report, check, fatal


def run(options: argparse.Namespace) -> int:
    """Run the action that was parsed; raises :class:`~kalenner.cli.errors.CommandError`."""
    actions = {"new": _new, "check": _check, "preview": _preview}
    return actions[options.action](options)


def _new(options: argparse.Namespace) -> int:
    from kalenner.themes.scaffold import make_theme  # import here: needed by one command

    folder = Path(options.folder or options.name)
    try:
        make_theme(options.name, folder)
    except ThemeFault as fault:
        raise CommandError([_with_relative_path(diagnostic) for diagnostic in fault.faults]) from fault
    print(f"The theme {options.name} is in {folder}. It works as it is:")
    print(f"    kalenner theme preview {folder}")
    print(f"    kalenner theme check {folder}")
    return 0


def _check(options: argparse.Namespace) -> int:
    places, ids = _places(options.themes)
    themes = Themes.read(places)
    reports = [_report(themes, places, id_) for id_ in ids]
    for report in reports:
        for fault in report.faults:
            print(_with_relative_path(fault))
        print(_summary(report))
    return 0 if all(report.is_passed for report in reports) else 1


def _preview(options: argparse.Namespace) -> int:
    from kalenner.themes.preview import HOST, make_preview_server  # import here: needed by one command

    places, ids = _places([options.theme] if options.theme else [])
    try:
        server = make_preview_server(places, ids, options.port)
    except OSError as error:
        raise CommandError(
            [f"--port: expected a free port, not {options.port} ({error.strerror})"]
        ) from error
    print(f"The preview is at http://{HOST}:{server.server_port}/\nPress Ctrl-C to stop.", flush=True)
    with server, suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0


def _places(names: Iterable[str]) -> tuple[dict[str, Path], list[str]]:
    """Return the folders of all themes by id, and the ids of the named ones; all where none is named."""
    places = installed_places()
    ids = []
    for name in names:
        folder = Path(name)
        if name in places and not (folder / "theme.toml").is_file():
            ids.append(name)
        elif (folder / "theme.toml").is_file():
            id_ = folder.resolve().name
            places[id_] = folder
            ids.append(id_)
        else:
            available = ", ".join(sorted(places))
            raise CommandError([f"{name}: expected a folder with a theme.toml, or one of {available}"])
    return places, ids or sorted(places)


def _report(themes: Themes, places: dict[str, Path], id_: str) -> Report:
    try:
        return check(themes, id_)
    except KeyError:
        own_faults = [
            diagnostic for diagnostic in themes.faults if diagnostic.file.is_relative_to(places[id_])
        ]
        return Report(id_, fatal(own_faults or themes.faults))


def _summary(report: Report) -> str:
    counts = [
        f"{number} {severity}{'s' if number != 1 else ''}"
        for severity in ("fatal", "error", "warning")
        if (number := sum(fault.severity == severity for fault in report.faults))
    ]
    total = ", ".join(counts) or "nothing to mend"
    if not report.pages:
        return f"{report.theme}: {total}"
    weight = (
        f"HTML and CSS {report.weight / 1000:.1f} kB, with a photo {report.weight_with_photo / 1000:.1f} kB"
    )
    return f"{report.theme}: {total}; {report.pages} pages; {weight}"


def _with_relative_path(fault: Diagnostic) -> str:
    """Return a diagnostic with its file relative to the current folder."""
    file = fault.file.resolve()
    current = Path.cwd()
    return str(replace(fault, file=file.relative_to(current) if file.is_relative_to(current) else file))
