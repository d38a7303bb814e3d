"""``kalenner help``: which questions have no answer yet, and in which languages."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from pyramid.request import Request

from kalenner.i18n import LANGUAGES
from kalenner_help.library import Library, library_of
from kalenner_help.planned import PLANNED

COMPLETE, INCOMPLETE = 0, 1


def arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser(
        "coverage", help="list the questions without an answer, and the languages that lack one"
    )


def run(request: Request, options: Namespace) -> int:
    """Print what is missing; return 0, or 1 where something is."""
    del options
    library = library_of(request.registry)
    gaps = list(coverage_gaps(library))
    for gap in gaps:
        print(gap)  # noqa: T201 -- what a command says
    answered = sum(not library.missing_languages(name) for name in library.names)
    print(f"{answered} questions have answers in {', '.join(LANGUAGES)}.")  # noqa: T201
    return INCOMPLETE if gaps else COMPLETE


def coverage_gaps(library: Library) -> Iterator[str]:
    """Yield what is missing, question by question: all, or some languages; and what is no answer."""
    for name in dict.fromkeys([*PLANNED, *library.names]):
        missing = library.missing_languages(name)
        if len(missing) == len(LANGUAGES):
            yield f"{name}: no answer: {PLANNED[name]}"
        elif missing:
            yield f"{name}: not in {', '.join(missing)}"
    yield from library.faults
