"""The names of files that were sent together, asked one by one."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.screens import Ask, Choice, Upload, lines, question
from kalenner.screens.answers import Text
from kalenner.screens.file_answers import SentFiles, private_file_refusal, sent_files
from kalenner_documents import _
from kalenner_documents.models import NAME_LENGTH
from kalenner_documents.names import clean_name, proposed_names

FILES = "files"
"""The question for the files, whose value is a list of uploads."""
KEEP_ALL = "/keep"
"""The answer that keeps the proposed names of this file and of all that follow; nobody can type a command."""


class FileName(Text):
    """The name of a file, or `KEEP_ALL`; a further file that comes instead of it is said to come later."""

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> str:
        """Return the name; raises Invalid."""
        if not cstruct or not isinstance(cstruct, str):
            raise colander.Invalid(node, _("name-first"))
        return cstruct if cstruct == KEEP_ALL else super().deserialize(node, cstruct)


def files_question(ask: Ask) -> colander.SchemaNode:
    """Ask for one file or an album."""
    return question(FILES, SentFiles(), ask)


def taken_files(request: Request) -> list[Upload]:
    """Return the files that were sent in answer to the open form and are kept."""
    sent = sent_files(request.dialog.answers.get(FILES))
    return [file for file in sent if private_file_refusal(file) is None]


def name_questions(request: Request) -> list[colander.SchemaNode]:
    """Ask for the name of each file: a caption or the file's own name can be kept, or those of all."""
    proposals = proposed_names(taken_files(request))
    return [_name_question(request, proposals, number) for number in range(len(proposals))]


def chosen_names(files: Sequence[Upload], answers: Mapping[str, Any]) -> list[str]:
    """Return the name of each file, by the answers of its form; without one it is as proposed."""
    given = [answers.get(_node(number)) for number in range(len(files))]
    return [
        proposal if name in {None, KEEP_ALL} else clean_name(name) or proposal
        for name, proposal in zip(given, proposed_names(files), strict=True)
    ]


def _name_question(request: Request, proposals: list[str], number: int) -> colander.SchemaNode:
    place, count = number + 1, len(proposals)
    if count == 1:
        prompt = request.text(_("ask-document-name"))
    else:
        prompt = request.text(_("ask-name-of-several"), place=place, total=count)
    refused = _refused_lines(request) if number == 0 else None
    choices = [Choice(request.label(_("button-keep-all")), KEEP_ALL)] if place < count else []
    ask = Ask(
        _("names-after-refusals") if refused else _("names"),
        choices,
        values={"refused": refused, "question": prompt},
        applies=partial(_is_asked, proposal=proposals[number]),
        shown=proposals[number],
    )
    return question(_node(number), FileName(*NAME_LENGTH), ask, current=proposals[number] or colander.null)


def _is_asked(answers: Mapping[str, Any], *, proposal: str) -> bool:
    return not proposal or KEEP_ALL not in answers.values()


def _refused_lines(request: Request) -> Markup | None:
    refusals = [(file, private_file_refusal(file)) for file in sent_files(request.dialog.answers.get(FILES))]
    refused = [
        request.text(_("file-refused"), name=file.name, reason=request.text(refusal))
        for file, refusal in refusals
        if refusal is not None
    ]
    return lines(*refused) if refused else None


def _node(number: int) -> str:
    return f"name{number}"
