"""Templates of a theme: one macro a file, checked before Chameleon sees it, then compiled once.

``templates/service.pt`` is the macro ``service``, used by ``metal:use-macro="macros.service"``.
"""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from chameleon import PageTemplate
from chameleon.exc import LanguageError, TemplateError
from chameleon.tal import parse_attributes, parse_defines, parse_substitution
from chameleon.zpt import program

from kalenner.themes.diagnostics import Diagnostic, ThemeFault
from kalenner.themes.elements import ELEMENTS, SVG_ELEMENTS, URL_ATTRIBUTES, may_have
from kalenner.themes.expressions import AllowedExpression, may_define

MAX_TEMPLATE = 64 * 1024
MAX_DEPTH = 60
MAX_ELEMENTS = 1_000
MAX_EXPRESSIONS = 400
"""In one file, and of those in one text or attribute; together they bound how long compiling takes."""
MAX_EXPRESSIONS_TOGETHER = 20
TAL, METAL = "http://xml.zope.org/namespaces/tal", "http://xml.zope.org/namespaces/metal"
TAL_ATTRIBUTES = {
    "attributes", "case", "condition", "content", "define", "omit-tag", "repeat", "replace", "switch",
}  # fmt: skip
METAL_ATTRIBUTES = {"use-macro"}
_SPACE = "\x1f"  # between namespace and name, as expat is told
_LAST_TAG = "</x>"
_PREFIXES = {TAL: "tal:", METAL: "metal:"}
_MACRO = re.compile(r"macros\.([a-z][a-z0-9_]*)")


class MacroProgram(program.MacroProgram):  # Chameleon goes by this name
    """Chameleon's reading of a template, with what it may define: the very clauses that are compiled."""

    def visit_element(self, start: Any, end: Any, children: Any) -> Any:
        """Refuse names that are not the template's to define."""
        clauses = start["ns_attrs"]
        for word in ("define", "repeat"):
            clause = clauses.get((TAL, word))
            for context, names, _expression in parse_defines(clause) if clause else ():  # type: ignore[no-untyped-call]
                if context != "local" or len(names) != 1 or not may_define(names[0]):
                    definition = " ".join((*(["global"] if context != "local" else []), *names))
                    raise LanguageError(f"tal:{word} may not define {definition}", clause)
        for word in ("content", "replace"):
            clause = clauses.get((TAL, word))
            if clause and parse_substitution(clause)[0] != "text":  # type: ignore[no-untyped-call]
                raise LanguageError(f"tal:{word} writes text; structure is not allowed", clause)
        clause = clauses.get((TAL, "attributes"))
        for name, _expression in parse_attributes(clause) if clause else ():  # type: ignore[no-untyped-call]
            if name is None or not may_have(name):
                raise LanguageError(f"tal:attributes may not set {name or 'what it does not name'}", clause)
        return super().visit_element(start, end, children)  # type: ignore[no-untyped-call]


class Compiled(PageTemplate):
    """A template whose expressions are the allowed ones, and which reaches nothing that Chameleon adds."""

    enable_comment_interpolation = False

    @property
    def expression_parser(self) -> Any:
        """The one kind of expressions; no prefix asks for another."""
        return AllowedExpression

    def parse(self, body: str) -> MacroProgram:
        """Return the program of a source."""
        return MacroProgram(  # type: ignore[no-untyped-call]
            body,
            "xml",
            self.filename,
            escape=True,
            default_marker=self.default_marker,
            boolean_attributes={"open", "hidden", "reversed"},
            enable_comment_interpolation=False,
        )

    def _builtins(self) -> dict[str, object]:
        return {"nothing": None}


_cache: dict[tuple[Path, int, int], Compiled] = {}
_lock = threading.Lock()


def compiled(file: Path) -> Compiled:
    """Return the template of a file, compiled again when it has changed; raises :class:`ThemeFault`."""
    status = file.stat()
    key = (file, status.st_mtime_ns, status.st_size)
    with _lock:
        if key not in _cache:
            for old in [cached for cached in _cache if cached[0] == file]:
                del _cache[old]
            _cache[key] = _compile(file)
        return _cache[key]


def _compile(file: Path) -> Compiled:
    source = read_source(file)
    faults = source_faults(file, source)
    if faults:
        raise ThemeFault(faults)
    try:
        return Compiled(source, filename=str(file))  # type: ignore[call-arg]
    except TemplateError as error:
        line = error.location[0] if error.location else 0
        message = f"{error.args[0]}: {str(error.token).strip()}"
        raise ThemeFault([Diagnostic(file, message, line)]) from error
    except Exception as error:  # Chameleon raises whatever its parts raise
        message = str(error).strip("'") or "cannot be compiled"
        raise ThemeFault([Diagnostic(file, message.splitlines()[0])]) from error


def read_source(file: Path) -> str:
    """Return the source of a template; raises :class:`ThemeFault`."""
    if file.stat().st_size > MAX_TEMPLATE:
        raise ThemeFault([Diagnostic(file, f"is larger than {MAX_TEMPLATE // 1024} KiB")])
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ThemeFault([Diagnostic(file, "is not UTF-8", line)]) from error


def macros_used(source: str) -> set[str]:
    """Return the names of the macros that a template uses."""
    return set(_MACRO.findall(source))


def source_faults(file: Path, source: str) -> list[Diagnostic]:
    """Return what a template holds that no theme may: it is well-formed XML of known elements."""
    reader = _SourceParser(file)
    document = f'<x xmlns:tal="{TAL}" xmlns:metal="{METAL}">{source}{_LAST_TAG}'.encode()
    try:
        reader.parser.Parse(document, True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]:
            reader.say_mismatch(document[reader.parser.ErrorByteIndex :].decode())
        else:
            reader.say(expat.errors.messages[error.code], error.lineno)
    return reader.faults


class _SourceParser:
    """Reads a template's source and notes what is not allowed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.faults: list[Diagnostic] = []
        self._is_inside = False
        self._open: list[str] = []
        self._tags: list[tuple[str, int]] = []  # the open elements as they are written, and their lines
        self._elements = self._expressions = 0
        self.parser = expat.ParserCreate(namespace_separator=_SPACE)
        self.parser.buffer_text = True
        self.parser.buffer_size = MAX_TEMPLATE
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartCdataSectionHandler = lambda: self.say("a CDATA section is not allowed")
        self.parser.CommentHandler = self._comment
        self.parser.StartNamespaceDeclHandler = self._namespace

    def say(self, text: str, line: int = 0) -> None:
        self.faults.append(Diagnostic(self.file, text, line or self.parser.CurrentLineNumber))

    def say_mismatch(self, rest: str) -> None:
        """Note an end that is not the innermost open element's; `rest` is the source from its name on."""
        end = f"</{rest.partition('>')[0].strip()}>"
        tag, line = self._tags[-1] if self._tags else ("", 0)
        if not tag:
            self.say(f"{end} ends what is not open")
        elif rest == _LAST_TAG[2:]:
            self.say(f"<{tag}> is never closed", line)
        else:
            self.say(f"{end} ends what is not open; expected </{tag}>, which begins in line {line}")

    def _instruction(self, target: str, _data: str) -> None:
        self.say(f"<?{target} ?> is not allowed")

    def _comment(self, text: str) -> None:
        if not text.startswith("!"):
            self.say("a comment begins with <!--! so that it stays out of the page")

    def _namespace(self, prefix: str | None, uri: str) -> None:
        if self._is_inside and (prefix, uri) != (None, "http://www.w3.org/2000/svg"):
            self.say(f"the namespace {prefix or uri} is not allowed")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._is_inside:
            self._is_inside = True
            return
        self._count(name)
        namespace, _, local = name.rpartition(_SPACE)
        if namespace in {"", "http://www.w3.org/2000/svg"} and local not in ELEMENTS:
            self.say(f"<{local}> is not allowed")
        elif local in SVG_ELEMENTS - {"svg"} and namespace not in {TAL, METAL} and "svg" not in self._open:
            self.say(f"<{local}> belongs into an <svg>")
        self._tags.append((_PREFIXES.get(namespace, "") + local, self.parser.CurrentLineNumber))
        self._open.append("svg" if local == "svg" or "svg" in self._open[-1:] else local)
        for attribute, value in attributes.items():
            self._text(value)
            for fault in _attribute_faults(attribute, value, is_ours=namespace in {TAL, METAL}):
                self.say(fault)

    def _end(self, _name: str) -> None:
        if self._open:
            self._open.pop()
            self._tags.pop()

    def _count(self, _name: str) -> None:
        self._elements += 1
        if self._elements == MAX_ELEMENTS + 1:
            self.say(f"has more than {MAX_ELEMENTS} elements; divide it into macros")
        if len(self._open) == MAX_DEPTH:
            self.say(f"nests deeper than {MAX_DEPTH} elements")

    def _text(self, text: str) -> None:
        count = min(text.count("${"), 1) * text.count("}")
        before, self._expressions = self._expressions, self._expressions + count
        if count > MAX_EXPRESSIONS_TOGETHER:
            self.say(
                f"has more than {MAX_EXPRESSIONS_TOGETHER} braces in one text; put elements between them"
            )
        if before <= MAX_EXPRESSIONS < self._expressions:
            self.say(f"has more than {MAX_EXPRESSIONS} expressions; divide it into macros")


def _attribute_faults(name: str, value: str, *, is_ours: bool) -> Iterator[str]:
    namespace, _, local = name.rpartition(_SPACE)
    if namespace == TAL and local not in TAL_ATTRIBUTES:
        yield f"tal:{local} is not allowed"
    elif namespace == METAL and local not in METAL_ATTRIBUTES:
        yield f"metal:{local} is not allowed"
    elif namespace == METAL and not _MACRO.fullmatch(value.strip()):
        yield f"metal:use-macro: expected macros.NAME, not {value!r}"
    elif is_ours and not namespace and local not in TAL_ATTRIBUTES | METAL_ATTRIBUTES:
        yield f"{local} is not allowed here"
    elif is_ours and local == "use-macro" and not _MACRO.fullmatch(value.strip()):
        yield f"use-macro: expected macros.NAME, not {value!r}"
    elif not namespace and local in URL_ATTRIBUTES and "${" not in value and value[:1] != "#":
        yield f"{local}: a page leads to and loads only what it is given, such as ${{page.url}}"
    elif namespace not in {"", TAL, METAL} or not (namespace or is_ours or may_have(local)):
        yield f"the attribute {local} is not allowed"
